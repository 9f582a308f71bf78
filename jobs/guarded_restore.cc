#include "jobs/guarded_restore.h"

#include <chrono>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "jobs/database_blueprint.h"
#include "jobs/database_swap.h"
#include "jobs/restore_plan.h"
#include "jobs/target_contents.h"
#include "jobs/target_profile.h"
#include "protocol/database_choice.h"
#include "protocol/sql_text.h"
#include "protocol/sqlstate.h"

namespace pgark {
namespace {

class Runner {
 public:
  Runner(const GuardedRestore& restore, RestoreObserver& observer,
         const std::stop_token& stop)
      : restore_(restore),
        safety_(restore.safety),
        observer_(observer),
        stop_(stop) {}

  absl::StatusOr<GuardedSummary> Run() {
    ASSIGN_OR_RETURN(RestoreSummary summary, RunMode());
    return GuardedSummary{std::move(summary), std::move(adapted_.left_out)};
  }

 private:
  absl::StatusOr<RestoreSummary> RunMode() {
    switch (safety_.mode) {
      case TargetMode::kNew:
        return IntoNew();
      case TargetMode::kReplace:
        return Replace();
      case TargetMode::kSwap:
        return Swap();
      default:
        return IntoExisting();
    }
  }
  absl::StatusOr<RestoreSummary> IntoExisting();
  absl::StatusOr<RestoreSummary> IntoNew();
  absl::StatusOr<RestoreSummary> Replace();
  absl::StatusOr<RestoreSummary> Swap();

  absl::Status OpenAdmin();
  absl::StatusOr<std::unique_ptr<Connection>> Connect(
      const std::string& database);
  // What the restore will find: of the database of -d, or with -C of the one
  // that the archive names; then *session is with that database.
  absl::StatusOr<TargetContents> LookInto(std::unique_ptr<Connection>* session);
  absl::Status Agree(LossKind kind, const TargetContents& contents);
  absl::Status CheckArchive();
  // Finds out what the target can have. `session`: with any database of the
  // server, the one that is restored into if it exists.
  absl::Status Adapt(Connection& session);
  absl::Status CreateRoles(Connection& session);
  // The archive as the target can take it.
  RestoreSource source() const {
    return {restore_.source.header,
            adapted_.toc.has_value() ? *adapted_.toc : restore_.source.toc,
            restore_.source.data};
  }
  absl::Status RefuseWhileOthersWork(Connection& connection);
  absl::Status Create(const DatabaseBlueprint& blueprint);
  absl::StatusOr<RestoreSummary> RestoreInto(const std::string& database,
                                             const RestoreOptions& options);

  const GuardedRestore& restore_;
  const SafetyOptions& safety_;
  RestoreObserver& observer_;
  const std::stop_token& stop_;
  std::string name_;  // of the database, where it must be known
  AdminSession admin_;
  AdaptedContents adapted_;
};

absl::Status Runner::Adapt(Connection& session) {
  // Rights are those of --role.
  const std::optional<std::string>& role = restore_.options.role;
  if (role.has_value()) {
    RETURN_IF_ERROR(session.Execute(
        absl::StrCat("SET ROLE ", QuoteIdentifier(*role, SqlStyle()))));
  }
  ASSIGN_OR_RETURN(const TargetProfile profile, ReadTargetProfile(session));
  if (role.has_value()) RETURN_IF_ERROR(session.Execute("RESET ROLE"));
  ASSIGN_OR_RETURN(
      const RestorePlan plan,
      RestorePlan::Create(restore_.source.toc, restore_.options.selection,
                          restore_.source.data));
  adapted_ = AdaptToTarget(restore_.source.toc, plan, restore_.options,
                           safety_.roles, profile);
  return absl::OkStatus();
}

absl::Status Runner::CreateRoles(Connection& session) {
  for (const std::string& role : adapted_.missing_roles) {
    absl::Status status = session.Execute(
        absl::StrCat("CREATE ROLE ", QuoteIdentifier(role, SqlStyle())));
    if (!status.ok()) {
      return WithObject(std::move(status), absl::StrCat("role ", role));
    }
    observer_.Warning(
        absl::StrCat("the role ", role, " was created; it may not log in"));
  }
  return absl::OkStatus();
}

absl::Status Runner::OpenAdmin() {
  ASSIGN_OR_RETURN(name_, ChosenDatabase(restore_.target.connection));
  if (name_.empty()) {
    return absl::InvalidArgumentError(
        "-d must name the database that is created, replaced or exchanged");
  }
  ASSIGN_OR_RETURN(admin_, OpenAdminSession(restore_.target, name_, stop_));
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<Connection>> Runner::Connect(
    const std::string& database) {
  ASSIGN_OR_RETURN(const ConnectionOptions options,
                   WithDatabase(restore_.target.connection, database));
  return restore_.target.connect(options, stop_);
}

absl::Status Runner::Agree(LossKind kind, const TargetContents& contents) {
  // A backup of what will be lost belongs here, behind the agreement.
  return restore_.guards.agree_to_loss(kind, contents);
}

absl::Status Runner::CheckArchive() {
  if (!restore_.guards.check_archive) return absl::OkStatus();
  return WithHint(restore_.guards.check_archive(),
                  "nothing was changed; --no-check restores what can be read");
}

absl::StatusOr<TargetContents> Runner::LookInto(
    std::unique_ptr<Connection>* session) {
  const std::string created =
      DatabaseToCreate(restore_.source.toc, restore_.options.selection);
  if (created.empty()) return ReadTargetContents(**session);
  TargetContents nothing;
  nothing.database = created;
  ASSIGN_OR_RETURN(const bool exists, DatabaseExists(**session, created));
  if (!exists) return nothing;
  ASSIGN_OR_RETURN(const std::unique_ptr<Connection> other, Connect(created));
  return ReadTargetContents(*other);
}

absl::StatusOr<RestoreSummary> Runner::IntoExisting() {
  ASSIGN_OR_RETURN(std::unique_ptr<Connection> session,
                   restore_.target.connect(restore_.target.connection, stop_));
  ASSIGN_OR_RETURN(const TargetContents contents, LookInto(&session));
  RETURN_IF_ERROR(Adapt(*session));
  const RestoreOptions& options = restore_.options;
  switch (JudgeRestoreInto(safety_, options.clean, contents)) {
    case Verdict::kRefuse:
      return RefusalOf(contents);
    case Verdict::kAsk:
      RETURN_IF_ERROR(Agree(LossKind::kClean, contents));
      break;
    case Verdict::kGo:
      break;
  }
  if ((options.clean || options.truncate) && !contents.empty()) {
    RETURN_IF_ERROR(CheckArchive());
  }
  RETURN_IF_ERROR(CreateRoles(*session));

  AdminSession admin{std::move(session), restore_.target.connect};
  std::unique_ptr<ExclusiveAccess> access;
  ASSIGN_OR_RETURN(const bool exists,
                   DatabaseExists(*admin.connection, contents.database));
  if (safety_.disconnect_others && exists) {
    const bool is_ours = admin.connection->database() == contents.database;
    ASSIGN_OR_RETURN(
        access, ExclusiveAccess::Take(admin, contents.database,
                                      is_ours ? ExclusiveAccess::Door::kOursOnly
                                              : ExclusiveAccess::Door::kClosed,
                                      options.jobs + 1));
  } else {
    admin.connection.reset();
  }
  absl::StatusOr<RestoreSummary> summary =
      RunRestore(source(), options, restore_.target, observer_, stop_);
  if (access == nullptr) return summary;
  const absl::Status released = access->Release();
  if (!summary.ok()) return FirstFailure(summary.status(), released);
  RETURN_IF_ERROR(released);
  return summary;
}

absl::Status Runner::Create(const DatabaseBlueprint& blueprint) {
  return WithHint(
      admin_.connection->Execute(blueprint.CreateStatement(
          name_, admin_.connection->server_release())),
      "create the database yourself, with a locale that the server has, and "
      "restore without --new");
}

absl::StatusOr<RestoreSummary> Runner::RestoreInto(
    const std::string& database, const RestoreOptions& options) {
  RestoreTarget target = restore_.target;
  ASSIGN_OR_RETURN(target.connection,
                   WithDatabase(restore_.target.connection, database));
  return RunRestore(source(), options, target, observer_, stop_);
}

absl::StatusOr<RestoreSummary> Runner::IntoNew() {
  RETURN_IF_ERROR(OpenAdmin());
  ASSIGN_OR_RETURN(const bool exists,
                   DatabaseExists(*admin_.connection, name_));
  if (exists) {
    return WithHint(
        absl::InvalidArgumentError(
            absl::StrCat("database \"", name_, "\" exists already")),
        "--replace drops it first, --swap restores beside it, without --new "
        "an empty one is filled");
  }
  ASSIGN_OR_RETURN(const DatabaseBlueprint blueprint,
                   DatabaseBlueprint::OfArchive(restore_.source.toc));
  RETURN_IF_ERROR(Adapt(*admin_.connection));
  RETURN_IF_ERROR(CreateRoles(*admin_.connection));
  RETURN_IF_ERROR(Create(blueprint));
  admin_.connection.reset();
  return RestoreInto(name_, restore_.options);
}

absl::Status Runner::RefuseWhileOthersWork(Connection& connection) {
  if (safety_.disconnect_others) return absl::OkStatus();
  std::vector<std::string> others;
  // A session that was just closed, ours too, is still to be seen for a moment.
  for (int attempt = 0; attempt < 20; ++attempt) {
    ASSIGN_OR_RETURN(others, OthersConnectedWith(connection, name_));
    if (others.empty()) return absl::OkStatus();
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return WithHint(absl::InvalidArgumentError(
                      absl::StrCat("others are connected with \"", name_,
                                   "\": ", absl::StrJoin(others, "; "))),
                  "--disconnect-others ends their sessions");
}

absl::StatusOr<RestoreSummary> Runner::Replace() {
  RETURN_IF_ERROR(OpenAdmin());
  Connection& connection = *admin_.connection;
  ASSIGN_OR_RETURN(const bool exists, DatabaseExists(connection, name_));
  if (!exists) return IntoNew();
  DatabaseBlueprint blueprint;
  {
    ASSIGN_OR_RETURN(const std::unique_ptr<Connection> session, Connect(name_));
    ASSIGN_OR_RETURN(blueprint, DatabaseBlueprint::OfSession(*session));
    ASSIGN_OR_RETURN(const TargetContents contents,
                     ReadTargetContents(*session));
    if (!contents.empty()) {
      RETURN_IF_ERROR(Agree(LossKind::kReplace, contents));
    }
  }
  RETURN_IF_ERROR(RefuseWhileOthersWork(connection));
  RETURN_IF_ERROR(Adapt(connection));
  RETURN_IF_ERROR(CheckArchive());
  RETURN_IF_ERROR(CreateRoles(connection));
  std::unique_ptr<ExclusiveAccess> access;
  if (safety_.disconnect_others) {
    ASSIGN_OR_RETURN(access,
                     ExclusiveAccess::Take(admin_, name_,
                                           ExclusiveAccess::Door::kClosed, 0));
  }
  RETURN_IF_ERROR(connection.Execute(
      absl::StrCat("DROP DATABASE ", QuoteIdentifier(name_, SqlStyle()))));
  RETURN_IF_ERROR(Create(blueprint));
  absl::StatusOr<RestoreSummary> summary = RestoreInto(name_, restore_.options);
  // The rights come last, so that nobody finds half a database.
  ASSIGN_OR_RETURN(const std::vector<std::string> statements,
                   blueprint.PropertyStatements(name_, connection.user(),
                                                connection.server_release()));
  RETURN_IF_ERROR(FirstFailure(summary.status(), admin_.PrepareCleanup()));
  for (const std::string& statement : statements) {
    absl::Status status = admin_.connection->Execute(statement);
    if (!status.ok()) {
      return FirstFailure(summary.status(),
                          WithObject(std::move(status), statement));
    }
  }
  return summary;
}

absl::StatusOr<RestoreSummary> Runner::Swap() {
  RETURN_IF_ERROR(OpenAdmin());
  DatabaseBlueprint blueprint;
  {
    ASSIGN_OR_RETURN(const std::unique_ptr<Connection> session, Connect(name_));
    ASSIGN_OR_RETURN(blueprint, DatabaseBlueprint::OfSession(*session));
    if (safety_.drop_old) {
      ASSIGN_OR_RETURN(const TargetContents contents,
                       ReadTargetContents(*session));
      if (!contents.empty()) {
        RETURN_IF_ERROR(Agree(LossKind::kDropOld, contents));
      }
    }
  }
  // Later would be too late: the whole work would be for nothing.
  RETURN_IF_ERROR(RefuseWhileOthersWork(*admin_.connection));
  RETURN_IF_ERROR(Adapt(*admin_.connection));
  RETURN_IF_ERROR(CreateRoles(*admin_.connection));
  const std::string stamp =
      absl::FormatTime("%Y%m%dT%H%M%SZ", absl::Now(), absl::UTCTimeZone());
  ASSIGN_OR_RETURN(const std::unique_ptr<DatabaseSwap> swap,
                   DatabaseSwap::Begin(admin_, blueprint, stamp));
  RestoreOptions options = restore_.options;
  options.exit_on_error = true;
  absl::StatusOr<RestoreSummary> summary =
      RestoreInto(swap->temporary_name(), options);
  absl::Status status = summary.status();
  if (status.ok() && summary->restored_entries != summary->wanted_entries) {
    status = absl::FailedPreconditionError(
        absl::StrCat("only ", summary->restored_entries, " of ",
                     summary->wanted_entries, " entries were restored"));
  }
  if (status.ok()) status = swap->Exchange(safety_.disconnect_others);
  if (!status.ok()) {
    // What the user sees first is why; then whether something is left.
    return FirstFailure(std::move(status), swap->Abandon());
  }
  if (safety_.drop_old) {
    RETURN_IF_ERROR(swap->DropOld());
  } else {
    std::string kept =
        absl::StrCat("the old database is kept as \"", swap->old_name(), "\"");
    observer_.Warning(kept);
    summary->warnings.push_back(std::move(kept));
  }
  return summary;
}

}  // namespace

absl::StatusOr<GuardedSummary> RunGuardedRestore(const GuardedRestore& restore,
                                                 RestoreObserver& observer,
                                                 const std::stop_token& stop) {
  return Runner(restore, observer, stop).Run();
}

absl::StatusOr<AdminSession> OpenAdminSession(const RestoreTarget& target,
                                              const std::string& database,
                                              const std::stop_token& stop) {
  absl::Status failure;
  for (const char* name : {"postgres", "template1"}) {
    if (database == name) continue;
    ASSIGN_OR_RETURN(const ConnectionOptions options,
                     WithDatabase(target.connection, name));
    absl::StatusOr<std::unique_ptr<Connection>> connection =
        target.connect(options, stop);
    if (connection.ok()) {
      return AdminSession{*std::move(connection), target.connect};
    }
    failure = FirstFailure(std::move(failure), connection.status());
    // Where nobody answers, another database is no help.
    if (absl::IsUnavailable(connection.status()) ||
        absl::IsCancelled(connection.status())) {
      break;
    }
  }
  return failure;
}

std::string DatabaseToCreate(const Toc& toc,
                             const EntrySelectionOptions& selection) {
  if (!selection.create_database) return "";
  for (const TocEntry& entry : toc.entries()) {
    if (entry.kind == EntryKind::kDatabase) return entry.tag;
  }
  return "";
}

absl::StatusOr<bool> DatabaseExists(Connection& connection,
                                    const std::string& database) {
  ASSIGN_OR_RETURN(const Result rows,
                   connection.Query(absl::StrCat(
                       "SELECT 1 FROM pg_catalog.pg_database WHERE datname = ",
                       QuoteLiteralForQuery(database))));
  return rows.row_count() > 0;
}

}  // namespace pgark
