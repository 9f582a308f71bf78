#include "catalog/type_lookup.h"

#include "absl/strings/str_cat.h"

namespace pgark {

const TypeObject* FindType(const Catalog& catalog, Oid oid) {
  const Object* object = catalog.Find(CatalogId{kPgTypeOid, oid});
  return object == nullptr ? nullptr : &catalog.types[object->detail];
}

TypeObject* FindType(Catalog& catalog, Oid oid) {
  const Object* object = catalog.Find(CatalogId{kPgTypeOid, oid});
  return object == nullptr ? nullptr : &catalog.types[object->detail];
}

const FunctionObject* FindFunction(const Catalog& catalog, Oid oid) {
  const Object* object = catalog.Find(CatalogId{kPgProcOid, oid});
  if (object == nullptr || object->kind != ObjectKind::kFunction) {
    return nullptr;
  }
  return &catalog.functions[object->detail];
}

std::string FormatType(const Catalog& catalog, Oid oid) {
  const TypeObject* type = FindType(catalog, oid);
  return type == nullptr ? "???" : type->formatted;
}

std::string FunctionSignature(const Catalog& catalog, absl::string_view name,
                              std::span<const Oid> argument_types) {
  std::string signature = absl::StrCat(name, "(");
  absl::string_view separator;
  for (const Oid type : argument_types) {
    absl::StrAppend(&signature, separator, FormatType(catalog, type));
    separator = ", ";
  }
  signature += ')';
  return signature;
}

}  // namespace pgark
