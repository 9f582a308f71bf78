#ifndef PGARK_STORE_RETENTION_H_
#define PGARK_STORE_RETENTION_H_

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace pgark {

// What keeps sets of one series. Absent rules keep nothing.
struct KeepRules {
  std::optional<int> last{};               // the newest N
  std::optional<absl::Duration> within{};  // those younger than that
  // The newest of each of the last N days, weeks (from Monday), months and
  // years that have a set at all.
  std::optional<int> daily{};
  std::optional<int> weekly{};
  std::optional<int> monthly{};
  std::optional<int> yearly{};

  bool is_empty() const;

  friend bool operator==(const KeepRules&, const KeepRules&) = default;
};

struct RetentionPolicy {
  KeepRules rules{};
  // Kinds with rules of their own are series of their own.
  std::map<std::string, KeepRules> kinds{};
  std::optional<int> max_count{};
  int min_keep = 1;
  // In which days, weeks, months and years begin and end.
  absl::TimeZone time_zone = absl::UTCTimeZone();

  // Nothing that would remove a set.
  bool is_empty() const;
};

// Adds what holds for kinds that the policy says nothing about: pre-migration
// sets for 90 days, safety sets for 14.
void AddUsualKinds(RetentionPolicy* policy);

// Returns INVALID_ARGUMENT for a policy that no set could satisfy: rules that
// keep nothing, --min-keep=0, a --max-count below --min-keep.
absl::Status CheckPolicy(const RetentionPolicy& policy);

// What retention looks at; all of one database.
struct RetentionSet {
  std::string name;
  absl::Time time;
  std::string kind;
  bool is_verified = false;
  bool is_partial = false;
  bool is_pinned = false;
};

enum class KeepReason {
  kLast,
  kWithin,
  kDaily,
  kWeekly,
  kMonthly,
  kYearly,
  kPinned,
  kMinKeep,  // among the newest good ones
  kNewer,    // not verified, and no good one is newer
  kFuture,   // its time has not come yet: a wrong clock
  kNoRule,   // nothing is said about its kind
};
// "keep-daily", "pinned", ...
absl::string_view KeepReasonName(KeepReason reason);

enum class RemoveReason {
  kNoRuleKeepsIt,
  kMaxCount,
  kNotVerified,  // and a good one is newer
};
// "no rule keeps it", ...
absl::string_view RemoveReasonName(RemoveReason reason);

struct RetentionDecision {
  size_t index = 0;  // of the set
  bool keep = true;
  std::vector<KeepReason> reasons;  // for keeping; before max-count has cut
  RemoveReason removal = RemoveReason::kNoRuleKeepsIt;
};

// Decides about each set; the result is in the order of `sets`, which need not
// be sorted. A set is kept if any rule keeps it; max_count then cuts, oldest
// first; min_keep and pins always win. Only verified sets take places; partial
// ones are series of their own. The newest good set is never removed: a whole
// one that is no safety set, or what comes nearest to that. A set that is not
// verified goes when a good one is newer and no rule about ages keeps it.
//
// REQUIRES: CheckPolicy(policy) is OK.
std::vector<RetentionDecision> DecideRetention(
    const std::vector<RetentionSet>& sets, const RetentionPolicy& policy,
    absl::Time now);

}  // namespace pgark

#endif  // PGARK_STORE_RETENTION_H_
