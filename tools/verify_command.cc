#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "archive/archive_source.h"
#include "archive/validator.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "tools/commands.h"
#include "tools/option_table.h"
#include "tools/progress_display.h"
#include "tools/report.h"
#include "tools/validation_json.h"

namespace pgark {
namespace {

std::string Counted(uint64_t count, absl::string_view what) {
  return absl::StrCat(count, " ", what, count == 1 ? "" : "s");
}

struct VerifyFlags {
  CommonOptions common;
  std::string level = "rows";
  int jobs = 0;
};

constexpr int kMaxDefaultJobs = 4;

OptionTable MakeVerifyOptions(VerifyFlags* flags) {
  OptionTable table(
      "pgark verify [OPTION...] [ARCHIVE...]",
      "Checks archives: nothing is restored and no server is needed. ARCHIVE "
      "is a file in the custom or tar format, or a directory. Without it, or "
      "with -, the archive comes from standard input.");
  table.BeginGroup("What is checked");
  table.Add(
      {.name = "level",
       .argument = "LEVEL",
       .help =
           "toc (header and contents list), blocks (every byte "
           "belongs to one structure), streams (all data decodes, "
           "checksums), rows (every row; the default), types (every field of "
           "a column of a type that PostgreSQL brings)",
       .action = SetWord(&flags->level,
                         {"toc", "blocks", "streams", "rows", "types"})});
  table.Add({.name = "jobs",
             .short_name = 'j',
             .argument = "N",
             .help = "threads (default: cores, at most 4)",
             .action = SetInteger(&flags->jobs, 1, 1024)});
  AddCommonOptions(table, &flags->common);
  table.AddEpilogue(
      ExitCodeHelp("checked, and something is wrong (findings: error)"));
  return table;
}

// Prints each finding of one archive as it comes.
class FindingPrinter : public FindingSink {
 public:
  FindingPrinter(const std::string& path, const CommonOptions& options)
      : path_(path), options_(options) {}

  void Add(const Finding& finding) override {
    findings_.push_back(finding);
    if (options_.json()) return;
    // Notes say what could not be judged; they are no reason to look closer.
    if (finding.severity == Severity::kNote && !options_.verbose) return;
    std::printf("%s: %s\n", path_.c_str(), FormatFinding(finding).c_str());
  }
  const std::vector<Finding>& findings() const { return findings_; }

 private:
  const std::string& path_;
  const CommonOptions& options_;
  std::vector<Finding> findings_;
};

const char* StrengthText(ChecksumStrength strength) {
  switch (strength) {
    case ChecksumStrength::kNone:
      return "no checksums in this archive: a changed letter would not be "
             "seen";
    case ChecksumStrength::kStreams:
      return "the data carries checksums, the contents list does not";
    case ChecksumStrength::kEverything:
      return "checksums cover every byte";
  }
  return "";
}

void PrintVerdict(const std::string& path, const ValidationSummary& summary,
                  const CommonOptions& options) {
  uint64_t rows = 0;
  uint64_t raw_bytes = 0;
  for (const DataSummary& data : summary.data) {
    rows += data.rows.value_or(0);
    raw_bytes += data.raw_bytes;
    if (options.verbose) {
      const std::string count =
          data.rows.has_value() ? absl::StrCat(*data.rows, " rows, ") : "";
      std::printf("%s\n",
                  absl::StrCat(path, ": entry ", data.id.value, ": ", count,
                               data.raw_bytes, " bytes of data, ",
                               data.stored_bytes, " stored")
                      .c_str());
    }
  }
  if (!summary.is_clean()) {
    std::printf(
        "%s\n",
        absl::StrCat(path, ": DAMAGED: ", Counted(summary.errors, "error"),
                     ", ", Counted(summary.warnings, "warning"), " (level ",
                     std::string(VerifyLevelName(summary.level)), ")")
            .c_str());
    return;
  }
  std::string text = absl::StrCat(
      path, ": ok (level ", std::string(VerifyLevelName(summary.level)),
      "): ", summary.entry_count, " entries, ",
      FormatBytes(static_cast<double>(summary.file_bytes)));
  if (summary.level >= VerifyLevel::kRows) {
    absl::StrAppend(&text, ", ", rows, " rows, ",
                    FormatBytes(static_cast<double>(raw_bytes)), " of data");
  }
  absl::StrAppend(&text, "; ", StrengthText(summary.checksums));
  if (summary.stock.oldest_release > 0) {
    absl::StrAppend(
        &text, "; pg_restore ", summary.stock.oldest_release,
        " and later read it",
        summary.stock.from_pipe || summary.layout == ArchiveLayout::kDirectory
            ? ""
            : ", but not from a pipe");
  }
  std::printf("%s\n", text.c_str());
}

absl::StatusOr<ValidationSummary> VerifyOne(const std::string& path,
                                            const VerifyFlags& flags,
                                            std::stop_token stop,
                                            ProgressDisplay& progress,
                                            FindingSink& sink) {
  ValidatorOptions options;
  options.level = *ParseVerifyLevel(flags.level);
  options.jobs =
      flags.jobs > 0
          ? flags.jobs
          : std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1,
                       kMaxDefaultJobs);
  options.stop = std::move(stop);
  options.on_progress = [&progress](uint64_t bytes) {
    progress.AddBytes(bytes);
  };
  ASSIGN_OR_RETURN(ArchiveSource source, OpenArchiveSource(path));
  progress.BeginPhase(absl::StrCat("checking ", path), source.size_bytes());
  return ValidateArchive(source, options, sink);
}

}  // namespace

int VerifyCommand(int argc, char** argv, SignalStop& signals) {
  VerifyFlags flags;
  OptionTable table = MakeVerifyOptions(&flags);
  std::vector<std::string> paths;
  if (auto code = ParseCommandLine(table, argc, argv, static_cast<size_t>(argc),
                                   &paths)) {
    return *code;
  }
  if (paths.empty()) paths.push_back("-");
  Report report("verify", flags.common);
  report.data()["archives"] = nlohmann::json::array();
  ExitCode code = ExitCode::kDone;
  absl::Status failure;
  // The other archives are checked although one could not be.
  for (const std::string& path : paths) {
    FindingPrinter printer(path, flags.common);
    absl::StatusOr<ValidationSummary> summary;
    {
      ProgressDisplay progress(flags.common, report);
      summary = VerifyOne(path, flags, signals.token(), progress, printer);
    }
    if (!summary.ok()) {
      failure =
          FirstFailure(std::move(failure), WithPath(summary.status(), path));
      if (absl::IsCancelled(summary.status())) break;
      continue;
    }
    if (!summary->is_clean()) code = ExitCode::kAnswerIsNo;
    report.data()["archives"].push_back(
        ValidationAsJson(path, *summary, printer.findings()));
    if (!flags.common.json() && !flags.common.quiet) {
      PrintVerdict(path, *summary, flags.common);
    }
  }
  if (!failure.ok()) {
    code = ExitCodeFor(failure, Stage::kWorking, signals.received());
  }
  return report.Finish(code, failure);
}

}  // namespace pgark
