#include "jobs/restore_target_session.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "jobs/restore_tuning.h"
#include "protocol/conninfo.h"

namespace pgark {
namespace {

// Attempts at a statement that meets a deadlock. Sessions of one restore meet
// there by themselves: a foreign key to a partitioned table looks at all its
// indexes while one of them is attached. One goes on, so few are enough.
constexpr int kMaxAttempts = 5;

RestoreDialect DialectFor(const RestoreDialect& archive,
                          const Connection& connection) {
  RestoreDialect dialect = archive;
  dialect.server_release = connection.server_release();
  return dialect;
}

}  // namespace

TargetSession::TargetSession(const RestoreContext& context,
                             std::unique_ptr<Connection> connection)
    : context_(context),
      connection_(std::move(connection)),
      dialect_(DialectFor(context.dialect, *connection_)),
      statements_(context.options, context.toc, dialect_, context.data_only) {}

absl::StatusOr<std::unique_ptr<TargetSession>> TargetSession::Open(
    const RestoreContext& context, const ConnectionOptions& options) {
  ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection,
                   context.connect(options, context.stop));
  std::unique_ptr<TargetSession> session(
      new TargetSession(context, std::move(connection)));
  std::string settings;
  for (const SqlText& text : session->statements_.SessionSetup()) {
    settings += text.text;
  }
  RETURN_IF_ERROR(session->connection_->Execute(settings));
  if (context.options.tuning) {
    RETURN_IF_ERROR(TuneSession(*session->connection_, context.options.jobs));
  }
  return session;
}

absl::Status TargetSession::Execute(const std::string& sql) {
  absl::Status status = connection_->Execute(sql);
  // Outside of a transaction block the server has undone all of it.
  for (int attempt = 1; attempt < kMaxAttempts && absl::IsAborted(status) &&
                        !connection_->in_transaction();
       ++attempt) {
    status = connection_->Execute(sql);
  }
  return status;
}

absl::StatusOr<bool> TargetSession::Run(const TocEntry* entry,
                                        const std::vector<SqlText>& texts) {
  bool all_succeeded = true;
  for (const SqlText& text : texts) {
    if (text.role == SqlText::Role::kComment) continue;
    absl::Status status = Execute(text.text);
    if (status.ok()) continue;
    if (text.role == SqlText::Role::kSetUser) {
      return entry == nullptr
                 ? status
                 : WithObject(std::move(status), DescribeEntry(*entry));
    }
    RETURN_IF_ERROR(context_.tally.Fail(entry, std::move(status)));
    all_succeeded = false;
  }
  return all_succeeded;
}

absl::StatusOr<ConnectionOptions> TargetSession::OptionsForDatabase(
    const std::string& database) const {
  ConnectionOptions options = connection_->OptionsForWorkers();
  ASSIGN_OR_RETURN(ConnectionParameters parameters,
                   ParseConninfo(options.database.value_or("")));
  parameters["dbname"] = database;
  options.database = FormatConninfo(parameters);
  return options;
}

}  // namespace pgark
