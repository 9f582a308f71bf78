// pg_authid (or pg_roles), pg_db_role_setting and pg_auth_members.

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "catalog/globals_reader.h"
#include "catalog/row_cursor.h"

namespace pgark {
namespace {

// Since then a membership says what it is good for, and who gave it counts.
constexpr int kMembershipOptionsRelease = 16;

std::string RoleQuery(const Globals& globals) {
  // pg_roles shows stars for a password.
  return absl::StrCat(
      "SELECT oid, rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, "
      "rolcanlogin, rolconnlimit, rolvaliduntil, rolreplication, rolbypassrls,"
      " pg_catalog.shobj_description(oid, 'pg_authid') AS comment, ",
      globals.has_passwords ? "rolpassword FROM pg_catalog.pg_authid "
                            : "NULL AS rolpassword FROM pg_catalog.pg_roles ",
      "WHERE rolname !~ '^pg_' ORDER BY rolname");
}

absl::Status ReadRoles(const Result& result, Globals* globals) {
  RowCursor rows(result);
  while (rows.Next()) {
    GlobalRole role;
    role.oid = rows.Oid("oid");
    role.name = rows.Text("rolname");
    role.is_superuser = rows.Bool("rolsuper");
    role.inherits = rows.Bool("rolinherit");
    role.creates_roles = rows.Bool("rolcreaterole");
    role.creates_databases = rows.Bool("rolcreatedb");
    role.can_log_in = rows.Bool("rolcanlogin");
    role.can_replicate = rows.Bool("rolreplication");
    role.bypasses_row_security = rows.Bool("rolbypassrls");
    role.connection_limit = rows.Int("rolconnlimit");
    role.password = rows.NullableText("rolpassword");
    role.valid_until = rows.NullableText("rolvaliduntil");
    role.comment = rows.NullableText("comment");
    globals->roles.push_back(std::move(role));
  }
  return rows.status();
}

// Those that hold in one database are properties of the database.
std::string SettingQuery(const Globals& /*globals*/) {
  return "SELECT r.rolname, c.element FROM pg_catalog.pg_db_role_setting s "
         "JOIN pg_catalog.pg_roles r ON r.oid = s.setrole, "
         "pg_catalog.unnest(s.setconfig) WITH ORDINALITY AS c (element, place) "
         "WHERE s.setdatabase = 0 AND r.rolname !~ '^pg_' "
         "ORDER BY r.rolname, c.place";
}

absl::Status ReadSettings(const Result& result, Globals* globals) {
  RowCursor rows(result);
  auto role = globals->roles.begin();
  while (rows.Next()) {
    // Both are in the order of names.
    const std::string name = rows.Text("rolname");
    while (role != globals->roles.end() && role->name != name) ++role;
    if (role == globals->roles.end()) break;
    role->settings.push_back(rows.Text("element"));
  }
  return rows.status();
}

std::string MembershipQuery(const Globals& globals) {
  return absl::StrCat(
      "SELECT r.rolname AS role, m.rolname AS member, g.rolname AS grantor, "
      "a.grantor AS grantor_oid, a.admin_option, ",
      globals.server_release >= kMembershipOptionsRelease
          ? "a.inherit_option, a.set_option "
          : "false AS inherit_option, true AS set_option ",
      "FROM pg_catalog.pg_auth_members a "
      "LEFT JOIN pg_catalog.pg_roles r ON r.oid = a.roleid "
      "LEFT JOIN pg_catalog.pg_roles m ON m.oid = a.member "
      "LEFT JOIN pg_catalog.pg_roles g ON g.oid = a.grantor "
      "WHERE NOT (COALESCE(r.rolname ~ '^pg_', false) "
      "AND COALESCE(m.rolname ~ '^pg_', false)) "
      "ORDER BY r.rolname, m.rolname, g.rolname");
}

absl::Status ReadMemberships(const Result& result, Globals* globals) {
  RowCursor rows(result);
  while (rows.Next()) {
    RoleMembership membership;
    membership.role = rows.NullableText("role");
    membership.member = rows.NullableText("member");
    membership.grantor = rows.NullableText("grantor");
    membership.grantor_oid = rows.Oid("grantor_oid");
    membership.has_admin_option = rows.Bool("admin_option");
    membership.inherits = rows.Bool("inherit_option");
    membership.can_set_role = rows.Bool("set_option");
    globals->memberships.push_back(std::move(membership));
  }
  return rows.status();
}

}  // namespace

const GlobalsReader kGlobalRoleReader = {"roles", RoleQuery, ReadRoles};
const GlobalsReader kRoleSettingReader = {"settings of roles", SettingQuery,
                                          ReadSettings};
const GlobalsReader kMembershipReader = {"memberships", MembershipQuery,
                                         ReadMemberships};

}  // namespace pgark
