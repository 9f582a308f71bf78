#ifndef PGARK_JOBS_DUMP_WORKERS_H_
#define PGARK_JOBS_DUMP_WORKERS_H_

#include <atomic>
#include <memory>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "jobs/copy_task.h"
#include "jobs/dump_job.h"
#include "jobs/dump_progress.h"
#include "jobs/frame_compressor.h"
#include "jobs/job_observer.h"
#include "jobs/ordered_frames.h"
#include "jobs/rate_limiter.h"
#include "jobs/task_output.h"
#include "protocol/connection.h"

namespace pgark {

// The threads that read the tasks of a dump over their connections and put the
// frames into `frames`.
//
// With one job the leader's connection reads everything. With more, each
// worker has a session of its own on the leader's snapshot and takes tasks in
// order; it locks the table in its own session first, without waiting, and
// gives the lock back behind the task. Where an exclusive lock is queued for,
// waiting would be a deadlock that the server cannot see (the leader holds the
// lock that the other waits for), so the task goes to the leader, which holds
// the lock already; likewise where the server has no room for the lock. A
// worker whose connection is lost opens another one, and reads its task again.
// A worker that gets no session leaves its task to the leader, and the rest to
// the other workers.
//
// thread-compatible, but for Abort(); one Start() an object
class DumpWorkers {
 public:
  // All must outlive the object.
  struct Context {
    Connection& leader;
    const DumpJobOptions& options;
    const std::string& snapshot;  // the exported one, "" with one job
    const std::vector<CopyTask>& tasks;
    OrderedFrames& frames;
    FrameCompressor& compressor;
    JobObserver& observer;
    DumpProgress& progress;
    RateLimiter& limiter;
  };

  explicit DumpWorkers(const Context& context);
  // Cancels what still runs and joins the threads.
  ~DumpWorkers();

  // Starts the threads and returns. Their failures go to `frames`.
  absl::Status Start();
  // Makes every waiting or reading thread end soon: fails the frames with
  // `status` and cancels the server's queries. Any thread may call it.
  void Abort(absl::Status status);
  // Waits for the threads.
  void Join();

 private:
  struct Worker {
    std::unique_ptr<Connection> connection;
    bool had_session = false;
    bool gave_up = false;  // for want of a session
  };

  void RunLeader();
  // Returns whether it has been read; otherwise the dump has been aborted.
  bool ReadAsLeader(size_t task);
  void RunWorker();
  absl::Status Work();
  // Reads a task, again where the connection is lost; leaves it to the leader
  // where it cannot be read.
  absl::Status RunTask(size_t task, Worker& worker);
  // Reads it once, or hands it to the leader.
  // REQUIRES: the worker has a session.
  absl::Status AttemptTask(size_t task, Worker& worker, TaskOutput& output);
  absl::StatusOr<std::unique_ptr<Connection>> OpenSession();
  // Waits for the server to notice that a session of ours has gone.
  void WaitBeforeAttempt(int attempt) const;

  const Context context_;
  const size_t worker_count_;
  std::atomic<size_t> next_task_ = 0;
  std::atomic<size_t> able_workers_;  // that have not given up
  // Ends what runs in any session, the leader's too.
  std::stop_source stop_;
  std::vector<std::thread> threads_;
};

}  // namespace pgark

#endif  // PGARK_JOBS_DUMP_WORKERS_H_
