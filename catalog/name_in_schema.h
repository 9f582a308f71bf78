#ifndef PGARK_CATALOG_NAME_IN_SCHEMA_H_
#define PGARK_CATALOG_NAME_IN_SCHEMA_H_

#include <string>

#include "protocol/sql_text.h"

namespace pgark {

// A name in a schema, both raw.
struct NameInSchema {
  std::string schema;
  std::string name;
};

// schema.name, quoted as needed.
inline std::string Quote(const NameInSchema& name, const SqlStyle& style) {
  return QuoteQualified(name.schema, name.name, style);
}
// OPERATOR(schema.name): operators' names are never quoted.
inline std::string OperatorReference(const NameInSchema& name,
                                     const SqlStyle& style) {
  return "OPERATOR(" + QuoteIdentifier(name.schema, style) + "." + name.name +
         ")";
}

}  // namespace pgark

#endif  // PGARK_CATALOG_NAME_IN_SCHEMA_H_
