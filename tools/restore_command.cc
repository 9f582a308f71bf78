#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/output_file.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "jobs/restore_job.h"
#include "jobs/script_writer.h"
#include "tools/commands.h"
#include "tools/listing.h"
#include "tools/opened_archive.h"
#include "tools/progress_display.h"
#include "tools/report.h"
#include "tools/restore_flags.h"

namespace pgark {
namespace {

// Passes what the job says on to the display.
class RestoreProgress : public RestoreObserver {
 public:
  explicit RestoreProgress(ProgressDisplay& display) : display_(display) {}

  void BeginPhase(absl::string_view name, uint64_t total_bytes) override {
    display_.BeginPhase(name, total_bytes);
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
  data["failure_count"] = summary.failure_count;
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

void PrintSummary(const RestoreSummary& summary, const CommonOptions& common) {
  if (summary.failure_count > 0) {
    std::fprintf(stderr, "pgark: %s\n",
                 absl::StrCat("restored ", summary.restored_entries, " of ",
                              summary.wanted_entries,
                              " entries; errors that were passed over: ",
                              summary.failure_count)
                     .c_str());
    return;
  }
  if (common.quiet || (isatty(STDERR_FILENO) == 0 && !common.verbose)) return;
  std::fprintf(
      stderr, "pgark: %s\n",
      absl::StrCat("restored ", summary.restored_entries, " entries, ",
                   summary.rows, " rows, ",
                   FormatBytes(static_cast<double>(summary.data_bytes)),
                   " of data")
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

absl::Status RestoreIntoDatabase(OpenedArchive& archive,
                                 const RestoreFlags& flags,
                                 const RestoreOptions& options,
                                 SignalStop& signals, Report& report,
                                 Stage* stage) {
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
  absl::StatusOr<RestoreSummary> summary;
  {
    ProgressDisplay display(flags.common, report);
    RestoreProgress progress(display);
    summary = RunRestore({.header = archive.header(),
                          .toc = archive.toc(),
                          .data = archive.data()},
                         options, target, progress, signals.token());
  }
  if (!connected) *stage = Stage::kConnecting;
  RETURN_IF_ERROR(summary.status());
  FillReport(*summary, report);
  PrintSummary(*summary, flags.common);
  return absl::OkStatus();
}

absl::Status Restore(const std::string& path, const RestoreFlags& flags,
                     const RestoreOptions& options, SignalStop& signals,
                     Report& report, Stage* stage) {
  *stage = Stage::kWorking;
  ASSIGN_OR_RETURN(const auto archive, OpenedArchive::Open(path));
  if (flags.script_path.has_value()) {
    return WithPath(WriteAsScript(*archive, flags, options, report), path);
  }
  return WithPath(
      RestoreIntoDatabase(*archive, flags, options, signals, report, stage),
      path);
}

}  // namespace

int RestoreCommand(int argc, char** argv, SignalStop& signals) {
  RestoreFlags flags;
  OptionTable table = MakeRestoreOptions(&flags);
  std::vector<std::string> operands;
  if (auto code = ParseCommandLine(table, argc, argv, 1, &operands)) {
    return *code;
  }
  absl::StatusOr<RestoreOptions> options = ResolveRestoreFlags(flags);
  if (!options.ok()) return ReportUsage(argv[0], options.status());
  const std::string path = operands.empty() ? "-" : operands[0];
  if (flags.list) {
    return ListArchive(path, {.common = flags.common,
                              .selection = flags.selection,
                              .as_release = flags.restore.as_release});
  }
  Report report("restore", flags.common);
  Stage stage = Stage::kUsage;
  const absl::Status status =
      Restore(path, flags, *options, signals, report, &stage);
  ExitCode code = ExitCodeFor(status, stage, signals.received());
  if (status.ok() && report.data().value("failure_count", 0) > 0) {
    code = ExitCode::kAnswerIsNo;
  }
  return report.Finish(code, status);
}

}  // namespace pgark
