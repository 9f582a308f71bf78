#ifndef PGARK_JOBS_TARGET_PROFILE_H_
#define PGARK_JOBS_TARGET_PROFILE_H_

#include <map>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "protocol/connection.h"

namespace pgark {

// What a server has and lets the session's user do, as far as a restore
// depends on it.
struct TargetProfile {
  int release = 18;
  std::string user;
  bool is_superuser = true;
  // Of a managed service's role that stands for a superuser (rds_superuser,
  // ...): what it may do is known to the service only.
  bool is_almost_superuser = false;
  bool may_create_roles = true;
  bool may_create_databases = true;
  bool in_recovery = false;
  std::string encoding;  // of the database
  std::set<std::string> roles;
  // Roles that the user may make owner of what is his.
  std::set<std::string> own_roles;
  std::set<std::string> available_extensions;
  // Extensions of the database, and whether the user owns them.
  std::map<std::string, bool> installed_extensions;
  std::set<std::string> access_methods;
  std::set<std::string> tablespaces;
  // What the shared lock table has room for, about.
  int64_t max_locks = 0;
};

// Asks the server. Returns what the queries return.
absl::StatusOr<TargetProfile> ReadTargetProfile(Connection& connection);

}  // namespace pgark

#endif  // PGARK_JOBS_TARGET_PROFILE_H_
