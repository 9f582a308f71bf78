#include "catalog/reader_support.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "catalog/array_text.h"
#include "catalog/catalog_coverage.h"

namespace pgark {
namespace {

constexpr Oid kPgCatalogSchema = 11;

}  // namespace

std::string SchemasWithDefinitions(const ReadContext& context) {
  std::vector<Oid> oids;
  for (const SchemaObject& schema : context.catalog.schemas) {
    const Object& object = context.catalog.Get(schema.id);
    if (object.wanted_for_members.Has(Component::kDefinition)) {
      oids.push_back(object.catalog_id.oid);
    }
  }
  return FormatOidArray(oids);
}

std::string OutsideOfPgCatalog(const ReadContext& context,
                               absl::string_view column) {
  const Object* schema =
      context.catalog.Find(CatalogId{kPgNamespaceOid, kPgCatalogSchema});
  if (schema != nullptr &&
      schema->wanted_for_members.Has(Component::kDefinition)) {
    return "true";
  }
  return absl::StrCat(column, " <> ", kPgCatalogSchema);
}

absl::StatusOr<std::string> OwnerName(const ReadContext& context, Oid owner,
                                      absl::string_view kind,
                                      absl::string_view name, Oid oid) {
  std::optional<std::string> role = context.catalog.RoleName(owner);
  if (!role.has_value()) {
    return absl::FailedPreconditionError(
        absl::StrCat("the owner of ", kind, " ", name,
                     oid == 0 ? "" : absl::StrCat(" (OID ", oid, ")"),
                     " has OID ", owner, ", and there is no such role"));
  }
  return *std::move(role);
}

absl::StatusOr<Object> MakeObject(const ReadContext& context, ObjectKind kind,
                                  CatalogId row, std::string name, Oid schema) {
  Object object;
  object.kind = kind;
  object.catalog_id = row;
  object.name = std::move(name);
  if (schema != 0) {
    const Object* found =
        context.catalog.Find(CatalogId{kPgNamespaceOid, schema});
    if (found == nullptr) {
      return absl::FailedPreconditionError(
          absl::StrCat("the schema of object ", object.name, " (OID ", row.oid,
                       ") has OID ", schema, ", and there is no such schema"));
    }
    object.schema = found->id;
  }
  return object;
}

std::optional<NameInSchema> NullableName(RowCursor& rows,
                                         absl::string_view schema_column,
                                         absl::string_view name_column) {
  if (rows.IsNull(name_column)) return std::nullopt;
  return NameInSchema{rows.Text(schema_column), rows.Text(name_column)};
}

SqlStyle ServerStyle(const ReadContext& context) {
  SqlStyle style;
  style.release = context.release;
  style.quote_all_identifiers = context.options.quote_all_identifiers;
  return style;
}

bool KnowsKeywords(const ReadContext& context) {
  return context.release <= kNewestKnownRelease;
}

std::string NeededDefaultAcl(Oid catalog, absl::string_view oid_column,
                             absl::string_view acl_column,
                             absl::string_view default_acl) {
  return absl::StrCat("CASE WHEN ", acl_column, " IS NOT NULL OR ", oid_column,
                      " IN (SELECT objoid FROM pg_catalog.pg_init_privs "
                      "WHERE classoid = ",
                      catalog, " AND objsubid = 0) THEN ", default_acl,
                      " END AS acldefault");
}

std::string FunctionColumn(absl::string_view column, absl::string_view alias) {
  return absl::StrCat("NULLIF(", column,
                      "::pg_catalog.regproc::pg_catalog.text, '-') AS ", alias);
}

std::string OptionsColumn(absl::string_view column, absl::string_view alias) {
  return absl::StrCat(
      "CASE WHEN ", column,
      " IS NOT NULL THEN pg_catalog.array_to_string(ARRAY("
      "SELECT pg_catalog.quote_ident(o.option_name) || "
      "' ' || pg_catalog.quote_literal(o.option_value) "
      "FROM pg_catalog.pg_options_to_table(",
      column, ") AS o ORDER BY o.option_name), E',\\n    ') END AS ", alias);
}

}  // namespace pgark
