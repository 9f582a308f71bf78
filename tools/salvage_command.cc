#include <cstdio>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/output_file.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "jobs/salvage_job.h"
#include "tools/commands.h"
#include "tools/option_table.h"
#include "tools/progress_display.h"
#include "tools/report.h"
#include "tools/terminal_text.h"

namespace pgark {
namespace {

struct SalvageFlags {
  CommonOptions common;
  std::string output_path;
  std::string compression;
  bool whole_tables = false;
};

OptionTable MakeSalvageOptions(SalvageFlags* flags) {
  OptionTable table(
      "pgark salvage [OPTION...] SOURCE -f OUT",
      "Writes what is whole of a damaged archive into a new one, and says what "
      "is lost. SOURCE is a file in the custom or tar format, or a directory; "
      "it is not changed. OUT is an archive in the custom format.");
  table.BeginGroup("What is saved");
  table.Add({.name = "file",
             .short_name = 'f',
             .argument = "OUT",
             .help = "where to; must be given",
             .action = SetText(&flags->output_path)});
  table.AddFlags({{"whole-tables", '\0',
                   "no tables of which some rows are lost (default: the rows "
                   "that are whole)",
                   &flags->whole_tables}});
  table.Add({.name = "compress",
             .short_name = 'Z',
             .argument = "METHOD[:DETAIL]",
             .help = "of the new archive: none, gzip, lz4 or zstd, with a "
                     "level (default: as the damaged one)",
             .action = SetText(&flags->compression)});
  AddCommonOptions(table, &flags->common);
  table.AddEpilogue(
      ExitCodeHelp("written, and something is lost (the report says what)"));
  return table;
}

nlohmann::json LossAsJson(const SalvageLoss& loss) {
  nlohmann::json json;
  json["kind"] = std::string(LossKindName(loss.kind));
  if (loss.end > 0) {
    json["begin"] = loss.begin;
    json["end"] = loss.end;
  }
  if (loss.entry.has_value()) json["entry"] = loss.entry->value;
  if (!loss.object.empty()) SetJsonText(json, "object", loss.object);
  if (loss.first_row.has_value()) json["first_row"] = *loss.first_row;
  if (loss.last_row.has_value()) json["last_row"] = *loss.last_row;
  if (loss.large_object.has_value()) json["oid"] = *loss.large_object;
  SetJsonText(json, "reason", loss.reason);
  return json;
}

std::string FormatLoss(const SalvageLoss& loss) {
  std::string text = absl::StrCat("lost ", LossKindName(loss.kind));
  if (!loss.object.empty()) {
    absl::StrAppend(&text, ": ", loss.object);
  } else if (loss.entry.has_value()) {
    absl::StrAppend(&text, ": entry ", loss.entry->value);
  }
  if (loss.large_object.has_value()) {
    absl::StrAppend(&text, ", object ", *loss.large_object);
  }
  if (loss.first_row.has_value()) {
    absl::StrAppend(
        &text, ", rows ", *loss.first_row, " to ",
        loss.last_row.has_value() ? absl::StrCat(*loss.last_row) : "unknown");
  }
  if (loss.end > 0) {
    absl::StrAppend(&text, ", bytes ", loss.begin, "..", loss.end);
  }
  absl::StrAppend(&text, ": ", loss.reason);
  return TerminalText(text, false);
}

void FillReport(const std::string& path, const SalvageReport& salvage,
                Report& report) {
  nlohmann::json& data = report.data();
  SetJsonText(data, "path", path);
  data["entry_count"] = salvage.entries;
  data["whole_table_count"] = salvage.whole_tables;
  data["partial_table_count"] = salvage.partial_tables;
  data["row_count"] = salvage.rows;
  data["large_object_count"] = salvage.large_objects;
  data["compression"] = FormatCompressionSpec(salvage.compression);
  data["losses"] = nlohmann::json::array();
  for (const SalvageLoss& loss : salvage.losses) {
    data["losses"].push_back(LossAsJson(loss));
  }
}

void PrintReport(const std::string& path, const SalvageReport& salvage) {
  for (const SalvageLoss& loss : salvage.losses) {
    std::printf("%s\n", FormatLoss(loss).c_str());
  }
  std::printf("%s\n",
              absl::StrCat(salvage.nothing_lost() ? "nothing is lost: "
                                                  : "saved what is whole: ",
                           salvage.entries, " entries, ", salvage.whole_tables,
                           " whole tables, ", salvage.partial_tables,
                           " with a part of their rows, ", salvage.rows,
                           " rows, ", salvage.large_objects,
                           " large objects, in ", TerminalText(path, false))
                  .c_str());
}

absl::StatusOr<SalvageReport> Salvage(const std::string& path,
                                      const SalvageFlags& flags,
                                      SignalStop& signals, Report& report) {
  SalvageOptions options;
  options.whole_tables = flags.whole_tables;
  options.program_version = ProgramVersion();
  if (!flags.compression.empty()) {
    ASSIGN_OR_RETURN(options.compression,
                     ParseCompressionSpec(flags.compression));
  }
  ASSIGN_OR_RETURN(ArchiveSource source, OpenArchiveSource(path));
  ASSIGN_OR_RETURN(const auto file, OutputFile::Create(flags.output_path, {}));
  ProgressDisplay progress(flags.common, report);
  absl::StatusOr<SalvageReport> salvage = SalvageArchive(
      std::move(source), options, *file, progress, signals.token());
  if (!salvage.ok()) return WithPath(salvage.status(), path);
  RETURN_IF_ERROR(file->Commit());
  return salvage;
}

}  // namespace

int SalvageCommand(int argc, char** argv, SignalStop& signals) {
  SalvageFlags flags;
  OptionTable table = MakeSalvageOptions(&flags);
  std::vector<std::string> operands;
  if (auto code = ParseCommandLine(table, argc, argv, 1, &operands)) {
    return *code;
  }
  if (operands.empty() || flags.output_path.empty()) {
    return ReportUsage(argv[0], absl::InvalidArgumentError(
                                    "an archive and -f OUT are needed"));
  }
  // Standard output holds the report.
  if (flags.output_path == "-") {
    return ReportUsage(
        argv[0], absl::InvalidArgumentError("the new archive must be a file"));
  }
  Report report("salvage", flags.common);
  const absl::StatusOr<SalvageReport> salvage =
      Salvage(operands[0], flags, signals, report);
  ExitCode code =
      ExitCodeFor(salvage.status(), Stage::kWorking, signals.received());
  if (salvage.ok()) {
    FillReport(flags.output_path, *salvage, report);
    if (!flags.common.json() && !flags.common.quiet) {
      PrintReport(flags.output_path, *salvage);
    }
    if (!salvage->nothing_lost()) code = ExitCode::kAnswerIsNo;
  }
  return report.Finish(code, salvage.status());
}

}  // namespace pgark
