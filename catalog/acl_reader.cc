#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "catalog/catalog.h"
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

// What few columns of all relations have, in one look at them: privileges
// (initial ones, too), and targets of statistics, which the columns of indexes
// only have when somebody has set them.
std::string ColumnSettingQuery(const ReadContext& /*context*/) {
  return "SELECT attrelid, attnum, attname, attacl, attstattarget, "
         "attacl IS NOT NULL AND NOT attisdropped AS has_privileges "
         "FROM pg_catalog.pg_attribute WHERE attacl IS NOT NULL "
         "OR (attstattarget >= 0 AND attnum > 0) "
         "UNION ALL SELECT attrelid, attnum, attname, NULL, NULL, true "
         "FROM pg_catalog.pg_attribute JOIN pg_catalog.pg_init_privs "
         "ON objoid = attrelid AND objsubid = attnum "
         "WHERE attacl IS NULL AND NOT attisdropped AND objsubid <> 0 "
         "AND classoid = 'pg_catalog.pg_class'::pg_catalog.regclass "
         "ORDER BY attrelid, attnum";
}

void AddStatisticsTarget(RowCursor& rows, Catalog& catalog) {
  const Object* object =
      catalog.Find(CatalogId{kPgClassOid, rows.Oid("attrelid")});
  if (object == nullptr || object->kind != ObjectKind::kIndex) return;
  const int number = rows.Int("attnum");
  const int target = rows.Int("attstattarget");
  if (number <= 0 || target < 0) return;
  IndexObject& index = catalog.indexes[object->detail];
  index.statistics_columns.push_back(absl::StrCat(number));
  index.statistics_targets.push_back(absl::StrCat(target));
}

absl::Status ReadColumnSettings(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    if (rows.Bool("has_privileges")) {
      context.catalog.column_acls[{rows.Oid("attrelid"), rows.Int("attnum")}] =
          ColumnAcl{rows.Text("attname"), rows.NullableText("attacl")};
    }
    if (!rows.IsNull("attstattarget")) {
      AddStatisticsTarget(rows, context.catalog);
    }
  }
  return rows.status();
}

}  // namespace

const CatalogReader kDefaultAclReader = {"default privileges", DefaultAclQuery,
                                         ReadDefaultAcls};
const CatalogReader kColumnSettingReader = {
    "settings of columns", ColumnSettingQuery, ReadColumnSettings};

}  // namespace pgark
