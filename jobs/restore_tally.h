#ifndef PGARK_JOBS_RESTORE_TALLY_H_
#define PGARK_JOBS_RESTORE_TALLY_H_

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "archive/toc_entry.h"
#include "base/mutex.h"
#include "jobs/restore_job.h"
#include "jobs/restore_options.h"

namespace pgark {

// Counts what a restore does, and decides whether a failure ends it.
//
// thread-safe
class RestoreTally {
 public:
  // Both must outlive the tally. `stop`: requested when the whole job ends.
  RestoreTally(const RestoreOptions& options, RestoreObserver& observer,
               std::stop_token stop);

  // Takes note of a failure. Returns OK when the restore goes on without what
  // failed; otherwise the failure, with the entry attached: a lost connection,
  // an interruption, or any when the options say so. `entry` may be null.
  absl::Status Fail(const TocEntry* entry, absl::Status status);

  void CountRestored(uint64_t entries);
  void CountRows(uint64_t rows, uint64_t bytes);
  void CountLargeObject(uint64_t bytes);
  void CountAnalyzed(uint64_t tables);
  // The rows of a TABLE DATA entry are in its table.
  void NoteLoaded(const TocEntry& entry);
  std::vector<const TocEntry*> loaded();
  void Warn(std::string text);

  RestoreSummary TakeSummary();

 private:
  RestoreObserver& observer_;
  const bool stops_at_failure_;
  const std::stop_token stop_;
  Mutex mutex_;
  RestoreSummary summary_ ABSL_GUARDED_BY(mutex_);
  std::vector<const TocEntry*> loaded_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace pgark

#endif  // PGARK_JOBS_RESTORE_TALLY_H_
