#ifndef PGARK_JOBS_RESTORE_SCHEDULER_H_
#define PGARK_JOBS_RESTORE_SCHEDULER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <tuple>
#include <vector>

#include "jobs/restore_plan.h"

namespace pgark {

// Says what can be restored next when several connections work side by side:
// of what has all its dependencies behind it, the biggest, unless it would
// wait for the lock of something that is running. A pass begins when the one
// before it is done.
//
// thread-compatible; the callers share one under a mutex
class RestoreScheduler {
 public:
  // What comes before the data is done already. The plan must outlive this.
  explicit RestoreScheduler(const RestorePlan& plan);

  // Returns the place of an entry that can begin now, which counts as running
  // from here on; nothing when all that is left must wait for running ones.
  std::optional<size_t> Take();
  // The same for an entry that goes with one that has just been taken: the
  // biggest that can begin now, if `fits` says so of it.
  std::optional<size_t> TakeAlso(
      const std::function<bool(const PlannedEntry&)>& fits);
  // How many entries are ready, as far as dependencies go.
  size_t ready_count() const { return ready_.size(); }
  // What Take() returned is done, with success or not.
  void Finish(size_t place);

  size_t running_count() const { return running_count_; }
  // Returns what will never be ready, since it depends on itself in a circle,
  // in order. Meaningful once Take() returns nothing and nothing is running.
  std::vector<size_t> Leftover() const;

 private:
  enum class State { kWaiting, kReady, kRunning, kDone };
  // Biggest first, then by id.
  using ReadyKey = std::tuple<uint64_t, int32_t, size_t>;

  const PlannedEntry& At(size_t place) const { return plan_.entries()[place]; }
  ReadyKey KeyOf(size_t place) const;
  bool ConflictsWithRunning(size_t place) const;
  // Counts what `place` uses and locks as running: 1, or -1 for not any more.
  void Mark(size_t place, int change);
  std::optional<size_t> TakeReady(
      const std::function<bool(const PlannedEntry&)>& fits);
  void BeginPass(RestorePass pass);
  // Lets what waited for these, which are done, become ready.
  void Complete(const std::vector<size_t>& places);

  const RestorePlan& plan_;
  std::vector<State> states_;
  std::vector<size_t> open_dependencies_;
  std::vector<std::vector<size_t>> dependents_;
  RestorePass pass_ = RestorePass::kMain;
  std::set<ReadyKey> ready_;  // of this pass and those before it
  size_t running_count_ = 0;
  // How many running entries depend on an entry, and how many lock it.
  std::vector<int> used_;
  std::vector<int> locked_;
};

}  // namespace pgark

#endif  // PGARK_JOBS_RESTORE_SCHEDULER_H_
