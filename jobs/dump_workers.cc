#include "jobs/dump_workers.h"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "jobs/copy_task_reader.h"
#include "jobs/task_output.h"
#include "protocol/session.h"
#include "protocol/snapshot.h"
#include "protocol/sqlstate.h"

namespace pgark {
namespace {

// How often a task is begun again after a lost connection.
constexpr int kMaxAttempts = 3;

// The statement of a task, behind one that locks the table in the worker's own
// session, so that the COPY waits for nobody. Both go in one message: small
// tables cost one round trip. When somebody queues for an exclusive lock, it
// fails with SqlState::kLockNotAvailable. The lock of the task before is given
// back: the leader keeps its own, and each lock takes room of the server's lock
// table.
std::string LockAndCopy(const CopyTask& task) {
  return absl::StrCat("ROLLBACK TO SAVEPOINT pgark_lock; LOCK TABLE ONLY ",
                      task.qualified_name, " IN ACCESS SHARE MODE NOWAIT; ",
                      task.copy_statement);
}

}  // namespace

DumpWorkers::DumpWorkers(const Context& context)
    : context_(context),
      worker_count_(context.options.jobs <= 1
                        ? 0
                        : std::min(static_cast<size_t>(context.options.jobs),
                                   context.tasks.size())),
      able_workers_(worker_count_) {}

DumpWorkers::~DumpWorkers() {
  if (!threads_.empty()) {
    Abort(absl::CancelledError("the dump was given up"));
  }
  Join();
}

absl::Status DumpWorkers::Start() {
  RETURN_IF_ERROR(context_.leader.SetStopToken(stop_.get_token()));
  threads_.emplace_back([this] { RunLeader(); });
  for (size_t worker = 0; worker < worker_count_; ++worker) {
    threads_.emplace_back([this] { RunWorker(); });
  }
  return absl::OkStatus();
}

void DumpWorkers::Join() {
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void DumpWorkers::Abort(absl::Status status) {
  context_.frames.Fail(std::move(status));
  stop_.request_stop();
}

void DumpWorkers::RunLeader() {
  // With one job every task is the leader's: it reads on while what it has
  // read is compressed and written.
  if (worker_count_ == 0) {
    for (size_t task = 0; task < context_.tasks.size(); ++task) {
      if (!ReadAsLeader(task)) return;
    }
    return;
  }
  while (const auto task = context_.frames.NextForLeader()) {
    if (!ReadAsLeader(*task)) return;
  }
}

bool DumpWorkers::ReadAsLeader(size_t task) {
  TaskOutput output(task, context_.frames, context_.compressor,
                    &context_.limiter);
  // A worker may have put frames before it handed the task over.
  absl::Status status = output.Rewind();
  context_.progress.Restart(task);
  if (status.ok()) {
    TaskProgress progress(context_.progress, task, context_.observer);
    status = ReadCopyTask(context_.leader, context_.tasks[task],
                          context_.options.frames, progress, output);
  }
  if (!status.ok()) {
    Abort(status);
    return false;
  }
  context_.frames.FinishTask(task);
  context_.progress.Finish(task);
  return true;
}

void DumpWorkers::RunWorker() {
  const absl::Status status = Work();
  if (!status.ok()) Abort(status);
}

absl::Status DumpWorkers::Work() {
  Worker worker;
  while (!worker.gave_up) {
    const size_t task = next_task_.fetch_add(1);
    if (task >= context_.tasks.size()) return absl::OkStatus();
    RETURN_IF_ERROR(RunTask(task, worker));
  }
  if (able_workers_.fetch_sub(1) > 1) return absl::OkStatus();
  // Nobody is left but the leader.
  for (size_t task = next_task_.fetch_add(1); task < context_.tasks.size();
       task = next_task_.fetch_add(1)) {
    context_.frames.HandToLeader(task);
  }
  return absl::OkStatus();
}

absl::Status DumpWorkers::RunTask(size_t task, Worker& worker) {
  // What may come in another order is read once, by the session that cannot
  // be replaced anyway.
  if (context_.tasks[task].has_unstable_order) {
    context_.frames.HandToLeader(task);
    return absl::OkStatus();
  }
  TaskOutput output(task, context_.frames, context_.compressor,
                    &context_.limiter);
  absl::Status status;
  for (int attempt = 1; attempt <= kMaxAttempts; ++attempt) {
    if (attempt > 1) {
      WaitBeforeAttempt(attempt);
      RETURN_IF_ERROR(output.Rewind());
      context_.progress.Restart(task);
    }
    if (worker.connection == nullptr) {
      auto connection = OpenSession();
      if (!context_.frames.status().ok()) return context_.frames.status();
      status = connection.status();
      if (!status.ok()) {
        // Who never had a session will hardly get one now.
        if (!worker.had_session && !absl::IsUnavailable(status)) break;
        continue;
      }
      worker.connection = *std::move(connection);
      worker.had_session = true;
    }
    status = AttemptTask(task, worker, output);
    if (!absl::IsUnavailable(status) || !context_.frames.status().ok()) {
      return status;
    }
    context_.observer.Warning(absl::StrCat("lost the connection while reading ",
                                           context_.tasks[task].description,
                                           "; reading it again"));
    worker.connection.reset();
  }
  // The leader's session shows whether the server is there at all.
  worker.gave_up = true;
  context_.observer.Warning(absl::StrCat(
      "reading with fewer connections than asked for: ", status.message()));
  context_.frames.HandToLeader(task);
  return absl::OkStatus();
}

void DumpWorkers::WaitBeforeAttempt(int attempt) const {
  constexpr std::chrono::milliseconds kStep(20);
  auto left = std::chrono::milliseconds(100) * (attempt - 1);
  for (; left.count() > 0 && context_.frames.status().ok(); left -= kStep) {
    std::this_thread::sleep_for(kStep);
  }
}

absl::Status DumpWorkers::AttemptTask(size_t task_number, Worker& worker,
                                      TaskOutput& output) {
  CopyTask task = context_.tasks[task_number];
  if (!task.qualified_name.empty()) task.copy_statement = LockAndCopy(task);
  TaskProgress progress(context_.progress, task_number, context_.observer);
  const absl::Status read = ReadCopyTask(
      *worker.connection, task, context_.options.frames, progress, output);
  const std::string sqlstate = SqlStateOf(read);
  if (sqlstate == SqlState::kLockNotAvailable ||
      sqlstate == SqlState::kOutOfMemory) {
    RETURN_IF_ERROR(
        worker.connection->Execute("ROLLBACK TO SAVEPOINT pgark_lock"));
    context_.frames.HandToLeader(task_number);
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(read);
  context_.frames.FinishTask(task_number);
  context_.progress.Finish(task_number);
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<Connection>> DumpWorkers::OpenSession() {
  ASSIGN_OR_RETURN(
      auto connection,
      Connection::Open(context_.leader.OptionsForWorkers(), stop_.get_token()));
  RETURN_IF_ERROR(SetUpDumpSession(*connection, context_.options.session));
  RETURN_IF_ERROR(SetUpDataReading(*connection));
  const absl::Status joined = JoinSnapshot(*connection, context_.snapshot);
  // The snapshot is known for as long as the leader's session lives, and to
  // its server only. Servers up to 16 say the first, later ones the second.
  const std::string sqlstate = SqlStateOf(joined);
  if (sqlstate == SqlState::kInvalidParameterValue ||
      sqlstate == SqlState::kUndefinedObject) {
    return absl::UnavailableError(
        "another session does not see the dump's snapshot: the session that "
        "holds it was lost, or another server answers at the same address");
  }
  RETURN_IF_ERROR(joined);
  RETURN_IF_ERROR(connection->Execute("SAVEPOINT pgark_lock"));
  return connection;
}

}  // namespace pgark
