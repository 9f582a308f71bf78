#include "tools/prune_run.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "tools/report.h"

namespace pgark {

size_t PrunePlan::remove_count() const {
  return static_cast<size_t>(
      std::count_if(decisions.begin(), decisions.end(),
                    [](const RetentionDecision& d) { return !d.keep; }));
}

uint64_t PrunePlan::remove_bytes() const {
  uint64_t bytes = 0;
  for (const RetentionDecision& decision : decisions) {
    if (!decision.keep) bytes += sets[decision.index].manifest.total_bytes();
  }
  return bytes;
}

std::string ReasonsText(const RetentionDecision& decision) {
  if (!decision.keep) return std::string(RemoveReasonName(decision.removal));
  return absl::StrJoin(decision.reasons, ", ",
                       [](std::string* out, KeepReason reason) {
                         absl::StrAppend(out, KeepReasonName(reason));
                       });
}

absl::StatusOr<PrunePlan> PlanPrune(const Store& store,
                                    const std::string& database,
                                    const RetentionPolicy& policy,
                                    absl::Time now) {
  PrunePlan plan;
  plan.database = database;
  ASSIGN_OR_RETURN(std::vector<StoredSet> sets, store.Sets(database));
  std::vector<RetentionSet> candidates;
  for (StoredSet& set : sets) {
    if (!set.problem.ok()) continue;
    candidates.push_back({.name = set.name.ToString(),
                          .time = set.name.time,
                          .kind = set.name.kind,
                          .is_verified = set.is_good(),
                          .is_partial = set.manifest.is_partial,
                          .is_pinned = set.is_pinned});
    plan.sets.push_back(std::move(set));
  }
  plan.decisions = DecideRetention(candidates, policy, now);
  return plan;
}

absl::Status ApplyPrune(Store& store, const PrunePlan& plan, absl::Time now) {
  absl::Status status;
  std::vector<std::string> removed;
  for (const RetentionDecision& decision : plan.decisions) {
    if (decision.keep) continue;
    const StoredSet& set = plan.sets[decision.index];
    status = store.Remove(set);
    if (!status.ok()) break;
    removed.push_back(set.name.ToString());
  }
  if (removed.empty() && status.ok()) return status;
  status = FirstFailure(status, store.UpdateLatest(plan.database, now));
  LogRecord record = {.time = now,
                      .action = "prune",
                      .database = plan.database,
                      .verdict = status.ok() ? "done" : "failed",
                      .version = ProgramVersion()};
  record.message = absl::StrCat("removed ", absl::StrJoin(removed, ", "));
  if (!status.ok()) absl::StrAppend(&record.message, "; ", status.message());
  return FirstFailure(status, store.AppendLog(record));
}

}  // namespace pgark
