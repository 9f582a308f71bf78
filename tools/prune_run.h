#ifndef PGARK_TOOLS_PRUNE_RUN_H_
#define PGARK_TOOLS_PRUNE_RUN_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "store/retention.h"
#include "store/store.h"

namespace pgark {

// What retention says about the sets of one database.
struct PrunePlan {
  std::string database;
  std::vector<StoredSet> sets;  // oldest first
  std::vector<RetentionDecision> decisions;

  size_t remove_count() const;
  uint64_t remove_bytes() const;
};

// Sets whose manifest cannot be read take no places and are kept: somebody
// should look at them. Returns what the store says.
absl::StatusOr<PrunePlan> PlanPrune(const Store& store,
                                    const std::string& database,
                                    const RetentionPolicy& policy,
                                    absl::Time now);

// Removes what the plan says, and writes to the log. REQUIRES: the lock, and
// that the plan was made under it.
absl::Status ApplyPrune(Store& store, const PrunePlan& plan, absl::Time now);

// "keep-daily, keep-weekly", "more than max-count".
std::string ReasonsText(const RetentionDecision& decision);

}  // namespace pgark

#endif  // PGARK_TOOLS_PRUNE_RUN_H_
