#ifndef PGARK_JOBS_DUMP_PROGRESS_H_
#define PGARK_JOBS_DUMP_PROGRESS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "absl/strings/string_view.h"
#include "base/mutex.h"
#include "jobs/copy_task.h"
#include "jobs/job_observer.h"

namespace pgark {

// How far a dump is: what has been read, and what is still to be read.
//
// The server tells how many octets its tables take on disk. As text they may
// be a fifth of that (dead rows, small numbers) or five times as much
// (compressed values). So the relation is learned: a piece that has been read
// tells it for the rest of its table, all pieces together for tables of which
// nothing was read yet. The total follows it, and is exact in the end. Small
// tables cost more than their octets: each task counts for some more in the
// share of the work that is done.
//
// thread-safe
class DumpProgress {
 public:
  // Both must outlive the object.
  DumpProgress(const std::vector<CopyTask>& tasks, JobObserver& observer);

  // Tells the observer that data is read from now on.
  void Begin();

  // The readers' side. Octets of a task that is read again count only where
  // the former readings did not come to.
  void Restart(size_t task);
  void Add(size_t task, uint64_t bytes);
  void Finish(size_t task);

 private:
  struct Octets {
    double waiting = 0;   // estimates of tasks that have not ended
    double finished = 0;  // and of those that have
    double read = 0;      // what these gave
  };
  // The tasks of one table, or all large objects.
  struct Group {
    Octets octets;
    bool is_small = false;
  };
  struct Task {
    size_t group = 0;
    double estimate = 0;
    uint64_t read = 0;  // by the reading that came furthest
    uint64_t seen = 0;  // by this reading
    bool finished = false;
  };

  double RatioOf(const Group& group) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  double RatioOfKind(bool is_small) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // What is still to be read, as far as can be known.
  double Remaining() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // A task of the group has ended that was thought to give `estimate`.
  void Account(Group& group, double estimate, double read)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Tell(uint64_t new_bytes) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  JobObserver& observer_;
  Mutex mutex_;
  std::vector<Task> tasks_ ABSL_GUARDED_BY(mutex_);
  std::vector<Group> groups_ ABSL_GUARDED_BY(mutex_);
  // Of large groups and small ones: `waiting` of those without finished tasks,
  // the rest of all.
  Octets kinds_[2] ABSL_GUARDED_BY(mutex_);
  // Of groups with finished tasks: what their other tasks will give.
  double known_waiting_ ABSL_GUARDED_BY(mutex_) = 0;
  std::vector<size_t> running_ ABSL_GUARDED_BY(mutex_);
  size_t finished_count_ ABSL_GUARDED_BY(mutex_) = 0;
  uint64_t done_ ABSL_GUARDED_BY(mutex_) = 0;
};

// The observer of one task's reading: its octets go to the progress of all.
//
// thread-safe
class TaskProgress : public JobObserver {
 public:
  TaskProgress(DumpProgress& progress, size_t task, JobObserver& observer)
      : progress_(progress), task_(task), observer_(observer) {}

  void BeginPhase(absl::string_view name, uint64_t total_bytes) override {
    observer_.BeginPhase(name, total_bytes);
  }
  void AddBytes(uint64_t bytes) override { progress_.Add(task_, bytes); }
  void Detail(absl::string_view text) override { observer_.Detail(text); }
  void Warning(absl::string_view text) override { observer_.Warning(text); }

 private:
  DumpProgress& progress_;
  const size_t task_;
  JobObserver& observer_;
};

}  // namespace pgark

#endif  // PGARK_JOBS_DUMP_PROGRESS_H_
