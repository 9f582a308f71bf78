#ifndef PGARK_JOBS_TARGET_ADAPTATION_H_
#define PGARK_JOBS_TARGET_ADAPTATION_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "archive/toc.h"
#include "jobs/restore_options.h"
#include "jobs/restore_plan.h"
#include "jobs/target_profile.h"

namespace pgark {

// How roles of the archive become roles of the target.
struct RoleOptions {
  std::map<std::string, std::string> renamed;  // --map-role
  bool create_missing = false;                 // --create-missing-roles
};

// Things of one kind that are not sent, and why.
struct LeftOut {
  std::string what;    // "the owner app_rw", "EVENT TRIGGER"
  std::string why;     // "the role does not exist"
  std::string remedy;  // "" for none
  uint64_t count = 0;
  std::vector<std::string> examples;  // entries, the first few
  // The restored database lacks something that the archive has.
  bool is_loss = false;
};

// "event triggers: 3 (why); remedy; for example ..."
std::string DescribeLeftOut(const LeftOut& left_out);

// An archive's contents list as a target can take it.
struct AdaptedContents {
  // Nothing: the list as it is. Entries keep their ids and their places; what
  // is left out of them has no definition and no data any more.
  std::optional<Toc> toc;
  std::vector<LeftOut> left_out;
  // Roles that the archive names and the target lacks, to be created first.
  std::set<std::string> missing_roles;
};

// Changes what the wanted entries say so that the target understands it, and
// leaves out what it cannot have (docs/restore.md, "What the target lacks"):
// owners and grantees that do not exist, extensions that are not installed,
// what only superusers may create, what older releases do not know. What it
// cannot foresee stays, and fails.
AdaptedContents AdaptToTarget(const Toc& toc, const RestorePlan& plan,
                              const RestoreOptions& options,
                              const RoleOptions& roles,
                              const TargetProfile& target);

// GRANT and REVOKE statements, without those for roles that are missing.
struct AdaptedGrants {
  std::string text;
  // Roles whose statements were left out; "MAINTAIN" is none.
  std::set<std::string> dropped_roles;
};
// `role_of` gives the target's role for one of the archive, nothing for one
// that is missing; never asked about PUBLIC. `may_become`: whether the session
// may act as another role.
struct GrantRules {
  std::function<std::optional<std::string>(const std::string& role)> role_of;
  std::function<bool(const std::string& role)> may_become;
  int release = 18;
  bool standard_strings = true;
};
AdaptedGrants AdaptGrants(const std::string& definition,
                          const GrantRules& rules);

}  // namespace pgark

#endif  // PGARK_JOBS_TARGET_ADAPTATION_H_
