#include <string>
#include <utility>

#include "absl/status/status.h"
#include "base/status_macros.h"
#include "catalog/acl_text.h"
#include "catalog/array_text.h"
#include "catalog/reader_support.h"
#include "catalog/row_cursor.h"
#include "catalog/schema_readers.h"
#include "catalog/selection_rules.h"

namespace pgark {
namespace {

std::string SchemaQuery(const ReadContext& /*context*/) {
  return "SELECT oid, nspname, nspowner, nspacl AS acl, "
         "pg_catalog.acldefault('n', nspowner) AS acldefault "
         "FROM pg_catalog.pg_namespace ORDER BY oid";
}

// From release 15 on, a pg_dump takes it that a new database's schema public
// lets everybody use it and its owner do everything, whatever release the
// database was made with (docs/objects.md, "Which schemas").
std::string PrivilegesOfNewPublicSchema(const std::string& owner) {
  const AclItem of_owner{owner, owner, {{'U', false}, {'C', false}}};
  const AclItem of_all{"", owner, {{'U', false}}};
  return FormatTextArray({FormatAclItem(of_owner), FormatAclItem(of_all)});
}

absl::Status ReadSchemas(const Result& result, ReadContext& context) {
  const bool by_patterns =
      context.selection.only_tables || context.selection.only_schemas;
  RowCursor rows(result);
  while (rows.Next()) {
    SchemaObject schema;
    schema.name = rows.Text("nspname");
    schema.owner_oid = rows.Oid("nspowner");
    ASSIGN_OR_RETURN(schema.owner,
                     OwnerName(context, schema.owner_oid, "schema", schema.name,
                               rows.Oid("oid")));
    schema.acl = rows.Acl();
    schema.is_created = by_patterns || schema.name != "public";
    const CatalogId row{kPgNamespaceOid, rows.Oid("oid")};
    if (schema.name == "public" && context.tool_release() >= 15) {
      context.catalog.initial_privileges[{row, 0}] =
          InitialPrivileges{'i', PrivilegesOfNewPublicSchema(schema.owner)};
    }
    ASSIGN_OR_RETURN(Object object, MakeObject(context, ObjectKind::kSchema,
                                               row, schema.name));
    SelectSchema(context, schema.owner_oid, &object);
    AddWithDetail(context.catalog, std::move(object), std::move(schema),
                  context.catalog.schemas);
  }
  return rows.status();
}

}  // namespace

const CatalogReader kSchemaReader = {"schemas", SchemaQuery, ReadSchemas};

}  // namespace pgark
