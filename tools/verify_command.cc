#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "archive/archive_source.h"
#include "archive/validator.h"
#include "base/output_file.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "tools/commands.h"
#include "tools/option_table.h"
#include "tools/progress_display.h"
#include "tools/report.h"
#include "tools/source.h"
#include "tools/validation_json.h"
#include "tools/verify_page.h"
#include "tools/verify_verdict.h"

namespace pgark {
namespace {

struct VerifyFlags {
  CommonOptions common;
  std::string level = "rows";
  int jobs = 0;
  std::string report;
  StoreFlags store;
};

OptionTable MakeVerifyOptions(VerifyFlags* flags) {
  OptionTable table(
      "pgark verify [OPTION...] [ARCHIVE...]",
      "Checks archives: nothing is restored and no server is needed. ARCHIVE "
      "is a file in the custom or tar format, a directory, or a set of a store "
      "(app:latest). Without it, or "
      "with -, the archive comes from standard input.");
  table.BeginGroup("What is checked");
  table.Add(
      {.name = "level",
       .argument = "LEVEL",
       .help =
           "toc (header and contents list), blocks (every byte "
           "belongs to one structure; with our index, is what was written: "
           "no decoding), streams (all data decodes, "
           "checksums), rows (every row; the default), types (every field of "
           "a column of a type that PostgreSQL brings)",
       .action = SetWord(&flags->level,
                         {"toc", "blocks", "streams", "rows", "types"})});
  table.Add({.name = "jobs",
             .short_name = 'j',
             .argument = "N",
             .help = "threads (default: as many as cores)",
             .action = SetInteger(&flags->jobs, 1, 1024)});
  table.Add({.name = "report",
             .argument = "FILE.html",
             .help = "write a page of its own as well: verdict, findings with "
                     "their places, a map of the file, sizes by table",
             .action = SetText(&flags->report)});
  AddStoreOptions(table, &flags->store);
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
    std::printf("%s: %s\n", Escaped(path_).c_str(),
                FormatFinding(finding).c_str());
  }
  const std::vector<Finding>& findings() const { return findings_; }

 private:
  const std::string& path_;
  const CommonOptions& options_;
  std::vector<Finding> findings_;
};

void PrintVerdict(const std::string& path, const ValidationSummary& summary,
                  const CommonOptions& options) {
  const auto print = [&path](absl::string_view text) {
    std::printf("%s\n", absl::StrCat(Escaped(path), ": ", text).c_str());
  };
  if (options.verbose) {
    for (const DataSummary& data : summary.data) {
      print(absl::StrCat("entry ", data.id.value, ", ", DataName(data), ": ",
                         DataText(data, summary.level)));
    }
    print(absl::StrCat("restorable: ", RestorableText(summary)));
    for (const std::string& spot : BlindSpots(summary)) {
      print(absl::StrCat("not seen: ", spot));
    }
  }
  print(VerdictText(summary));
}

absl::Status WritePage(const std::string& path,
                       const std::vector<VerifiedArchive>& archives) {
  ASSIGN_OR_RETURN(const std::unique_ptr<OutputFile> file,
                   OutputFile::Create(path));
  RETURN_IF_ERROR(file->Append(VerifyPage(archives)));
  return file->Commit();
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
          : std::max(static_cast<int>(std::thread::hardware_concurrency()), 1);
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
  if (paths.empty()) paths.emplace_back("-");
  Report report("verify", flags.common);
  for (std::string& path : paths) {
    absl::StatusOr<std::string> resolved = ResolveSource(path, flags.store);
    if (!resolved.ok()) {
      return report.Finish(ExitCodeFor(resolved.status(), Stage::kWorking),
                           resolved.status());
    }
    path = *std::move(resolved);
  }
  report.data()["archives"] = nlohmann::json::array();
  ExitCode code = ExitCode::kDone;
  absl::Status failure;
  std::vector<VerifiedArchive> verified;  // for the page
  // The other archives are checked although one could not be.
  for (const std::string& path : paths) {
    FindingPrinter printer(path, flags.common);
    absl::StatusOr<ValidationSummary> summary;
    {
      ProgressDisplay progress(flags.common, report);
      summary = VerifyOne(path, flags, signals.token(), progress, printer);
    }
    if (!flags.report.empty()) {
      verified.push_back({path, std::nullopt, summary.status(), {}});
      verified.back().findings = printer.findings();
      if (summary.ok()) verified.back().summary = *summary;
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
  if (!flags.report.empty()) {
    failure =
        FirstFailure(std::move(failure), WritePage(flags.report, verified));
  }
  if (!failure.ok()) {
    code = ExitCodeFor(failure, Stage::kWorking, signals.received());
  }
  return report.Finish(code, failure);
}

}  // namespace pgark
