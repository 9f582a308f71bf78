#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "jobs/dump_job.h"
#include "tools/commands.h"
#include "tools/dump_flags.h"
#include "tools/dump_job_options.h"
#include "tools/progress_display.h"
#include "tools/report.h"

namespace pgark {
namespace {

std::string VersionText(const ArchiveVersion& version) {
  return absl::StrCat(int{version.major_number}, ".",
                      int{version.minor_number});
}

void FillReport(const DumpJobOptions& job, const DumpSummary& summary,
                Report& report) {
  nlohmann::json& data = report.data();
  SetJsonText(data, "path", job.output_path);
  data["entry_count"] = summary.entries;
  data["table_count"] = summary.tables;
  data["row_count"] = summary.rows;
  data["data_bytes"] = summary.data_bytes;
  data["output_bytes"] = summary.output_bytes;
  data["notes"] = summary.notes;
  if (job.format != DumpFormat::kCustom) return;
  data["archive_version"] = VersionText(summary.version);
  data["compression"] = FormatCompressionSpec(summary.compression);
  data["oldest_pg_restore"] = summary.version.OldestPgRestore();
}

void PrintSummary(const DumpJobOptions& job, const DumpSummary& summary,
                  const CommonOptions& common) {
  if (common.quiet || (isatty(STDERR_FILENO) == 0 && !common.verbose)) return;
  std::string text = absl::StrCat(
      "pgark: dumped ", summary.entries, " entries, ", summary.tables,
      " tables, ", summary.rows, " rows, ",
      FormatBytes(static_cast<double>(summary.data_bytes)), " of data into ",
      FormatBytes(static_cast<double>(summary.output_bytes)));
  if (job.format == DumpFormat::kCustom) {
    absl::StrAppend(&text, "; archive ", VersionText(summary.version), ", ",
                    FormatCompressionSpec(summary.compression), ": pg_restore ",
                    summary.version.OldestPgRestore(), " and later read it");
  }
  std::fprintf(stderr, "%s\n", text.c_str());
}

absl::Status Dump(const DumpFlags& flags, const DumpJobOptions& job,
                  SignalStop& signals, Report& report, Stage* stage) {
  const CommonOptions& common = flags.common;
  ConnectionOptions connection =
      MakeConnectionOptions(flags.connection, "pgark dump");
  connection.on_note = [&report](const std::string& note) {
    report.Warn(note);
  };
  *stage = Stage::kConnecting;
  ASSIGN_OR_RETURN(auto leader, Connection::Open(connection, signals.token()));
  *stage = Stage::kWorking;
  // Threads inherit it. Becoming nicer is always allowed.
  if (flags.niceness > 0) setpriority(PRIO_PROCESS, 0, flags.niceness);
  absl::StatusOr<DumpSummary> summary;
  {
    ProgressDisplay progress(common, report);
    summary = RunDump(std::move(leader), job, progress, signals.token());
  }
  RETURN_IF_ERROR(summary.status());
  for (const std::string& note : summary->notes) {
    if (!common.quiet) std::fprintf(stderr, "pgark: note: %s\n", note.c_str());
  }
  FillReport(job, *summary, report);
  PrintSummary(job, *summary, common);
  return absl::OkStatus();
}

}  // namespace

int DumpCommand(int argc, char** argv, SignalStop& signals) {
  DumpFlags flags;
  OptionTable table = MakeDumpOptions(&flags);
  std::vector<std::string> operands;
  if (auto code = ParseCommandLine(table, argc, argv, 1, &operands)) {
    return *code;
  }
  if (!operands.empty() && !flags.connection.database.has_value()) {
    flags.connection.database = operands[0];
  }
  absl::StatusOr<DumpJobOptions> job = ResolveDumpFlags(flags);
  if (job.ok() && flags.common.json() && job->output_path == "-") {
    job = absl::InvalidArgumentError(
        "--output=json needs --file: standard output cannot hold both");
  }
  if (!job.ok()) return ReportUsage(argv[0], job.status());
  Report report("dump", flags.common);
  Stage stage = Stage::kUsage;
  const absl::Status status = Dump(flags, *job, signals, report, &stage);
  return report.Finish(ExitCodeFor(status, stage, signals.received()), status);
}

}  // namespace pgark
