#ifndef PGARK_CATALOG_FUNCTION_OBJECTS_H_
#define PGARK_CATALOG_FUNCTION_OBJECTS_H_

#include <optional>
#include <string>
#include <vector>

#include "archive/dump_id.h"
#include "catalog/acl_object.h"
#include "catalog/name_in_schema.h"

namespace pgark {

// The typed structs behind functions and aggregates. Names are raw; text that
// a comment calls formatted comes quoted and qualified from the server.

// A row of pg_proc that is no aggregate.
struct FunctionObject {
  DumpId id;
  Oid oid = 0;
  std::string name;
  std::string owner;
  AclText acl;
  std::vector<Oid> argument_types;  // proargtypes: of the input arguments
  char kind = 'f';                  // prokind: f p w
  std::string language;

  std::string arguments;           // pg_get_function_arguments()
  std::string identity_arguments;  // pg_get_function_identity_arguments()
  // pg_get_function_result(); nothing for procedures.
  std::optional<std::string> result;
  bool returns_set = false;
  char volatility = 'v';  // v s i
  bool is_strict = false;
  bool is_security_definer = false;
  bool is_leakproof = false;
  char parallel = 'u';     // u r s
  std::string cost, rows;  // numbers as the server writes them
  std::string support;     // formatted function, "" for none
  std::vector<Oid> transform_types;
  std::vector<std::string> settings;  // proconfig: name=value

  std::optional<std::string> sql_body;  // pg_get_function_sqlbody()
  std::string source;                   // prosrc
  std::string library;                  // probin, "" for none

  bool IsProcedure() const { return kind == 'p'; }
};

// The final function of an aggregate and how it treats the state.
struct AggregateFinal {
  std::string function;  // formatted, "" for none
  bool has_extra_arguments = false;
  char modify = 'r';  // r s w
};

// A row of pg_proc with its row of pg_aggregate. Functions are formatted, ""
// for none.
struct AggregateObject {
  DumpId id;
  Oid oid = 0;
  std::string name;
  std::string owner;
  AclText acl;
  std::vector<Oid> argument_types;

  std::string arguments;  // as FunctionObject's
  std::string identity_arguments;
  char kind = 'n';      // aggkind: n o h
  char parallel = 'u';  // u r s

  std::string transition_function;
  std::string transition_type;  // formatted
  std::string transition_space = "0";
  std::optional<std::string> initial_value;
  AggregateFinal final_step;
  std::string combine_function, serial_function, deserial_function;

  std::string moving_transition_function, moving_inverse_function;
  std::string moving_transition_type;
  std::string moving_transition_space = "0";
  std::optional<std::string> moving_initial_value;
  AggregateFinal moving_final_step;

  std::optional<NameInSchema> sort_operator;
};

}  // namespace pgark

#endif  // PGARK_CATALOG_FUNCTION_OBJECTS_H_
