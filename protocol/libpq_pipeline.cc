// LibpqConnection::Pipeline(): many statements, one round trip.

#include <libpq-fe.h>

#include <cstddef>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "protocol/libpq_connection.h"
#include "protocol/server_failure.h"

namespace pgark {
namespace {

// Sends one statement. What arrives meanwhile is taken in, because a server
// that cannot get rid of its answers stops reading.
absl::Status SendStatement(LibpqConnection& connection,
                           const std::string& sql) {
  if (PQsendQueryParams(connection.conn(), sql.c_str(), 0, nullptr, nullptr,
                        nullptr, nullptr, /*resultFormat=*/0) == 0) {
    return FailureFromConnection(connection.conn(), sql);
  }
  return connection.Flush();
}

// The answers to one statement: a result and the NULL behind it.
absl::StatusOr<PgResultPtr> ReadAnswer(LibpqConnection& connection) {
  ASSIGN_OR_RETURN(PgResultPtr result, connection.NextResult());
  const ExecStatusType status = PQresultStatus(result.get());
  if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT) {
    // libpq would return it for ever.
    return absl::FailedPreconditionError("a COPY cannot be in a pipeline");
  }
  for (;;) {
    ASSIGN_OR_RETURN(const PgResultPtr more, connection.NextResult());
    if (more == nullptr) return result;
    if (PQstatus(connection.conn()) == CONNECTION_BAD) {
      return FailureFromResult(more.get(), connection.conn(), "");
    }
  }
}

absl::StatusOr<std::vector<Result>> ReadAnswers(
    LibpqConnection& connection, std::span<const std::string> statements) {
  absl::Status failure;
  std::vector<Result> results;
  results.reserve(statements.size());
  for (const std::string& sql : statements) {
    ASSIGN_OR_RETURN(PgResultPtr result, ReadAnswer(connection));
    switch (PQresultStatus(result.get())) {
      case PGRES_TUPLES_OK:
      case PGRES_COMMAND_OK:
      case PGRES_EMPTY_QUERY:
        results.emplace_back(result.release());
        break;
      case PGRES_PIPELINE_ABORTED:
        break;  // behind the failure, which is kept
      default:
        if (failure.ok()) {
          failure = FailureFromResult(result.get(), connection.conn(), sql);
        }
        if (PQstatus(connection.conn()) == CONNECTION_BAD) return failure;
    }
  }
  // The end mark, after which the pipeline mode can be left.
  ASSIGN_OR_RETURN(const PgResultPtr sync, connection.NextResult());
  if (failure.ok() && PQresultStatus(sync.get()) != PGRES_PIPELINE_SYNC) {
    failure = FailureFromResult(sync.get(), connection.conn(), "");
  }
  if (!failure.ok()) return failure;
  return results;
}

}  // namespace

absl::StatusOr<std::vector<Result>> LibpqConnection::Pipeline(
    std::span<const std::string> statements) {
  for (const std::string& sql : statements) {
    RETURN_IF_ERROR(BeginStatement(sql));
  }
  if (statements.empty()) return std::vector<Result>();
  if (PQenterPipelineMode(conn_.get()) == 0) {
    return FailureFromConnection(conn_.get(), "");
  }
  const absl::Cleanup leave = [this] {
    StatementEnded();
    // Answers that nobody has read would be taken for those of the next
    // statement.
    if (PQexitPipelineMode(conn_.get()) == 0) GiveUp();
  };
  for (const std::string& sql : statements) {
    RETURN_IF_ERROR(SendStatement(*this, sql));
  }
  if (PQpipelineSync(conn_.get()) == 0) {
    return FailureFromConnection(conn_.get(), "");
  }
  return ReadAnswers(*this, statements);
}

}  // namespace pgark
