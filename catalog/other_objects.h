#ifndef PGARK_CATALOG_OTHER_OBJECTS_H_
#define PGARK_CATALOG_OTHER_OBJECTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "archive/dump_id.h"
#include "catalog/acl_object.h"
#include "catalog/name_in_schema.h"

namespace pgark {

// The kinds that few databases have. Names are raw; text that a comment calls
// formatted comes quoted and qualified from the server. OIDs are those of the
// catalog rows that the field's name says, 0 for none.

// A row of pg_language that can run functions (lanispl).
struct ProceduralLanguageObject {
  DumpId id;
  std::string name;
  std::string owner;
  AclText acl;
  bool is_trusted = false;
  Oid handler = 0, inline_handler = 0, validator = 0;
};

// A row of pg_cast.
struct CastObject {
  DumpId id;
  Oid source = 0, target = 0;  // types
  Oid function = 0;
  char context = 'e';  // e a i
  char method = 'f';   // f i b
};

// A row of pg_transform.
struct TransformObject {
  DumpId id;
  Oid type = 0;
  std::string language;
  Oid from_sql = 0, to_sql = 0;  // functions
};

// A row of pg_am.
struct AccessMethodObject {
  DumpId id;
  std::string name;
  char type = 'i';      // i t
  std::string handler;  // formatted
};

// A row of pg_operator. Functions are formatted without arguments, types are
// formatted, both "" for none.
struct OperatorObject {
  DumpId id;
  std::string name;
  std::string owner;
  Oid function_oid = 0;  // 0: named by others and never defined
  std::string function;
  std::string left_type, right_type;
  std::optional<NameInSchema> commutator, negator;
  std::string restriction, join;
  bool can_merge = false, can_hash = false;
};

// A row of pg_amop, as it is listed in its class or family.
struct OperatorMember {
  int16_t strategy = 0;
  std::string op;                           // formatted, with argument types
  std::optional<NameInSchema> sort_family;  // FOR ORDER BY
};

// A row of pg_amproc, likewise.
struct SupportFunctionMember {
  int16_t number = 0;
  std::string left_type, right_type;  // formatted
  std::string function;               // formatted, with argument types
};

// A row of pg_opclass.
struct OperatorClassObject {
  DumpId id;
  std::string name;
  std::string owner;
  std::string access_method;
  bool is_default = false;
  std::string input_type;    // formatted
  std::string storage_type;  // formatted, "" when it is the input type
  NameInSchema family;
  std::vector<OperatorMember> operators;
  std::vector<SupportFunctionMember> functions;
};

// A row of pg_opfamily, with the members that belong to none of its classes.
struct OperatorFamilyObject {
  DumpId id;
  std::string name;
  std::string owner;
  std::string access_method;
  std::vector<OperatorMember> operators;
  std::vector<SupportFunctionMember> functions;
};

// A row of pg_collation.
struct CollationObject {
  DumpId id;
  std::string name;
  std::string owner;
  int32_t encoding = -1;
  char provider = 'c';  // d c i b
  bool is_deterministic = true;
  std::optional<std::string> collate, ctype;  // libc; icu before server 15
  std::optional<std::string> locale;          // icu from 15 on, builtin
  std::optional<std::string> rules;
};

// A row of pg_conversion.
struct ConversionObject {
  DumpId id;
  std::string name;
  std::string owner;
  std::string from_encoding, to_encoding;
  std::string function;  // formatted
  bool is_default = false;
};

// A row of pg_ts_parser. Functions are formatted.
struct TextSearchParserObject {
  DumpId id;
  std::string name;
  std::string start, get_token, end, headline, lexeme_types;  // headline: or ""
};

// A row of pg_ts_template.
struct TextSearchTemplateObject {
  DumpId id;
  std::string name;
  std::string init, lexize;  // formatted; init: or ""
};

// A row of pg_ts_dict.
struct TextSearchDictionaryObject {
  DumpId id;
  std::string name;
  std::string owner;
  NameInSchema template_name;
  std::string options;  // dictinitoption: SQL text already; "" for none
};

// What one token type of a configuration is looked up in.
struct TextSearchMapping {
  std::string token;
  std::vector<std::string> dictionaries;  // formatted, in order
};

// A row of pg_ts_config.
struct TextSearchConfigurationObject {
  DumpId id;
  Oid oid = 0;
  std::string name;
  std::string owner;
  NameInSchema parser;
  std::vector<TextSearchMapping> mappings;  // by token number
};

// A row of pg_foreign_data_wrapper. `options` is ready for OPTIONS (...).
struct ForeignDataWrapperObject {
  DumpId id;
  std::string name;
  std::string owner;
  AclText acl;
  std::string handler, validator;  // formatted, "" for none
  std::string options;
};

// A row of pg_user_mappings.
struct UserMapping {
  std::string user;
  std::string options;
};

// A row of pg_foreign_server.
struct ForeignServerObject {
  DumpId id;
  Oid oid = 0;
  std::string name;
  std::string owner;
  AclText acl;
  std::string wrapper;
  std::optional<std::string> type, version;
  std::string options;
  std::vector<UserMapping> user_mappings;  // by user
};

// A row of pg_event_trigger.
struct EventTriggerObject {
  DumpId id;
  std::string name;
  std::string owner;
  std::string event;
  std::string function;  // formatted
  std::string tags;      // literals, joined; "" for all
  char enabled = 'O';    // O D R A
};

// A row of pg_publication.
struct PublicationObject {
  DumpId id;
  std::string name;
  std::string owner;
  bool has_all_tables = false;
  bool inserts = false, updates = false, deletes = false, truncates = false;
  bool goes_via_root = false;
  char generated_columns = 'n';  // n s
};

// A row of pg_publication_rel.
struct PublicationTableObject {
  DumpId id;
  DumpId publication;
  DumpId relation;
  std::vector<std::string> columns;   // empty for all
  std::optional<std::string> filter;  // pg_get_expr()
};

// A row of pg_publication_namespace.
struct PublicationSchemaObject {
  DumpId id;
  DumpId publication;
  DumpId schema;
};

// A row of pg_subscription.
struct SubscriptionObject {
  DumpId id;
  std::string name;
  std::string owner;
  std::string connection;
  std::optional<std::string> slot;
  std::string synchronous_commit;
  std::vector<std::string> publications;
  bool is_binary = false;
  char streaming = 'f';  // f t p
  char two_phase = 'd';  // d p e
  bool disables_on_error = false;
  bool requires_password = true;
  bool runs_as_owner = false;
  bool has_failover = false;
  std::string origin = "any";
};

struct OtherObjects {
  std::vector<ProceduralLanguageObject> languages;
  std::vector<CastObject> casts;
  std::vector<TransformObject> transforms;
  std::vector<AccessMethodObject> access_methods;
  std::vector<OperatorObject> operators;
  std::vector<OperatorClassObject> operator_classes;
  std::vector<OperatorFamilyObject> operator_families;
  std::vector<CollationObject> collations;
  std::vector<ConversionObject> conversions;
  std::vector<TextSearchParserObject> text_search_parsers;
  std::vector<TextSearchTemplateObject> text_search_templates;
  std::vector<TextSearchDictionaryObject> text_search_dictionaries;
  std::vector<TextSearchConfigurationObject> text_search_configurations;
  std::vector<ForeignDataWrapperObject> foreign_data_wrappers;
  std::vector<ForeignServerObject> foreign_servers;
  std::vector<EventTriggerObject> event_triggers;
  std::vector<PublicationObject> publications;
  std::vector<PublicationTableObject> publication_tables;
  std::vector<PublicationSchemaObject> publication_schemas;
  std::vector<SubscriptionObject> subscriptions;
};

}  // namespace pgark

#endif  // PGARK_CATALOG_OTHER_OBJECTS_H_
