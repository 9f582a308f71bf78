#ifndef PGARK_JOBS_RESTORE_WORKERS_H_
#define PGARK_JOBS_RESTORE_WORKERS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "base/mutex.h"
#include "jobs/restore_leader.h"
#include "jobs/restore_plan.h"
#include "jobs/restore_scheduler.h"
#include "jobs/restore_shared_load.h"
#include "jobs/restore_target_session.h"

namespace pgark {

// Restores data and what comes behind it with several sessions side by side:
// the leader's, in the calling thread, and others in threads of their own. When
// the server has no room for all of them, those that it lets in do the work.
//
// Small entries are taken several at a time. A session that finds nothing to
// begin joins the load of a big table.
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
  // What a session does next: entries of its own, or help with a load.
  struct Work {
    std::vector<size_t> places;
    std::shared_ptr<SharedTableLoad> load;
  };

  void RunWorker(const ConnectionOptions& options);
  void RestoreWith(TargetSession& session);
  absl::Status RestorePlaces(TargetSession& session,
                             const std::vector<size_t>& places);
  absl::Status RestorePlace(TargetSession& session, size_t place);
  absl::Status RestoreShared(TargetSession& session,
                             const PlannedEntry& planned);
  // Waits for something to do; nothing once there is no more.
  std::optional<Work> TakeNext();
  void TakeMore(std::vector<size_t>* places)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool IsSmall(const PlannedEntry& planned) const;
  // Whether the other sessions will have nothing to do before the entry's rows
  // are loaded.
  bool IsWorthSharing(const PlannedEntry& planned);
  void Finish(const std::vector<size_t>& places, absl::Status status);
  void Fail(absl::Status status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const RestoreContext& context_;
  const RestorePlan& plan_;
  RestoreLeader& leader_;
  std::stop_source& stop_all_;
  Mutex mutex_;
  CondVar changed_;
  RestoreScheduler scheduler_ ABSL_GUARDED_BY(mutex_);
  absl::Status status_ ABSL_GUARDED_BY(mutex_);
  size_t session_count_ ABSL_GUARDED_BY(mutex_) = 1;
  // Decoded octets of tables that are not loaded yet.
  uint64_t waiting_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  std::vector<std::shared_ptr<SharedTableLoad>> loads_ ABSL_GUARDED_BY(mutex_);
  std::vector<size_t> leftover_;  // once Run() has returned
};

}  // namespace pgark

#endif  // PGARK_JOBS_RESTORE_WORKERS_H_
