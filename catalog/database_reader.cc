#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "catalog/reader_support.h"
#include "catalog/row_cursor.h"
#include "catalog/schema_readers.h"

namespace pgark {
namespace {

std::string RoleQuery(const ReadContext& /*context*/) {
  return "SELECT oid, rolname FROM pg_catalog.pg_roles ORDER BY oid";
}

absl::Status ReadRoles(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    context.catalog.role_names[rows.Oid("oid")] = rows.Text("rolname");
  }
  return rows.status();
}

std::string ServerStateQuery(const ReadContext& /*context*/) {
  return "SELECT pg_catalog.pg_is_in_recovery() AS in_recovery";
}

absl::Status ReadServerState(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) context.in_recovery = rows.Bool("in_recovery");
  return rows.status();
}

// The columns about the locale moved twice (docs/objects.md, "What the catalogs
// have").
std::string LocaleColumns(int release) {
  std::string columns =
      release >= 15 ? "datlocprovider" : "'c' AS datlocprovider";
  absl::StrAppend(&columns, release >= 17   ? ", datlocale"
                            : release >= 15 ? ", daticulocale AS datlocale"
                                            : ", NULL AS datlocale");
  absl::StrAppend(&columns,
                  release >= 16 ? ", daticurules" : ", NULL AS daticurules");
  return columns;
}

std::string DatabaseQuery(const ReadContext& context) {
  return absl::StrCat(
      "SELECT d.oid, datname, datdba, "
      "pg_catalog.pg_encoding_to_char(encoding) AS encoding, datcollate, "
      "datctype, ",
      LocaleColumns(context.release),
      ", (SELECT spcname FROM pg_catalog.pg_tablespace t "
      "WHERE t.oid = dattablespace) AS tablespace, datconnlimit, "
      "datistemplate, datacl AS acl, "
      "pg_catalog.acldefault('d', datdba) AS acldefault, "
      "pg_catalog.shobj_description(d.oid, 'pg_database') AS description "
      "FROM pg_catalog.pg_database d "
      "WHERE datname = pg_catalog.current_database()");
}

absl::Status ReadDatabase(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  if (!rows.Next()) {
    return absl::FailedPreconditionError(
        "pg_database has no row for the current database");
  }
  DatabaseObject& database = context.catalog.database;
  database.oid = rows.Oid("oid");
  database.name = rows.Text("datname");
  ASSIGN_OR_RETURN(database.owner,
                   OwnerName(context, rows.Oid("datdba"), "database",
                             database.name, rows.Oid("oid")));
  database.encoding = rows.Text("encoding");
  database.locale_provider = rows.Char("datlocprovider");
  database.collate = rows.Text("datcollate");
  database.ctype = rows.Text("datctype");
  database.locale = rows.NullableText("datlocale");
  database.icu_rules = rows.NullableText("daticurules");
  database.tablespace = rows.Text("tablespace");
  database.connection_limit = rows.Int("datconnlimit");
  database.is_template = rows.Bool("datistemplate");
  database.acl = rows.Acl();
  database.comment = rows.NullableText("description");
  return rows.status();
}

// Settings of all roles first, then those of single roles in the order of the
// table, as pg_dump writes them: then a restored copy has them in that order.
std::string DatabaseSettingsQuery(const ReadContext& /*context*/) {
  return "SELECT coalesce(rolname, '') AS role, element "
         "FROM pg_catalog.pg_db_role_setting s "
         "LEFT JOIN pg_catalog.pg_roles r ON r.oid = setrole "
         "CROSS JOIN LATERAL pg_catalog.unnest(setconfig) WITH ORDINALITY "
         "AS u(element, place) "
         "WHERE setdatabase = (SELECT oid FROM pg_catalog.pg_database "
         "WHERE datname = pg_catalog.current_database()) "
         "AND (setrole = 0 OR rolname IS NOT NULL) "
         "ORDER BY setrole <> 0, s.ctid, place";
}

absl::Status ReadDatabaseSettings(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    context.catalog.database.settings.emplace_back(rows.Text("role"),
                                                   rows.Text("element"));
  }
  return rows.status();
}

std::string DatabaseLabelQuery(const ReadContext& /*context*/) {
  return "SELECT provider, label FROM pg_catalog.pg_shseclabel "
         "WHERE classoid = 'pg_catalog.pg_database'::pg_catalog.regclass "
         "AND objoid = (SELECT oid FROM pg_catalog.pg_database "
         "WHERE datname = pg_catalog.current_database()) "
         "ORDER BY provider COLLATE \"C\"";
}

absl::Status ReadDatabaseLabels(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    context.catalog.database.security_labels.emplace_back(rows.Text("provider"),
                                                          rows.Text("label"));
  }
  return rows.status();
}

}  // namespace

const CatalogReader kRoleReader = {"roles", RoleQuery, ReadRoles};
const CatalogReader kServerStateReader = {"the server's state",
                                          ServerStateQuery, ReadServerState};
const CatalogReader kDatabaseReader = {"the database", DatabaseQuery,
                                       ReadDatabase};
const CatalogReader kDatabaseSettingsReader = {
    "the database's settings", DatabaseSettingsQuery, ReadDatabaseSettings};
const CatalogReader kDatabaseLabelReader = {
    "the database's labels", DatabaseLabelQuery, ReadDatabaseLabels};

}  // namespace pgark
