// pg_tablespace.

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "catalog/globals_reader.h"
#include "catalog/row_cursor.h"

namespace pgark {
namespace {

std::string TablespaceQuery(const Globals& /*globals*/) {
  return "SELECT t.oid, t.spcname, r.rolname AS owner, t.spcowner, "
         "pg_catalog.pg_tablespace_location(t.oid) AS location, "
         "pg_catalog.array_to_string(t.spcoptions, ', ') AS options, "
         "t.spcacl AS acl, "
         "pg_catalog.acldefault('t', t.spcowner) AS acldefault, "
         "pg_catalog.shobj_description(t.oid, 'pg_tablespace') AS comment "
         "FROM pg_catalog.pg_tablespace t "
         "LEFT JOIN pg_catalog.pg_roles r ON r.oid = t.spcowner "
         "WHERE t.spcname !~ '^pg_' ORDER BY t.oid";
}

absl::Status ReadTablespaces(const Result& result, Globals* globals) {
  RowCursor rows(result);
  while (rows.Next()) {
    Tablespace tablespace;
    tablespace.oid = rows.Oid("oid");
    tablespace.name = rows.Text("spcname");
    if (rows.IsNull("owner")) {
      return absl::FailedPreconditionError(
          absl::StrCat("the owner of tablespace ", tablespace.name, " has OID ",
                       rows.Oid("spcowner"), ", and there is no such role"));
    }
    tablespace.owner = rows.Text("owner");
    tablespace.location = rows.Text("location");
    tablespace.options = rows.Text("options");
    tablespace.acl = rows.Acl();
    tablespace.comment = rows.NullableText("comment");
    globals->tablespaces.push_back(std::move(tablespace));
  }
  return rows.status();
}

}  // namespace

const GlobalsReader kTablespaceReader = {"tablespaces", TablespaceQuery,
                                         ReadTablespaces};

}  // namespace pgark
