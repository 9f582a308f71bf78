#include "jobs/restore_tuning.h"

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "protocol/result.h"

namespace pgark {

absl::Status TuneSession(Connection& connection, int session_count) {
  return connection.Execute(absl::StrCat(
      "SELECT pg_catalog.set_config('synchronous_commit', 'off', false), "
      "pg_catalog.set_config('maintenance_work_mem', greatest("
      "pg_catalog.pg_size_bytes("
      "pg_catalog.current_setting('maintenance_work_mem')), "
      "least(greatest(pg_catalog.pg_size_bytes("
      "pg_catalog.current_setting('shared_buffers')), 268435456), 4294967296) "
      "/ ",
      session_count, ") / 1024 || 'kB', false)"));
}

absl::Status CommitForGood(Connection& connection) {
  ASSIGN_OR_RETURN(const Result usual,
                   connection.Query("RESET maintenance_work_mem;\n"
                                    "RESET synchronous_commit;\n"
                                    "SHOW synchronous_commit"));
  const std::string level =
      usual.Text(0, 0) == "off" ? "local" : std::string(usual.Text(0, 0));
  // A commit waits only when its transaction has written something. A message
  // in the log that nobody reads is the least; anybody may write it unless that
  // was taken away.
  const std::string begin =
      absl::StrCat("BEGIN;\nSET LOCAL synchronous_commit = ", level, ";\n");
  const absl::Status status = connection.Execute(absl::StrCat(
      begin, "SELECT pg_catalog.pg_logical_emit_message(true, 'pgark', '');\n",
      "COMMIT"));
  if (status.ok() || absl::IsUnavailable(status)) return status;
  RETURN_IF_ERROR(connection.Execute("ROLLBACK"));
  return connection.Execute(absl::StrCat(
      begin, "CREATE TEMPORARY TABLE pgark_commit () ON COMMIT DROP;\nCOMMIT"));
}

}  // namespace pgark
