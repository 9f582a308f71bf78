#ifndef PGARK_JOBS_RESTORE_PROGRESS_H_
#define PGARK_JOBS_RESTORE_PROGRESS_H_

#include <algorithm>
#include <cstdint>

#include "jobs/job_observer.h"

namespace pgark {

// Reports the progress of one entry so that it sums up to what was announced
// for it, although that was an estimate.
//
// thread-compatible
class EntryProgress {
 public:
  EntryProgress(JobObserver& observer, uint64_t announced_bytes)
      : observer_(observer), left_(announced_bytes) {}
  // The entry is over, whatever became of it.
  ~EntryProgress() { Add(left_); }
  EntryProgress(const EntryProgress&) = delete;
  EntryProgress& operator=(const EntryProgress&) = delete;

  void Add(uint64_t bytes) {
    const uint64_t counted = std::min(bytes, left_);
    left_ -= counted;
    if (counted > 0) observer_.AddBytes(counted);
  }

 private:
  JobObserver& observer_;
  uint64_t left_;
};

}  // namespace pgark

#endif  // PGARK_JOBS_RESTORE_PROGRESS_H_
