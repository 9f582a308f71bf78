#include <string>
#include <utility>

#include "absl/status/status.h"
#include "base/status_macros.h"
#include "catalog/graph_readers.h"
#include "catalog/reader_support.h"
#include "catalog/row_cursor.h"
#include "catalog/selection_rules.h"

namespace pgark {
namespace {

// Those without a schema change what acldefault() says; those of a schema add
// to it, so they start from nothing.
std::string DefaultAclQuery(const ReadContext& /*context*/) {
  return "SELECT oid, defaclrole, defaclnamespace, defaclobjtype, "
         "defaclacl AS acl, CASE WHEN defaclnamespace = 0 THEN "
         "pg_catalog.acldefault(CASE WHEN defaclobjtype = 'S' "
         "THEN 's'::\"char\" ELSE defaclobjtype END, defaclrole) "
         "ELSE '{}'::pg_catalog.aclitem[] END AS acldefault "
         "FROM pg_catalog.pg_default_acl ORDER BY oid";
}

absl::Status ReadDefaultAcls(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    DefaultAclObject detail;
    detail.object_type = rows.Char("defaclobjtype");
    ASSIGN_OR_RETURN(Object object,
                     MakeObject(context, ObjectKind::kDefaultAcl,
                                CatalogId{kPgDefaultAclOid, rows.Oid("oid")},
                                std::string(1, detail.object_type),
                                rows.Oid("defaclnamespace")));
    ASSIGN_OR_RETURN(detail.role, OwnerName(context, rows.Oid("defaclrole"),
                                            "default privileges", object.name,
                                            rows.Oid("oid")));
    detail.acl = rows.Acl();
    object.sort_key.text = detail.role;
    SelectDefaultAcl(context, &object);
    AddWithDetail(context.catalog, std::move(object), std::move(detail),
                  context.catalog.default_acls);
  }
  return rows.status();
}

std::string ColumnAclQuery(const ReadContext& /*context*/) {
  return "SELECT attrelid, attnum, attname, attacl "
         "FROM pg_catalog.pg_attribute "
         "WHERE NOT attisdropped AND (attacl IS NOT NULL OR "
         "(attrelid, attnum) IN (SELECT objoid, objsubid "
         "FROM pg_catalog.pg_init_privs "
         "WHERE classoid = 'pg_catalog.pg_class'::pg_catalog.regclass "
         "AND objsubid <> 0))";
}

absl::Status ReadColumnAcls(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    context.catalog.column_acls[{rows.Oid("attrelid"), rows.Int("attnum")}] =
        ColumnAcl{rows.Text("attname"), rows.NullableText("attacl")};
  }
  return rows.status();
}

}  // namespace

const CatalogReader kDefaultAclReader = {"default privileges", DefaultAclQuery,
                                         ReadDefaultAcls};
const CatalogReader kColumnAclReader = {"privileges on columns", ColumnAclQuery,
                                        ReadColumnAcls};

}  // namespace pgark
