#include <string>
#include <vector>

#include "base/buffered_sink.h"
#include "base/output_file.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "jobs/entry_pattern.h"
#include "jobs/entry_sql.h"
#include "tools/archive_json.h"
#include "tools/commands.h"
#include "tools/opened_archive.h"
#include "tools/option_table.h"
#include "tools/report.h"
#include "tools/terminal_text.h"

namespace pgark {
namespace {

struct SqlFlags {
  CommonOptions common;
  RestoreOptions restore;
  std::string output_path = "-";
};

OptionTable MakeSqlOptions(SqlFlags* flags) {
  OptionTable table(
      "pgark sql [OPTION...] SOURCE [ENTRY...]",
      "Prints the SQL of entries of an archive, in the archive's order; no "
      "server is needed. SOURCE is a file in the custom or tar format, a "
      "directory, or - for standard input. ENTRY is a number from pgark list, "
      "or a pattern as for pg_dump -t (orders, app.ord*, \"Line items\"): then "
      "with all that belongs to the object. Without ENTRY everything.");
  table.BeginGroup("Output");
  table.Add({.name = "file",
             .short_name = 'f',
             .argument = "FILE",
             .help = "where to (default: standard output)",
             .action = SetText(&flags->output_path)});
  table.AddFlags({
      {"no-owner", 'O', "no statements that set owners",
       &flags->restore.no_owner},
      {"no-tablespaces", '\0', "no tablespaces",
       &flags->restore.no_tablespaces},
      {"no-table-access-method", '\0', "no table access methods",
       &flags->restore.no_table_access_method},
  });
  table.Add({.name = "as-release",
             .argument = "N",
             .help = "as the pg_restore of PostgreSQL N writes it (default: "
                     "that of the program that made the archive)",
             .action = SetInteger(&flags->restore.as_release, 12, 18)});
  AddCommonOptions(table, &flags->common);
  table.AddEpilogue(ExitCodeHelp(""));
  return table;
}

// The same as a document: each entry with its SQL.
absl::Status FillReport(const OpenedArchive& archive,
                        const std::vector<const TocEntry*>& entries,
                        const RestoreOptions& options, Report& report) {
  nlohmann::json list = nlohmann::json::array();
  for (const TocEntry* entry : entries) {
    StringSink sql;
    RETURN_IF_ERROR(WriteEntrySql(archive.header(), archive.toc(), {&entry, 1},
                                  options, sql));
    nlohmann::json json;
    json["id"] = entry->id.value;
    json["object"] = ObjectAsJson(*entry);
    SetJsonText(json, "sql", sql.data());
    list.push_back(std::move(json));
  }
  report.data()["entries"] = std::move(list);
  return absl::OkStatus();
}

absl::Status Sql(const std::vector<std::string>& operands,
                 const SqlFlags& flags, Report& report) {
  ASSIGN_OR_RETURN(const auto archive, OpenedArchive::Open(operands[0]));
  const std::vector<std::string> names(operands.begin() + 1, operands.end());
  ASSIGN_OR_RETURN(const std::vector<const TocEntry*> entries,
                   FindEntries(archive->toc(), names));
  const bool as_json = flags.common.json();
  if (as_json) {
    RETURN_IF_ERROR(FillReport(*archive, entries, flags.restore, report));
    if (flags.output_path == "-") return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const auto file, OutputFile::Create(flags.output_path, {}));
  TerminalSink terminal(*file, GoesToTerminal(flags.output_path));
  BufferedSink sink(terminal);
  absl::Status status = WriteEntrySql(archive->header(), archive->toc(),
                                      entries, flags.restore, sink);
  if (status.ok()) status = sink.Flush();
  if (!status.ok() && file->reader_is_gone()) return absl::OkStatus();
  RETURN_IF_ERROR(status);
  return file->Commit();
}

}  // namespace

int SqlCommand(int argc, char** argv, SignalStop&) {
  SqlFlags flags;
  OptionTable table = MakeSqlOptions(&flags);
  std::vector<std::string> operands;
  if (auto code = ParseCommandLine(table, argc, argv, static_cast<size_t>(argc),
                                   &operands)) {
    return *code;
  }
  if (operands.empty()) {
    return ReportUsage(argv[0],
                       absl::InvalidArgumentError("an archive is needed"));
  }
  Report report("sql", flags.common);
  const absl::Status status = Sql(operands, flags, report);
  return report.Finish(ExitCodeFor(status, Stage::kWorking), status);
}

}  // namespace pgark
