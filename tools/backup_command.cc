#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "protocol/connection_url.h"
#include "tools/backup_flags.h"
#include "tools/backup_run.h"
#include "tools/commands.h"
#include "tools/progress_display.h"
#include "tools/prune_run.h"
#include "tools/report.h"
#include "tools/set_json.h"

namespace pgark {
namespace {

// What files and folders get that nobody gives a mode: sets are their owner's.
constexpr mode_t kPrivateMask = 077;

// The operands, or else -d, DATABASE_URL, PGDATABASE.
absl::StatusOr<std::vector<std::string>> Databases(
    const std::vector<std::string>& operands, const BackupFlags& flags) {
  static constexpr absl::string_view kVerbs[] = {
      "list", "show", "check", "materialize", "pin", "unpin", "remove"};
  if (!operands.empty()) {
    if (std::find(std::begin(kVerbs), std::end(kVerbs), operands[0]) !=
        std::end(kVerbs)) {
      return WithHint(
          absl::InvalidArgumentError(
              absl::StrCat("did you mean pgark backups ", operands[0], "?")),
          absl::StrCat("a database of that name: -d ", operands[0]));
    }
    if (flags.dump.connection.database.has_value()) {
      return absl::InvalidArgumentError(
          "databases are named as operands or with --dbname, not both");
    }
    return operands;
  }
  if (flags.dump.connection.database.has_value()) {
    return std::vector<std::string>{*flags.dump.connection.database};
  }
  for (const char* name : {"DATABASE_URL", "PGDATABASE"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') {
      return std::vector<std::string>{value};
    }
  }
  return WithHint(absl::InvalidArgumentError("no database is named"),
                  "name one as an operand, with --dbname, or with DATABASE_URL "
                  "or PGDATABASE");
}

std::string MakeRunId(absl::Time now) {
  std::random_device device;
  return absl::StrCat(
      absl::FormatTime("%Y%m%dT%H%M%SZ", now, absl::UTCTimeZone()), "-",
      absl::StrFormat("%08x", device()));
}

// A command with one or several databases.
class BackupCommandRun {
 public:
  BackupCommandRun(const BackupFlags& flags, const OptionTable& table,
                   const DumpJobOptions& job, SignalStop& signals,
                   Report& report)
      : flags_(flags),
        table_(table),
        job_(job),
        signals_(signals),
        report_(report) {}

  absl::Status Begin() {
    ASSIGN_OR_RETURN(store_, OpenNamedStore(flags_.store));
    if (flags_.prune) {
      ASSIGN_OR_RETURN(policy_, ResolveRetention(flags_.retention));
    }
    clock_ = MakeClock(flags_.store);
    run_id_ = MakeRunId(clock_->Now());
    report_.data()["sets"] = nlohmann::json::array();
    return absl::OkStatus();
  }

  // Backs one database up; returns the code that it alone would give, and
  // keeps its failure if it is the first.
  ExitCode Backup(const std::string& target) {
    stage_ = Stage::kConnecting;
    label_.clear();
    is_set_failed_ = false;
    absl::Status status = Try(target);
    if (!status.ok()) {
      if (stage_ != Stage::kLocking) status = LogFailure(std::move(status));
      const ExitCode code = ExitCodeFor(status, stage_, signals_.received());
      failure_ = FirstFailure(std::move(failure_), status);
      return code;
    }
    return is_set_failed_ ? ExitCode::kAnswerIsNo : ExitCode::kDone;
  }

  const absl::Status& failure() const { return failure_; }

 private:
  absl::Status Try(const std::string& target) {
    ConnectionFlags connection_flags = flags_.dump.connection;
    connection_flags.database = target;
    ConnectionOptions options =
        MakeConnectionOptions(connection_flags, "pgark backup");
    options.on_note = [this](const std::string& note) { report_.Warn(note); };
    // A failure to connect belongs to this database, when its name is plain.
    if (!LooksLikeUrl(target) && target.find('=') == std::string::npos) {
      label_ = target;
    }
    ASSIGN_OR_RETURN(auto leader, Connection::Open(options, signals_.token()));
    label_ = leader->database();
    stage_ = Stage::kLocking;
    ASSIGN_OR_RETURN(
        const std::unique_ptr<StoreLock> lock,
        store_->Lock(label_, ThisProcess("backup", clock_->Now())));
    stage_ = Stage::kWorking;
    RETURN_IF_ERROR(store_->RemoveLeftovers(label_));
    WarnAboutClock();
    BackupRequest request = MakeRequest();
    absl::StatusOr<Manifest> made;
    {
      ProgressDisplay progress(flags_.dump.common, report_);
      made = RunBackup(*store_, std::move(leader), std::move(request), progress,
                       signals_.token());
    }
    RETURN_IF_ERROR(made.status());
    return Finish(*made);
  }

  BackupRequest MakeRequest() const {
    BackupRequest request;
    request.job = job_;
    request.database = label_;
    request.level = *ParseVerifyLevel(flags_.verify_level);
    request.also_as = flags_.also_as;
    request.check_space = !flags_.no_space_check;
    request.now = clock_->Now();
    request.manifest.kind = flags_.kind;
    request.manifest.description = flags_.description;
    request.manifest.run_id = run_id_;
    DescribeOptions(table_, &request.manifest);
    return request;
  }

  // A clock that was set back lets new sets look older than those that are
  // there: they are made all the same.
  void WarnAboutClock() {
    const auto sets = store_->Sets(label_);
    if (!sets.ok() || sets->empty()) return;
    const absl::Time newest = sets->back().name.time;
    if (newest <= clock_->Now() + ClockTolerance()) return;
    report_.Warn(absl::StrCat("the clock is behind the set ",
                              sets->back().Selector(),
                              ": was it set back, or wrong then?"));
  }

  absl::Status Finish(const Manifest& manifest) {
    is_set_failed_ = manifest.verdict == SetVerdict::kFailed;
    const absl::Time now = clock_->Now();
    RETURN_IF_ERROR(store_->UpdateLatest(label_, now));
    LogRecord record = MakeRecord(SetVerdictName(manifest.verdict));
    record.set = manifest.set;
    record.level = manifest.verify_level;
    record.seconds = manifest.dump_seconds + manifest.verify_seconds;
    if (is_set_failed_ && !manifest.warnings.empty()) {
      record.message = manifest.warnings.back();
    }
    RETURN_IF_ERROR(store_->AppendLog(record));
    TellSet(manifest, now);
    if (!flags_.prune || manifest.verdict != SetVerdict::kVerified) {
      return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(const PrunePlan plan,
                     PlanPrune(*store_, label_, policy_, now));
    return ApplyPrune(*store_, plan, now);
  }

  void TellSet(const Manifest& manifest, absl::Time now) {
    if (!flags_.dump.common.json()) {
      std::printf("%s\n", manifest.set.c_str());
      std::fflush(stdout);
    }
    if (is_set_failed_) {
      report_.Warn(absl::StrCat("the check of ", manifest.set,
                                " found damage: the set is kept aside as "
                                "failed"));
    }
    const auto sets = store_->Sets(label_);
    if (!sets.ok()) return;
    for (const StoredSet& set : *sets) {
      if (set.name.ToString() == manifest.set) {
        report_.data()["sets"].push_back(SetAsJson(set, now));
      }
    }
  }

  LogRecord MakeRecord(absl::string_view verdict) const {
    return {.time = clock_->Now(),
            .action = "backup",
            .database = label_,
            .verdict = std::string(verdict),
            .version = ProgramVersion(),
            .run_id = run_id_};
  }

  absl::Status LogFailure(absl::Status status) {
    if (label_.empty()) return status;
    LogRecord record = MakeRecord("failed");
    record.message = FormatStatus(status);
    // The store may be what fails: the first failure says more.
    store_->AppendLog(record).IgnoreError();
    return status;
  }

  const BackupFlags& flags_;
  const OptionTable& table_;
  const DumpJobOptions& job_;
  SignalStop& signals_;
  Report& report_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Clock> clock_;
  RetentionPolicy policy_;
  std::string run_id_;
  absl::Status failure_;
  // Of the database that is under way.
  Stage stage_ = Stage::kUsage;
  std::string label_;
  bool is_set_failed_ = false;
};

}  // namespace

int BackupCommand(int argc, char** argv, SignalStop& signals) {
  BackupFlags flags;
  OptionTable table = MakeBackupOptions(&flags);
  std::vector<std::string> operands;
  if (auto code = ParseCommandLine(table, argc, argv, static_cast<size_t>(argc),
                                   &operands)) {
    return *code;
  }
  const absl::StatusOr<DumpJobOptions> job = ResolveBackupFlags(flags);
  if (!job.ok()) return ReportUsage(argv[0], job.status());
  const auto databases = Databases(operands, flags);
  if (!databases.ok()) return ReportUsage(argv[0], databases.status());
  Report report("backup", flags.dump.common);
  BackupCommandRun run(flags, table, *job, signals, report);
  const absl::Status begun = run.Begin();
  if (!begun.ok()) {
    return report.Finish(ExitCodeFor(begun, Stage::kWorking), begun);
  }
  umask(kPrivateMask);
  if (flags.dump.niceness > 0) {
    setpriority(PRIO_PROCESS, 0, flags.dump.niceness);
  }
  // The others are backed up although one could not be.
  ExitCode code = ExitCode::kDone;
  for (const std::string& database : *databases) {
    const ExitCode one = run.Backup(database);
    if (code == ExitCode::kDone ||
        (code == ExitCode::kAnswerIsNo && one != ExitCode::kDone)) {
      code = one;
    }
    if (signals.received() != 0) break;
  }
  return report.Finish(code, run.failure());
}

}  // namespace pgark
