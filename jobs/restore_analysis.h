#ifndef PGARK_JOBS_RESTORE_ANALYSIS_H_
#define PGARK_JOBS_RESTORE_ANALYSIS_H_

#include <cstddef>
#include <vector>

#include "absl/status/status.h"
#include "archive/toc_entry.h"
#include "base/mutex.h"
#include "jobs/restore_plan.h"
#include "jobs/restore_target_session.h"

namespace pgark {

// ANALYZE of what a restore has loaded, over all its sessions, the biggest
// first: without it the planner knows nothing of the tables until autovacuum
// comes by. Only tables, not what partitioned ones are made of.
//
// thread-safe
class RestoreAnalysis {
 public:
  // `loaded`: TABLE DATA entries and refreshes that have succeeded. All must
  // outlive the object.
  RestoreAnalysis(const RestoreContext& context,
                  std::vector<const TocEntry*> loaded);

  // Whether the archive's statistics were wanted, so that there is nothing to
  // find out.
  static bool HasStatistics(const RestorePlan& plan);

  // Takes part until nothing is left. A table that cannot be analyzed is a
  // warning. Returns a lost connection or an interruption.
  absl::Status Work(TargetSession& session);

  size_t table_count() const { return tables_.size(); }

 private:
  // Some tables for one statement.
  std::vector<const TocEntry*> TakeNext();
  absl::Status Analyze(TargetSession& session,
                       const std::vector<const TocEntry*>& tables);

  const RestoreContext& context_;
  std::vector<const TocEntry*> tables_;
  Mutex mutex_;
  size_t next_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace pgark

#endif  // PGARK_JOBS_RESTORE_ANALYSIS_H_
