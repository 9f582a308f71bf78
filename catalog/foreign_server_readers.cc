#include "catalog/foreign_server_readers.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "catalog/reader_support.h"
#include "catalog/row_cursor.h"
#include "catalog/selection_rules.h"

namespace pgark {
namespace {

std::string WrapperQuery(const ReadContext&) {
  return absl::StrCat(
      "SELECT w.oid, w.fdwname, w.fdwowner, w.fdwacl AS acl, "
      "pg_catalog.acldefault('F', w.fdwowner) AS acldefault, ",
      FunctionColumn("w.fdwhandler", "handler"), ", ",
      FunctionColumn("w.fdwvalidator", "validator"), ", ",
      OptionsColumn("w.fdwoptions", "options"),
      " FROM pg_catalog.pg_foreign_data_wrapper w ORDER BY w.oid");
}

absl::Status ReadWrappers(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    ForeignDataWrapperObject wrapper;
    wrapper.name = rows.Text("fdwname");
    ASSIGN_OR_RETURN(wrapper.owner, OwnerName(context, rows.Oid("fdwowner"),
                                              "foreign data wrapper",
                                              wrapper.name, rows.Oid("oid")));
    wrapper.acl = rows.Acl();
    rows.CheckName("handler", wrapper.name, rows.Oid("oid"));
    rows.CheckName("validator", wrapper.name, rows.Oid("oid"));
    wrapper.handler = rows.Text("handler");
    wrapper.validator = rows.Text("validator");
    wrapper.options = rows.Text("options");
    ASSIGN_OR_RETURN(
        Object object,
        MakeObject(context, ObjectKind::kForeignDataWrapper,
                   CatalogId{kPgForeignDataWrapperOid, rows.Oid("oid")},
                   wrapper.name));
    SelectBySchema(context, &object);
    AddWithDetail(context.catalog, std::move(object), std::move(wrapper),
                  context.catalog.others.foreign_data_wrappers);
  }
  return rows.status();
}

std::string ServerQuery(const ReadContext&) {
  return absl::StrCat(
      "SELECT s.oid, s.srvname, s.srvowner, s.srvacl AS acl, "
      "pg_catalog.acldefault('S', s.srvowner) AS acldefault, w.fdwname, "
      "s.srvtype, s.srvversion, ",
      OptionsColumn("s.srvoptions", "options"),
      " FROM pg_catalog.pg_foreign_server s "
      "LEFT JOIN pg_catalog.pg_foreign_data_wrapper w ON w.oid = s.srvfdw "
      "ORDER BY s.oid");
}

absl::Status ReadServers(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    ForeignServerObject server;
    server.oid = rows.Oid("oid");
    server.name = rows.Text("srvname");
    ASSIGN_OR_RETURN(server.owner,
                     OwnerName(context, rows.Oid("srvowner"), "server",
                               server.name, rows.Oid("oid")));
    server.acl = rows.Acl();
    rows.Require("fdwname", server.name, server.oid);
    server.wrapper = rows.Text("fdwname");
    server.type = rows.NullableText("srvtype");
    server.version = rows.NullableText("srvversion");
    server.options = rows.Text("options");
    ASSIGN_OR_RETURN(
        Object object,
        MakeObject(context, ObjectKind::kForeignServer,
                   CatalogId{kPgForeignServerOid, server.oid}, server.name));
    object.available |= Component::kUserMapping;
    SelectBySchema(context, &object);
    AddWithDetail(context.catalog, std::move(object), std::move(server),
                  context.catalog.others.foreign_servers);
  }
  return rows.status();
}

// Who sees the options of a mapping: the user itself, if it may use or owns the
// server, of PUBLIC's the server's owner, and superusers [PostgreSQL's
// documentation of pg_user_mappings]. For others they look like none.
std::string UserMappingQuery(const ReadContext&) {
  return absl::StrCat(
      "SELECT m.srvid, m.usename, ", OptionsColumn("m.umoptions", "options"),
      ", NOT (pg_catalog.current_setting('is_superuser')::pg_catalog.bool OR "
      "CASE WHEN m.umuser = 0 "
      "THEN pg_catalog.pg_has_role(s.srvowner, 'USAGE') "
      "ELSE m.usename = current_user AND ("
      "pg_catalog.pg_has_role(s.srvowner, 'USAGE') OR "
      "pg_catalog.has_server_privilege(s.oid, 'USAGE')) END) AS is_hidden "
      "FROM pg_catalog.pg_user_mappings m "
      "JOIN pg_catalog.pg_foreign_server s ON s.oid = m.srvid "
      "ORDER BY m.srvid, m.usename");
}

absl::Status ReadUserMappings(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  std::string hidden;
  while (rows.Next()) {
    const Object* object =
        context.catalog.Find(CatalogId{kPgForeignServerOid, rows.Oid("srvid")});
    if (object == nullptr) continue;
    context.catalog.others.foreign_servers[object->detail]
        .user_mappings.push_back(
            UserMapping{rows.Text("usename"), rows.Text("options")});
    if (rows.Bool("is_hidden") && object->wanted.Has(Component::kUserMapping)) {
      absl::StrAppend(&hidden, hidden.empty() ? "" : ", ", rows.Text("usename"),
                      " on server ", object->name);
    }
  }
  if (!hidden.empty()) {
    context.warnings.push_back(absl::StrCat(
        "the options of a user mapping are dumped only if the role may see "
        "them, and it may not see those of ",
        hidden));
  }
  return rows.status();
}

}  // namespace

const CatalogReader kForeignDataWrapperReader = {"foreign data wrappers",
                                                 WrapperQuery, ReadWrappers};
const CatalogReader kForeignServerReader = {"foreign servers", ServerQuery,
                                            ReadServers};
const CatalogReader kUserMappingReader = {"user mappings", UserMappingQuery,
                                          ReadUserMappings};

}  // namespace pgark
