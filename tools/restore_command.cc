#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/output_file.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "jobs/archive_check.h"
#include "jobs/guarded_restore.h"
#include "jobs/list_file_check.h"
#include "jobs/restore_forecast.h"
#include "jobs/restore_job.h"
#include "jobs/restore_plan.h"
#include "jobs/script_writer.h"
#include "jobs/whole_table.h"
#include "tools/archive_precheck.h"
#include "tools/commands.h"
#include "tools/failure_causes.h"
#include "tools/forecast_report.h"
#include "tools/listing.h"
#include "tools/opened_archive.h"
#include "tools/progress_display.h"
#include "tools/report.h"
#include "tools/restore_flags.h"
#include "tools/source.h"

namespace pgark {
namespace {

// Passes what the job says on to the display.
class RestoreProgress : public RestoreObserver {
 public:
  explicit RestoreProgress(ProgressDisplay& display) : display_(display) {}

  void BeginPhase(absl::string_view name, uint64_t total_bytes) override {
    display_.BeginPhase(name, total_bytes);
  }
  void SetEstimate(uint64_t total_bytes, double share_done) override {
    display_.SetEstimate(total_bytes, share_done);
  }
  void AddBytes(uint64_t bytes) override { display_.AddBytes(bytes); }
  void Detail(absl::string_view text) override { display_.Detail(text); }
  void Warning(absl::string_view text) override { display_.Warning(text); }
  void Failed(const RestoreFailure& failure) override {
    display_.Error(
        FormatStatus(failure.name.empty()
                         ? failure.status
                         : WithObject(failure.status,
                                      absl::StrCat("entry ", failure.name))));
  }

 private:
  ProgressDisplay& display_;
};

void FillReport(const RestoreSummary& summary, Report& report) {
  nlohmann::json& data = report.data();
  data["wanted_entries"] = summary.wanted_entries;
  data["restored_entries"] = summary.restored_entries;
  data["row_count"] = summary.rows;
  data["data_bytes"] = summary.data_bytes;
  data["large_object_count"] = summary.large_objects;
  data["analyzed_table_count"] = summary.analyzed_tables;
  data["failure_count"] = summary.failure_count;
  data["causes"] = nlohmann::json::array();
  for (const FailureCause& cause : GroupByCause(summary.failures)) {
    nlohmann::json json;
    json["cause"] = cause.code;
    json["message"] = cause.words;
    json["count"] = cause.count;
    if (!cause.remedy.empty()) json["remedy"] = cause.remedy;
    SetJsonText(json, "first", cause.first);
    data["causes"].push_back(std::move(json));
  }
  data["failures"] = nlohmann::json::array();
  for (const RestoreFailure& failure : summary.failures) {
    nlohmann::json json;
    if (failure.entry.value != 0) json["entry"] = failure.entry.value;
    SetJsonText(json, "name", failure.name);
    SetJsonText(json, "message", FormatStatus(failure.status));
    if (auto code = GetContext(failure.status, ContextKey::kSqlState)) {
      json["sqlstate"] = *code;
    }
    data["failures"].push_back(std::move(json));
  }
}

std::string DescribeCause(const FailureCause& cause) {
  std::string text = absl::StrCat(cause.count, " x ", cause.words);
  if (!cause.first.empty()) absl::StrAppend(&text, ", first: ", cause.first);
  if (!cause.remedy.empty()) absl::StrAppend(&text, "\n    ", cause.remedy);
  return text;
}

void PrintSummary(const RestoreSummary& summary, const CommonOptions& common) {
  if (summary.failure_count > 0) {
    std::fprintf(stderr, "pgark: %s\n",
                 absl::StrCat("restored ", summary.restored_entries, " of ",
                              summary.wanted_entries,
                              " entries; errors that were passed over: ",
                              summary.failure_count)
                     .c_str());
    for (const FailureCause& cause : GroupByCause(summary.failures)) {
      std::fprintf(stderr, "  %s\n", DescribeCause(cause).c_str());
    }
    return;
  }
  if (common.quiet || (isatty(STDERR_FILENO) == 0 && !common.verbose)) return;
  std::fprintf(
      stderr, "pgark: %s\n",
      absl::StrCat(
          "restored ", summary.restored_entries, " entries, ", summary.rows,
          " rows, ", FormatBytes(static_cast<double>(summary.data_bytes)),
          " of data",
          summary.analyzed_tables == 0
              ? ""
              : absl::StrCat("; ", summary.analyzed_tables, " tables analyzed"))
          .c_str());
}

absl::Status WriteAsScript(OpenedArchive& archive, const RestoreFlags& flags,
                           const RestoreOptions& options, Report& report) {
  ASSIGN_OR_RETURN(auto file, OutputFile::Create(*flags.script_path,
                                                 {.sync = !flags.no_sync}));
  absl::StatusOr<std::vector<std::string>> warnings =
      WriteScript({.header = archive.header(),
                   .toc = archive.toc(),
                   .data = archive.data()},
                  options, *file);
  // A reader such as head may have enough before the end; that is no failure
  // of ours, but the script is not whole.
  RETURN_IF_ERROR(warnings.status());
  for (const std::string& warning : *warnings) report.Warn(warning);
  return file->Commit();
}

// One call of the command, resolved.
struct RestoreRequest {
  const std::string& path;
  const RestoreFlags& flags;
  const RestoreOptions& options;
  const SafetyOptions& safety;
};

// Checks what the request will read, unless the user does without.
absl::Status CheckWhatIsRead(const RestoreRequest& request,
                             OpenedArchive& archive, ProgressDisplay& display,
                             const std::stop_token& stop) {
  if (!request.safety.is_part) {
    return CheckWholeArchive(request.path, display, stop);
  }
  ASSIGN_OR_RETURN(const RestorePlan plan,
                   RestorePlan::Create(archive.toc(), request.options.selection,
                                       archive.data()));
  display.BeginPhase("checking the archive", 0);
  return CheckWantedData(plan, archive.toc(), archive.data(), display, stop);
}

absl::StatusOr<GuardedSummary> RunRequest(const RestoreRequest& request,
                                          OpenedArchive& archive,
                                          const RestoreTarget& target,
                                          SignalStop& signals,
                                          ProgressDisplay& display) {
  const RestoreFlags& flags = request.flags;
  const RestoreSource source{
      .header = archive.header(), .toc = archive.toc(), .data = archive.data()};
  RestoreProgress progress(display);
  if (flags.as_pg_restore) {
    ASSIGN_OR_RETURN(
        RestoreSummary summary,
        RunRestore(source, request.options, target, progress, signals.token()));
    return GuardedSummary{std::move(summary), {}};
  }
  const bool needs_check = (request.options.clean || request.options.truncate ||
                            flags.safety.replace) &&
                           !flags.safety.no_check;
  if (needs_check && !archive.data().reads_in_any_order()) {
    return WithHint(
        absl::InvalidArgumentError(
            "what comes through a pipe cannot be checked before something is "
            "dropped for it"),
        "give the archive as a file, or --no-check");
  }
  const std::stop_token stop = signals.token();
  RestoreGuards guards;
  guards.agree_to_loss = [&](LossKind kind, const TargetContents& contents) {
    return AgreeToLoss(flags.safety, kind, contents, stop);
  };
  if (needs_check) {
    guards.check_archive = [&] {
      return CheckWhatIsRead(request, archive, display, stop);
    };
  }
  return RunGuardedRestore({.source = source,
                            .options = request.options,
                            .safety = request.safety,
                            .target = target,
                            .guards = guards},
                           progress, stop);
}

absl::StatusOr<RestoreForecast> Forecast(const RestoreRequest& request,
                                         OpenedArchive& archive,
                                         const RestoreTarget& target,
                                         SignalStop& signals) {
  const RestoreSource source{
      .header = archive.header(), .toc = archive.toc(), .data = archive.data()};
  const RestoreGuards guards;
  return ForecastRestore({.source = source,
                          .options = request.options,
                          .safety = request.safety,
                          .target = target,
                          .guards = guards},
                         signals.token());
}

void ReportLeftOut(const std::vector<LeftOut>& left_out, Report& report) {
  if (left_out.empty()) return;
  report.data()["left_out"] = LeftOutAsJson(left_out);
  for (const LeftOut& one : left_out) {
    report.Warn(absl::StrCat("left out: ", DescribeLeftOut(one)));
    if (one.is_loss) report.data()["is_incomplete"] = true;
  }
}

// What pg_restore -t leaves out of a table without saying so.
void ReportPartsOfTables(const RestoreRequest& request, OpenedArchive& archive,
                         Report& report) {
  if (request.flags.as_pg_restore || request.options.selection.tables.empty()) {
    return;
  }
  const absl::StatusOr<RestorePlan> plan = RestorePlan::Create(
      archive.toc(), request.options.selection, archive.data());
  if (!plan.ok()) return;
  const std::string left_out = DescribePartsLeftOut(archive.toc(), *plan);
  if (!left_out.empty()) {
    report.Warn(
        absl::StrCat("-t leaves out what tables have beside their "
                     "rows: ",
                     left_out, " (--whole-table takes it)"));
  }
}

absl::Status RestoreIntoDatabase(OpenedArchive& archive,
                                 const RestoreRequest& request,
                                 SignalStop& signals, Report& report,
                                 Stage* stage) {
  const RestoreFlags& flags = request.flags;
  RestoreTarget target;
  target.connection = MakeConnectionOptions(flags.connection, "pgark restore");
  target.connection.on_note = [&report](const std::string& note) {
    report.Warn(note);
  };
  // Until there was a connection, a failure is one to connect.
  std::atomic<bool> connected = false;
  target.connect = [&connected](const ConnectionOptions& connection,
                                std::stop_token stop) {
    auto opened = Connection::Open(connection, std::move(stop));
    if (opened.ok()) connected = true;
    return opened;
  };
  absl::StatusOr<GuardedSummary> summary;
  if (flags.safety.dry_run) {
    const absl::StatusOr<RestoreForecast> forecast =
        Forecast(request, archive, target, signals);
    if (!connected) *stage = Stage::kConnecting;
    RETURN_IF_ERROR(forecast.status());
    report.data() = ForecastAsJson(*forecast);
    report.data()["is_incomplete"] = !forecast->can_work();
    if (!flags.common.json()) PrintForecast(*forecast);
    return absl::OkStatus();
  }
  {
    ProgressDisplay display(flags.common, report);
    summary = RunRequest(request, archive, target, signals, display);
  }
  // What is refused before that is a wrong command line.
  if (!connected) *stage = Stage::kConnecting;
  RETURN_IF_ERROR(summary.status());
  FillReport(summary->restore, report);
  ReportLeftOut(summary->left_out, report);
  ReportPartsOfTables(request, archive, report);
  PrintSummary(summary->restore, flags.common);
  return absl::OkStatus();
}

absl::Status Restore(const RestoreRequest& request, SignalStop& signals,
                     Report& report, Stage* stage) {
  *stage = Stage::kWorking;
  ASSIGN_OR_RETURN(const auto archive, OpenedArchive::Open(request.path));
  const std::optional<std::string>& list = request.options.selection.list_file;
  if (list.has_value() && !request.flags.as_pg_restore) {
    ASSIGN_OR_RETURN(const std::vector<std::string> warnings,
                     CheckListFile(*list, archive->toc()));
    for (const std::string& warning : warnings) report.Warn(warning);
  }
  if (request.flags.script_path.has_value()) {
    return WithPath(
        WriteAsScript(*archive, request.flags, request.options, report),
        request.path);
  }
  return WithPath(
      RestoreIntoDatabase(*archive, request, signals, report, stage),
      request.path);
}

int RunCommand(int argc, char** argv, RestoreFlags& flags,
               SignalStop& signals) {
  OptionTable table = MakeRestoreOptions(&flags);
  std::vector<std::string> operands;
  if (auto code = ParseCommandLine(table, argc, argv, 1, &operands)) {
    return *code;
  }
  absl::StatusOr<RestoreOptions> options = ResolveRestoreFlags(flags);
  if (!options.ok()) return ReportUsage(argv[0], options.status());
  const absl::StatusOr<SafetyOptions> safety = ResolveSafetyFlags(
      flags.safety,
      AsksForPart(options->selection) || !flags.selection.filter_paths.empty());
  if (!safety.ok()) return ReportUsage(argv[0], safety.status());
  absl::StatusOr<std::string> source = operands.empty() ? "-" : operands[0];
  if (!flags.as_pg_restore) source = ResolveSource(*source, flags.store);
  if (!source.ok()) {
    Report report("restore", flags.common);
    return report.Finish(ExitCodeFor(source.status(), Stage::kWorking),
                         source.status());
  }
  const std::string& path = *source;
  if (flags.list) {
    return ListArchive(path, {.common = flags.common,
                              .selection = flags.selection,
                              .as_release = flags.restore.as_release});
  }
  Report report("restore", flags.common);
  Stage stage = Stage::kUsage;
  const absl::Status status = Restore(
      {.path = path, .flags = flags, .options = *options, .safety = *safety},
      signals, report, &stage);
  ExitCode code = ExitCodeFor(status, stage, signals.received());
  if (status.ok() && (report.data().value("failure_count", 0) > 0 ||
                      report.data().value("is_incomplete", false))) {
    code = ExitCode::kAnswerIsNo;
  }
  return report.Finish(code, status);
}

}  // namespace

int RestoreCommand(int argc, char** argv, SignalStop& signals) {
  RestoreFlags flags;
  return RunCommand(argc, argv, flags, signals);
}

int PgRestoreCommand(int argc, char** argv, SignalStop& signals) {
  RestoreFlags flags;
  flags.as_pg_restore = true;
  flags.common.progress = "none";
  const int code = RunCommand(argc, argv, flags, signals);
  return code == 0 ? 0 : static_cast<int>(ExitCode::kFailed);
}

}  // namespace pgark
