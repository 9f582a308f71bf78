#include "jobs/database_swap.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "protocol/sql_text.h"

namespace pgark {
namespace {

constexpr size_t kMaxNameOctets = 63;  // NAMEDATALEN - 1

std::string Quoted(const std::string& name) {
  return QuoteIdentifier(name, SqlStyle());
}

}  // namespace

std::string NameWithSuffix(absl::string_view name, absl::string_view suffix) {
  size_t length = std::min(name.size(), kMaxNameOctets - suffix.size());
  // Octets 10xxxxxx continue a character.
  while (length > 0 && length < name.size() &&
         (static_cast<unsigned char>(name[length]) & 0xC0) == 0x80) {
    --length;
  }
  return absl::StrCat(name.substr(0, length), suffix);
}

DatabaseSwap::DatabaseSwap(AdminSession& admin, const DatabaseBlueprint& like,
                           const std::string& stamp)
    : admin_(admin),
      blueprint_(like),
      name_(like.database().name),
      temporary_name_(
          NameWithSuffix(name_, absl::StrCat("_restoring_", stamp))),
      old_name_(NameWithSuffix(name_, absl::StrCat("_old_", stamp))) {}

absl::StatusOr<std::unique_ptr<DatabaseSwap>> DatabaseSwap::Begin(
    AdminSession& admin, const DatabaseBlueprint& like,
    const std::string& stamp) {
  std::unique_ptr<DatabaseSwap> swap(new DatabaseSwap(admin, like, stamp));
  Connection& connection = *admin.connection;
  RETURN_IF_ERROR(connection.Execute(like.CreateStatement(
      swap->temporary_name_, connection.server_release())));
  swap->is_temporary_ = true;
  ASSIGN_OR_RETURN(
      const Result row,
      connection.Query(absl::StrCat(
          "SELECT oid FROM pg_catalog.pg_database WHERE datname = ",
          QuoteLiteralForQuery(swap->temporary_name_))));
  if (row.row_count() == 0) {
    return absl::FailedPreconditionError(
        "the temporary database is gone already");
  }
  swap->temporary_oid_ = std::string(row.Text(0, 0));
  return swap;
}

DatabaseSwap::~DatabaseSwap() {
  // Who wants to hear of a failure calls Abandon().
  Abandon().IgnoreError();
}

absl::Status DatabaseSwap::Exchange(bool disconnect_others) {
  Connection& connection = *admin_.connection;
  ASSIGN_OR_RETURN(
      const std::vector<std::string> statements,
      blueprint_.PropertyStatements(temporary_name_, connection.user(),
                                    connection.server_release()));
  for (const std::string& statement : statements) {
    absl::Status status = connection.Execute(statement);
    if (!status.ok()) {
      return WithObject(std::move(status), absl::StrCat("what database ", name_,
                                                        " has: ", statement));
    }
  }
  std::unique_ptr<ExclusiveAccess> access;
  if (disconnect_others) {
    ASSIGN_OR_RETURN(access,
                     ExclusiveAccess::Take(admin_, name_,
                                           ExclusiveAccess::Door::kClosed, 0));
  }
  absl::Status status = RenameBoth();
  if (!status.ok()) {
    const absl::Status ready = admin_.PrepareCleanup();
    const absl::StatusOr<bool> exchanged =
        ready.ok() ? IsExchanged() : absl::StatusOr<bool>(ready);
    if (exchanged.ok() && *exchanged) status = absl::OkStatus();
  }
  if (access != nullptr) {
    // The old one's sessions come back to it under its new name, or not.
    status = FirstFailure(std::move(status), access->Release());
  }
  if (status.ok()) is_temporary_ = false;
  return status;
}

absl::Status DatabaseSwap::RenameBoth() {
  Connection& connection = *admin_.connection;
  RETURN_IF_ERROR(connection.Execute("BEGIN"));
  absl::Status status = connection.Execute(absl::StrCat(
      "ALTER DATABASE ", Quoted(name_), " RENAME TO ", Quoted(old_name_)));
  if (status.ok()) {
    status = connection.Execute(absl::StrCat("ALTER DATABASE ",
                                             Quoted(temporary_name_),
                                             " RENAME TO ", Quoted(name_)));
  }
  if (status.ok()) return connection.Execute("COMMIT");
  if (!absl::IsUnavailable(status)) {
    connection.SetStopToken({}).IgnoreError();
    connection.Execute("ROLLBACK").IgnoreError();
  }
  return status;
}

absl::StatusOr<bool> DatabaseSwap::IsExchanged() {
  ASSIGN_OR_RETURN(const Result row,
                   admin_.connection->Query(absl::StrCat(
                       "SELECT datname FROM pg_catalog.pg_database "
                       "WHERE oid = ",
                       temporary_oid_)));
  return row.row_count() == 1 && row.Text(0, 0) == name_;
}

absl::Status DatabaseSwap::DropOld() {
  return admin_.connection->Execute(
      absl::StrCat("DROP DATABASE ", Quoted(old_name_)));
}

absl::Status DatabaseSwap::Abandon() {
  if (!is_temporary_) return absl::OkStatus();
  is_temporary_ = false;
  RETURN_IF_ERROR(admin_.PrepareCleanup());
  return WithHint(admin_.connection->Execute(absl::StrCat(
                      "DROP DATABASE IF EXISTS ", Quoted(temporary_name_))),
                  absl::StrCat("drop it yourself: database \"", temporary_name_,
                               "\" is of no use"));
}

}  // namespace pgark
