#include "jobs/dump_workers.h"

#include <algorithm>
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

constexpr absl::string_view kLockNotAvailable = "55P03";
constexpr absl::string_view kInvalidParameterValue = "22023";

// Locks the table of a task in the worker's own session, so that nobody drops
// or rewrites it between its pieces. Returns false when somebody queues for an
// exclusive lock.
absl::StatusOr<bool> TryLock(Connection& connection, const CopyTask& task) {
  const absl::Status locked = connection.Execute(absl::StrCat(
      "SAVEPOINT pgark_lock; LOCK TABLE ONLY ", task.qualified_name,
      " IN ACCESS SHARE MODE NOWAIT; RELEASE SAVEPOINT "
      "pgark_lock"));
  if (locked.ok()) return true;
  if (SqlStateOf(locked) != kLockNotAvailable) return locked;
  RETURN_IF_ERROR(connection.Execute("ROLLBACK TO SAVEPOINT pgark_lock"));
  return false;
}

}  // namespace

DumpWorkers::DumpWorkers(const Context& context)
    : context_(context),
      worker_connection_(context.leader.OptionsForWorkers()),
      worker_count_(context.options.jobs <= 1
                        ? 0
                        : std::min(static_cast<size_t>(context.options.jobs),
                                   context.tasks.size())) {}

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
  OrderedFrames& frames = context_.frames;
  // With one job every task is the leader's.
  if (worker_count_ == 0) {
    for (size_t task = 0; task < context_.tasks.size(); ++task) {
      frames.HandToLeader(task);
    }
  }
  while (const auto task = frames.NextForLeader()) {
    TaskOutput output(*task, frames, context_.compressor);
    // A worker may have put frames before it handed the task over.
    absl::Status status = output.Rewind();
    if (status.ok()) {
      status = ReadCopyTask(context_.leader, context_.tasks[*task],
                            context_.options.frames, context_.observer, output);
    }
    if (!status.ok()) return Abort(status);
    frames.FinishTask(*task);
  }
}

void DumpWorkers::RunWorker() {
  const absl::Status status = Work();
  if (!status.ok()) Abort(status);
}

absl::Status DumpWorkers::Work() {
  std::unique_ptr<Connection> connection;
  while (true) {
    const size_t task = next_task_.fetch_add(1);
    if (task >= context_.tasks.size()) return absl::OkStatus();
    RETURN_IF_ERROR(RunTask(task, &connection));
  }
}

absl::Status DumpWorkers::RunTask(size_t task,
                                  std::unique_ptr<Connection>* connection) {
  // What may come in another order is read once, by the session that cannot
  // be replaced anyway.
  if (context_.tasks[task].has_unstable_order) {
    context_.frames.HandToLeader(task);
    return absl::OkStatus();
  }
  TaskOutput output(task, context_.frames, context_.compressor);
  absl::Status status;
  for (int attempt = 1; attempt <= kMaxAttempts; ++attempt) {
    if (attempt > 1) RETURN_IF_ERROR(output.Rewind());
    status = AttemptTask(task, connection, output);
    if (!absl::IsUnavailable(status) || !context_.frames.status().ok()) break;
    if (*connection != nullptr) {
      context_.observer.Warning(
          absl::StrCat("lost the connection while reading ",
                       context_.tasks[task].description, "; reading it again"));
    }
    connection->reset();
  }
  return status;
}

absl::Status DumpWorkers::AttemptTask(size_t task_number,
                                      std::unique_ptr<Connection>* connection,
                                      TaskOutput& output) {
  const CopyTask& task = context_.tasks[task_number];
  if (*connection == nullptr) {
    ASSIGN_OR_RETURN(*connection, OpenSession());
  }
  if (!task.qualified_name.empty()) {
    const absl::StatusOr<bool> locked = TryLock(**connection, task);
    if (!locked.ok()) return WithObject(locked.status(), task.description);
    if (!*locked) {
      context_.frames.HandToLeader(task_number);
      return absl::OkStatus();
    }
  }
  RETURN_IF_ERROR(ReadCopyTask(**connection, task, context_.options.frames,
                               context_.observer, output));
  context_.frames.FinishTask(task_number);
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<Connection>> DumpWorkers::OpenSession() {
  ASSIGN_OR_RETURN(
      auto connection,
      Connection::Open(context_.leader.OptionsForWorkers(), stop_.get_token()));
  SessionOptions session = context_.options.session;
  session.reads_table_data = true;
  RETURN_IF_ERROR(SetUpDumpSession(*connection, session));
  const absl::Status joined = JoinSnapshot(*connection, context_.snapshot);
  // The snapshot is known for as long as the leader's session lives.
  if (SqlStateOf(joined) == kInvalidParameterValue) {
    return absl::UnavailableError(
        "lost the session that held the dump's snapshot");
  }
  RETURN_IF_ERROR(joined);
  return connection;
}

}  // namespace pgark
