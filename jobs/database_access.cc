#include "jobs/database_access.h"

#include <chrono>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "protocol/sql_text.h"

namespace pgark {
namespace {

constexpr std::chrono::seconds kPatience{10};
constexpr std::chrono::milliseconds kPause{50};

// Autovacuum gives way by itself.
std::string SessionQuery(absl::string_view columns,
                         const std::string& database) {
  return absl::StrCat(
      "SELECT ", columns, " FROM pg_catalog.pg_stat_activity WHERE datname = ",
      QuoteLiteralForQuery(database),
      " AND pid <> pg_catalog.pg_backend_pid()"
      " AND coalesce(backend_type, '') <> 'autovacuum worker' ORDER BY pid");
}

std::string Alter(const std::string& database, const std::string& what) {
  return absl::StrCat("ALTER DATABASE ", QuoteIdentifier(database, SqlStyle()),
                      " WITH ", what);
}

}  // namespace

absl::Status AdminSession::PrepareCleanup() {
  if (connection->SetStopToken({}).ok() && !connection->transaction_failed() &&
      connection->Execute("SELECT 1").ok()) {
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(connection, connect(connection->OptionsForWorkers(), {}));
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> OthersConnectedWith(
    Connection& connection, const std::string& database) {
  ASSIGN_OR_RETURN(const Result rows,
                   connection.Query(SessionQuery(
                       "'pid ' || pid || coalesce(', ' || usename, '') || "
                       "coalesce(', ' || nullif(application_name, ''), '') || "
                       "coalesce(' on ' || pg_catalog.host(client_addr), '')",
                       database)));
  std::vector<std::string> others;
  others.reserve(static_cast<size_t>(rows.row_count()));
  for (int row = 0; row < rows.row_count(); ++row) {
    others.emplace_back(rows.Text(row, 0));
  }
  return others;
}

absl::StatusOr<std::unique_ptr<ExclusiveAccess>> ExclusiveAccess::Take(
    AdminSession& admin, const std::string& database, Door door,
    int own_sessions) {
  std::unique_ptr<ExclusiveAccess> access(new ExclusiveAccess(admin, door));
  RETURN_IF_ERROR(access->Close(database, own_sessions));
  absl::Status ended = access->EndOthers(database);
  if (!ended.ok()) return FirstFailure(std::move(ended), access->Release());
  return access;
}

ExclusiveAccess::~ExclusiveAccess() {
  // Who wants to hear of a failure calls Release().
  Release().IgnoreError();
}

absl::Status ExclusiveAccess::Close(const std::string& database,
                                    int own_sessions) {
  Connection& connection = *admin_.connection;
  ASSIGN_OR_RETURN(const Result row,
                   connection.Query(absl::StrCat(
                       "SELECT oid, datconnlimit, (SELECT rolsuper FROM "
                       "pg_catalog.pg_roles WHERE rolname = current_user) "
                       "FROM pg_catalog.pg_database WHERE datname = ",
                       QuoteLiteralForQuery(database))));
  if (row.row_count() == 0) {
    return absl::NotFoundError(
        absl::StrCat("database \"", database, "\" does not exist"));
  }
  oid_ = std::string(row.Text(0, 0));
  old_limit_ = row.Int(0, 1);
  const int limit = row.Bool(0, 2) ? 0 : own_sessions;
  RETURN_IF_ERROR(connection.Execute(
      door_ == Door::kClosed
          ? Alter(database, "ALLOW_CONNECTIONS false")
          : Alter(database, absl::StrCat("CONNECTION LIMIT ", limit))));
  is_held_ = true;
  return absl::OkStatus();
}

absl::Status ExclusiveAccess::EndOthers(const std::string& database) {
  Connection& connection = *admin_.connection;
  const auto give_up = std::chrono::steady_clock::now() + kPatience;
  absl::Status refused;
  for (;;) {
    ASSIGN_OR_RETURN(const Result rows,
                     connection.Query(SessionQuery("pid", database)));
    if (rows.row_count() == 0) return absl::OkStatus();
    if (std::chrono::steady_clock::now() > give_up) break;
    for (int row = 0; row < rows.row_count(); ++row) {
      absl::Status ended = connection.Execute(absl::StrCat(
          "SELECT pg_catalog.pg_terminate_backend(", rows.Int(row, 0), ")"));
      if (absl::IsCancelled(ended) || absl::IsUnavailable(ended)) return ended;
      if (!ended.ok()) refused = std::move(ended);
    }
    if (!refused.ok()) break;  // waiting would not give the right
    std::this_thread::sleep_for(kPause);
  }
  ASSIGN_OR_RETURN(const std::vector<std::string> others,
                   OthersConnectedWith(connection, database));
  return FirstFailure(
      absl::FailedPreconditionError(
          absl::StrCat("sessions with database \"", database,
                       "\" could not be ended: ", absl::StrJoin(others, "; "))),
      refused);
}

absl::Status ExclusiveAccess::Release() {
  if (!is_held_) return absl::OkStatus();
  is_held_ = false;
  RETURN_IF_ERROR(admin_.PrepareCleanup());
  ASSIGN_OR_RETURN(const Result row,
                   admin_.connection->Query(absl::StrCat(
                       "SELECT datname FROM pg_catalog.pg_database "
                       "WHERE oid = ",
                       oid_)));
  if (row.row_count() == 0) return absl::OkStatus();
  const std::string name(row.Text(0, 0));
  absl::Status status = admin_.connection->Execute(
      door_ == Door::kClosed
          ? Alter(name, "ALLOW_CONNECTIONS true")
          : Alter(name, absl::StrCat("CONNECTION LIMIT ", old_limit_)));
  return WithHint(std::move(status),
                  absl::StrCat("new sessions with \"", name,
                               "\" are still kept out; let them in with ALTER "
                               "DATABASE"));
}

}  // namespace pgark
