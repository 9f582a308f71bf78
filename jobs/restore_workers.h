#ifndef PGARK_JOBS_RESTORE_WORKERS_H_
#define PGARK_JOBS_RESTORE_WORKERS_H_

#include <stop_token>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "base/mutex.h"
#include "jobs/restore_leader.h"
#include "jobs/restore_plan.h"
#include "jobs/restore_scheduler.h"
#include "jobs/restore_target_session.h"

namespace pgark {

// Restores data and what comes behind it with several sessions side by side:
// the leader's, in the calling thread, and others in threads of their own. When
// the server has no room for all of them, those that it lets in do the work.
class RestoreWorkers {
 public:
  // All must outlive the object. `stop_all` ends everything that uses the
  // context's stop token; it is requested when the restore must end.
  RestoreWorkers(const RestoreContext& context, const RestorePlan& plan,
                 RestoreLeader& leader, std::stop_source& stop_all);

  // Restores everything that the scheduler can put in order. What depends on
  // itself is left to the caller: see leftover(). Returns the first failure
  // that ended the restore.
  absl::Status Run(int session_count);

  std::vector<size_t> leftover() const { return leftover_; }

 private:
  void RunWorker(const ConnectionOptions& options);
  void RestoreWith(TargetSession& session);
  absl::Status RestorePlace(TargetSession& session, size_t place);
  // Waits for an entry that can begin; nothing once there are no more.
  std::optional<size_t> TakeNext();
  void Finish(size_t place, absl::Status status);

  const RestoreContext& context_;
  const RestorePlan& plan_;
  RestoreLeader& leader_;
  std::stop_source& stop_all_;
  Mutex mutex_;
  CondVar changed_;
  RestoreScheduler scheduler_ ABSL_GUARDED_BY(mutex_);
  absl::Status status_ ABSL_GUARDED_BY(mutex_);
  std::vector<size_t> leftover_;  // once Run() has returned
};

}  // namespace pgark

#endif  // PGARK_JOBS_RESTORE_WORKERS_H_
