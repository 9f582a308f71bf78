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
// What servers say of a snapshot that is gone: up to 16, and from 17 on.
constexpr absl::string_view kInvalidParameterValue = "22023";
constexpr absl::string_view kUndefinedObject = "42704";

// The statement of a task, behind one that locks the table in the worker's own
// session, so that nobody drops or rewrites it between its pieces. Both go in
// one message: small tables cost one round trip. When somebody queues for an
// exclusive lock, it fails with kLockNotAvailable.
std::string LockAndCopy(const CopyTask& task) {
  return absl::StrCat("SAVEPOINT pgark_lock; LOCK TABLE ONLY ",
                      task.qualified_name,
                      " IN ACCESS SHARE MODE NOWAIT; RELEASE SAVEPOINT "
                      "pgark_lock; ",
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
  if (status.ok()) {
    status = ReadCopyTask(context_.leader, context_.tasks[task],
                          context_.options.frames, context_.observer, output);
  }
  if (!status.ok()) {
    Abort(status);
    return false;
  }
  context_.frames.FinishTask(task);
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
    if (attempt > 1) RETURN_IF_ERROR(output.Rewind());
    status = AttemptTask(task, worker, output);
    if (!context_.frames.status().ok()) return status;
    if (!worker.had_session && absl::IsResourceExhausted(status)) break;
    if (!absl::IsUnavailable(status)) return status;
    if (worker.connection != nullptr) {
      context_.observer.Warning(
          absl::StrCat("lost the connection while reading ",
                       context_.tasks[task].description, "; reading it again"));
    }
    worker.connection.reset();
  }
  if (worker.had_session) return status;
  // The leader's session shows whether the server is there at all.
  worker.gave_up = true;
  context_.observer.Warning(absl::StrCat(
      "reading with fewer connections than asked for: ", status.message()));
  context_.frames.HandToLeader(task);
  return absl::OkStatus();
}

absl::Status DumpWorkers::AttemptTask(size_t task_number, Worker& worker,
                                      TaskOutput& output) {
  if (worker.connection == nullptr) {
    ASSIGN_OR_RETURN(worker.connection, OpenSession());
    worker.had_session = true;
  }
  CopyTask task = context_.tasks[task_number];
  if (!task.qualified_name.empty()) task.copy_statement = LockAndCopy(task);
  const absl::Status read =
      ReadCopyTask(*worker.connection, task, context_.options.frames,
                   context_.observer, output);
  if (SqlStateOf(read) == kLockNotAvailable) {
    RETURN_IF_ERROR(
        worker.connection->Execute("ROLLBACK TO SAVEPOINT pgark_lock"));
    context_.frames.HandToLeader(task_number);
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(read);
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
  const std::string sqlstate = SqlStateOf(joined);
  if (sqlstate == kInvalidParameterValue || sqlstate == kUndefinedObject) {
    return absl::UnavailableError(
        "lost the session that held the dump's snapshot");
  }
  RETURN_IF_ERROR(joined);
  return connection;
}

}  // namespace pgark
