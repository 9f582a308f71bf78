#ifndef PGARK_CATALOG_TYPE_OBJECTS_H_
#define PGARK_CATALOG_TYPE_OBJECTS_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "archive/dump_id.h"
#include "catalog/acl_object.h"
#include "catalog/name_in_schema.h"

namespace pgark {

// The typed structs behind types and domains. Names are raw; text that a
// comment calls formatted comes quoted and qualified from the server.

// What a base type adds. Functions are formatted, "" for none.
struct BaseType {
  int16_t length = -1;  // typlen: -1 variable, -2 C string
  std::string input, output, receive, send;
  std::string typmod_input, typmod_output, analyze, subscript;
  bool is_collatable = false;
  std::optional<std::string> default_value;
  bool default_is_literal = false;  // otherwise an expression
  // The formatted element type, "" for none.
  std::string element;
  char category = 'U';
  bool is_preferred = false;
  std::string delimiter = ",";
  char alignment = 'i';  // c s i d
  char storage = 'p';    // p e m x
  bool is_passed_by_value = false;
};

struct EnumType {
  std::vector<std::string> labels;  // in their order
};

struct RangeType {
  std::string subtype;  // formatted
  // Formatted; "" before server 14.
  std::string multirange;
  // Only where they are not the subtype's.
  std::optional<NameInSchema> operator_class;
  std::optional<NameInSchema> collation;
  // Formatted functions, "" for none.
  std::string canonical, subtype_difference;
};

// A live attribute of a composite type.
struct CompositeAttribute {
  int16_t number = 0;  // attnum, which the comments use
  std::string name;
  std::string type;                       // formatted, with typmod
  std::optional<NameInSchema> collation;  // where it is not the type's
};

struct CompositeType {
  std::vector<CompositeAttribute> attributes;  // by attnum
};

struct DomainType {
  std::string base_type;                  // formatted, with typmod
  std::optional<NameInSchema> collation;  // where it is not the base type's
  bool is_not_null = false;
  // Of the constraint that says NOT NULL, from server 17 on; "" for unnamed.
  std::string not_null_name;
  std::optional<std::string> default_value;
  bool default_is_literal = false;
  // The domain's constraints, CHECKs by name; those that are not separate are
  // written with the domain.
  std::vector<DumpId> constraints;
};

using TypeDetail =
    std::variant<BaseType, EnumType, RangeType, CompositeType, DomainType>;

// A row of pg_type. The details are there only for types whose definition may
// be written; array and row types have none.
struct TypeObject {
  DumpId id;
  Oid oid = 0;
  std::string name;
  // format_type() without a typmod: how other statements name the type.
  std::string formatted;
  std::string owner;
  AclText acl;
  char kind = '\0';           // typtype: b c d e m p r
  Oid element = 0;            // typelem
  Oid relation = 0;           // typrelid
  Oid collation = 0;          // typcollation
  char storage = '\0';        // typstorage
  char relation_kind = '\0';  // pg_class.relkind of `relation`
  bool is_defined = true;     // false: CREATE TYPE t; and nothing after it
  bool is_array = false;      // the array type that came with its element
  DumpId shell_type;          // of base and range types, otherwise id 0

  // Nothing for undefined types and dummies. Boxed, because most types of a
  // database are the dummies of its tables.
  std::unique_ptr<TypeDetail> detail;

  // The details of that kind, or nullptr when it is another one.
  template <typename Kind>
  const Kind* As() const {
    return std::get_if<Kind>(detail.get());
  }
  template <typename Kind>
  Kind* As() {
    return std::get_if<Kind>(detail.get());
  }
  // Sets the details and returns them.
  template <typename Kind>
  Kind* Set(Kind value) {
    detail = std::make_unique<TypeDetail>(std::move(value));
    return As<Kind>();
  }
};

// A row of pg_constraint with a domain: CHECK, and from server 17 on NOT NULL.
struct DomainConstraintObject {
  DumpId id;
  std::string name;
  char type = 'c';  // contype: c n
  DumpId domain;
  std::string definition;  // pg_get_constraintdef()
  bool is_validated = true;
};

}  // namespace pgark

#endif  // PGARK_CATALOG_TYPE_OBJECTS_H_
