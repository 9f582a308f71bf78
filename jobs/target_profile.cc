#include "jobs/target_profile.h"

#include <cstdint>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

constexpr int kFirstReleaseWithSetOption = 16;

// Roles that managed services give instead of the superuser's rights.
constexpr absl::string_view kAlmostSuperusers =
    "'rds_superuser', 'cloudsqlsuperuser', 'alloydbsuperuser', "
    "'azure_pg_admin', 'neon_superuser', 'supabase_admin'";

std::set<std::string> Names(const Result& rows) {
  std::set<std::string> names;
  for (int row = 0; row < rows.row_count(); ++row) {
    names.emplace(rows.Text(row, 0));
  }
  return names;
}

}  // namespace

absl::StatusOr<TargetProfile> ReadTargetProfile(Connection& connection) {
  const int release = connection.server_release();
  const std::vector<std::string> queries = {
      absl::StrCat(
          "SELECT rolname, rolsuper, rolcreaterole OR rolsuper, "
          "rolcreatedb OR rolsuper, pg_catalog.pg_is_in_recovery(), "
          "pg_catalog.getdatabaseencoding(), EXISTS (SELECT FROM "
          "pg_catalog.pg_roles r WHERE r.rolname IN (",
          kAlmostSuperusers,
          ") AND pg_catalog.pg_has_role(r.oid, 'MEMBER')), "
          "pg_catalog.current_setting('max_locks_per_transaction')::int8 * "
          "(pg_catalog.current_setting('max_connections')::int8 + "
          "pg_catalog.current_setting('max_prepared_transactions')::int8) "
          "FROM pg_catalog.pg_roles WHERE rolname = current_user"),
      "SELECT rolname FROM pg_catalog.pg_roles",
      absl::StrCat("SELECT rolname FROM pg_catalog.pg_roles "
                   "WHERE pg_catalog.pg_has_role(oid, '",
                   release >= kFirstReleaseWithSetOption ? "SET" : "MEMBER",
                   "')"),
      "SELECT name FROM pg_catalog.pg_available_extensions",
      absl::StrCat("SELECT extname, ",
                   "pg_catalog.pg_has_role(extowner, 'USAGE') ",
                   "FROM pg_catalog.pg_extension"),
      "SELECT amname FROM pg_catalog.pg_am",
      "SELECT spcname FROM pg_catalog.pg_tablespace",
  };
  ASSIGN_OR_RETURN(const std::vector<Result> results,
                   connection.Pipeline(queries));
  TargetProfile profile;
  profile.release = release;
  const Result& self = results[0];
  if (self.row_count() == 0) {
    return absl::FailedPreconditionError("the session's role is gone");
  }
  profile.user = std::string(self.Text(0, 0));
  profile.is_superuser = self.Bool(0, 1);
  profile.may_create_roles = self.Bool(0, 2);
  profile.may_create_databases = self.Bool(0, 3);
  profile.in_recovery = self.Bool(0, 4);
  profile.encoding = std::string(self.Text(0, 5));
  profile.is_almost_superuser = !profile.is_superuser && self.Bool(0, 6);
  profile.max_locks = self.BigInt(0, 7);
  profile.roles = Names(results[1]);
  profile.own_roles = Names(results[2]);
  profile.available_extensions = Names(results[3]);
  const Result& installed = results[4];
  for (int row = 0; row < installed.row_count(); ++row) {
    profile.installed_extensions[std::string(installed.Text(row, 0))] =
        installed.Bool(row, 1);
  }
  profile.access_methods = Names(results[5]);
  profile.tablespaces = Names(results[6]);
  return profile;
}

}  // namespace pgark
