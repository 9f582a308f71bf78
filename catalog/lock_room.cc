#include "catalog/lock_room.h"

#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "catalog/row_cursor.h"
#include "protocol/sqlstate.h"

namespace pgark {
namespace {

// The system catalogs that a dump reads, with their indexes.
constexpr int64_t kCatalogLocks = 200;

// What a session that does something small may hold.
constexpr int64_t kLocksOfASession = 10;

// The setting with which one session can hold `needed` locks and those of the
// catalogs beside what the others hold: an eighth is left to them, and what
// each has anyway.
int64_t LocksPerTransaction(int64_t needed, int64_t sessions) {
  needed += kCatalogLocks;
  return (needed + needed / 8 + sessions - 1) / sessions + kLocksOfASession;
}

}  // namespace

bool IsLackOfMemory(const absl::Status& status) {
  return SqlStateOf(status) == SqlState::kOutOfMemory;
}

absl::Status ExplainLackOfLocks(Connection& connection, absl::Status status,
                                size_t needed) {
  // Messages are translated, settings' names are not.
  const std::string hint = GetContext(status, ContextKey::kHint).value_or("");
  if (!IsLackOfMemory(status) ||
      !absl::StrContains(hint, "max_locks_per_transaction")) {
    return status;
  }
  const absl::Status ended = connection.Execute("ROLLBACK");
  if (!ended.ok()) return FirstFailure(std::move(status), ended);
  const auto result = connection.Query(
      "SELECT pg_catalog.current_setting('max_locks_per_transaction')"
      "::pg_catalog.int8 AS locks, "
      "pg_catalog.current_setting('max_connections')::pg_catalog.int8 + "
      "pg_catalog.current_setting('max_prepared_transactions')"
      "::pg_catalog.int8 AS sessions");
  if (!result.ok()) return FirstFailure(std::move(status), result.status());
  RowCursor rows(*result);
  if (!rows.Next()) return status;
  const int64_t locks = rows.BigInt("locks");
  const int64_t sessions = rows.BigInt("sessions");
  if (!rows.status().ok() || sessions <= 0) return status;
  return ReplaceHint(
      std::move(status),
      absl::StrCat("the dump locks about ", needed,
                   " tables and views besides the catalogs, and the server has "
                   "room for about ",
                   locks * sessions,
                   " locks of all its sessions: set "
                   "max_locks_per_transaction there to at least ",
                   LocksPerTransaction(static_cast<int64_t>(needed), sessions),
                   " (it is ", locks,
                   ") and restart it, or dump schema by schema"));
}

}  // namespace pgark
