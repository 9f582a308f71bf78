#include "protocol/pooler_check.h"

#include <chrono>
#include <memory>

#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "protocol/libpq_connection.h"

namespace pgark {
namespace {

constexpr char kAskForProcess[] = "SELECT pg_catalog.pg_backend_pid()";
// Other clients may take a session between our two questions; so often in a
// row they do not.
constexpr int kTries = 8;
// With session pooling the second connection may have to wait for a session,
// as long as the first is there.
constexpr std::chrono::seconds kSecondAnswer{3};

absl::StatusOr<int> SessionProcess(Connection& connection) {
  ASSIGN_OR_RETURN(const Result result, connection.Query(kAskForProcess));
  if (result.row_count() != 1) {
    return absl::InternalError("pg_backend_pid() returned no row");
  }
  return result.Int(0, 0);
}

absl::Status TransactionPoolerFailure(const Connection& connection) {
  return WithHint(
      absl::FailedPreconditionError(absl::StrCat(
          connection.host(), ":", connection.port(),
          " is a transaction pooler (such as PgBouncer): it changes the server "
          "session between transactions, so that locks, settings and snapshots "
          "are lost")),
      "connect to the PostgreSQL server's own address and port (usually 5432), "
      "or to a pool in session mode");
}

// Whether the session of `connection`, which is idle, is given to others.
absl::StatusOr<bool> IsShared(Connection& connection, int process) {
  auto second = OpenUntouched(connection.OptionsForWorkers(), {});
  // Not even a second connection is to be had: nothing is known then, and what
  // needs workers will say so.
  if (!second.ok()) return false;
  for (int i = 0; i < kTries; ++i) {
    (*second)->LimitTheEnd(kSecondAnswer);
    const auto other = SessionProcess(**second);
    if (!other.ok()) return false;
    if (*other == process) return true;
    ASSIGN_OR_RETURN(const int again, SessionProcess(connection));
    if (again != process) return true;
  }
  return false;
}

absl::Status RefuseShared(Connection& connection, int process) {
  ASSIGN_OR_RETURN(const bool shared, IsShared(connection, process));
  return shared ? TransactionPoolerFailure(connection) : absl::OkStatus();
}

}  // namespace

absl::Status CheckDirectConnection(Connection& connection) {
  ASSIGN_OR_RETURN(const int process, SessionProcess(connection));
  if (process == connection.backend_pid()) return absl::OkStatus();
  return RefuseShared(connection, process);
}

absl::Status EmptySearchPath(Connection& connection) {
  // Operator and functions are qualified: the search path is still the
  // role's, and may hold functions of the same names.
  ASSIGN_OR_RETURN(
      const Result result,
      connection.Query(absl::StrCat(
          "SELECT pg_catalog.pg_backend_pid(), CASE WHEN "
          "pg_catalog.pg_backend_pid() OPERATOR(pg_catalog.=) ",
          connection.backend_pid(),
          " THEN pg_catalog.set_config('search_path', '', false) END")));
  if (result.row_count() != 1 || result.column_count() != 2) {
    return absl::InternalError("the first answer has an unexpected form");
  }
  if (!result.IsNull(0, 1)) return absl::OkStatus();
  RETURN_IF_ERROR(RefuseShared(connection, result.Int(0, 0)));
  return connection.Execute(
      "SELECT pg_catalog.set_config('search_path', '', false)");
}

}  // namespace pgark
