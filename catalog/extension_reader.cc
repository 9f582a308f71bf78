#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "catalog/array_text.h"
#include "catalog/reader_support.h"
#include "catalog/row_cursor.h"
#include "catalog/schema_readers.h"
#include "catalog/selection_rules.h"

namespace pgark {
namespace {

std::string ExtensionQuery(const ReadContext& /*context*/) {
  return "SELECT x.oid, extname, nspname, extconfig, extcondition "
         "FROM pg_catalog.pg_extension x "
         "JOIN pg_catalog.pg_namespace n ON n.oid = extnamespace "
         "ORDER BY x.oid";
}

absl::Status ReadExtensions(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    ExtensionObject extension;
    extension.oid = rows.Oid("oid");
    extension.name = rows.Text("extname");
    extension.schema = rows.Text("nspname");
    ASSIGN_OR_RETURN(extension.config_relations,
                     ParseOidArray(rows.Text("extconfig")));
    ASSIGN_OR_RETURN(extension.config_conditions,
                     ParseTextArray(rows.Text("extcondition")));
    if (extension.config_relations.size() !=
        extension.config_conditions.size()) {
      return WithObject(
          absl::FailedPreconditionError(absl::StrCat(
              "there are ", extension.config_relations.size(),
              " configuration tables but ", extension.config_conditions.size(),
              " conditions for them")),
          absl::StrCat("extension ", extension.name));
    }
    ASSIGN_OR_RETURN(
        Object object,
        MakeObject(context, ObjectKind::kExtension,
                   CatalogId{kPgExtensionOid, extension.oid}, extension.name));
    SelectExtension(context, &object);
    AddWithDetail(context.catalog, std::move(object), std::move(extension),
                  context.catalog.extensions);
  }
  return rows.status();
}

std::string ExtensionMemberQuery(const ReadContext& /*context*/) {
  return "SELECT classid, objid, refobjid FROM pg_catalog.pg_depend "
         "WHERE refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass "
         "AND deptype = 'e'";
}

absl::Status ReadExtensionMembers(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    const CatalogId member{rows.Oid("classid"), rows.Oid("objid")};
    context.catalog.extension_of[member] = rows.Oid("refobjid");
  }
  return rows.status();
}

std::string InitialPrivilegesQuery(const ReadContext& /*context*/) {
  return "SELECT classoid, objoid, objsubid, privtype, initprivs "
         "FROM pg_catalog.pg_init_privs";
}

absl::Status ReadInitialPrivileges(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    const CatalogId object{rows.Oid("classoid"), rows.Oid("objoid")};
    context.catalog.initial_privileges[{object, rows.Int("objsubid")}] =
        InitialPrivileges{rows.Char("privtype"), rows.Text("initprivs")};
  }
  return rows.status();
}

}  // namespace

const CatalogReader kExtensionReader = {"extensions", ExtensionQuery,
                                        ReadExtensions};
const CatalogReader kExtensionMemberReader = {
    "members of extensions", ExtensionMemberQuery, ReadExtensionMembers};
const CatalogReader kInitialPrivilegesReader = {
    "initial privileges", InitialPrivilegesQuery, ReadInitialPrivileges};

}  // namespace pgark
