#ifndef PGARK_CATALOG_TYPE_LOOKUP_H_
#define PGARK_CATALOG_TYPE_LOOKUP_H_

#include <span>
#include <string>

#include "catalog/catalog.h"

namespace pgark {

// Returns what stands behind a type (dummies too) or function, or nullptr when
// there is no such object.
TypeObject* FindType(Catalog& catalog, Oid oid);
const TypeObject* FindType(const Catalog& catalog, Oid oid);
const FunctionObject* FindFunction(const Catalog& catalog, Oid oid);

// A type as statements name it, quoted and qualified; "???" for an OID that is
// no type, as the server's format_type() says.
std::string FormatType(const Catalog& catalog, Oid oid);

// "name(type, type)", with the name as given: raw for tags, quoted for
// statements.
std::string FunctionSignature(const Catalog& catalog, absl::string_view name,
                              std::span<const Oid> argument_types);

}  // namespace pgark

#endif  // PGARK_CATALOG_TYPE_LOOKUP_H_
