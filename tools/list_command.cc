#include <cstdio>
#include <memory>
#include <unordered_map>

#include "absl/strings/str_cat.h"
#include "archive/archive_listing.h"
#include "archive/archive_reader.h"
#include "archive/sequential_archive_reader.h"
#include "base/file_source.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "jobs/restore_selection.h"
#include "jobs/restore_session.h"
#include "tools/archive_json.h"
#include "tools/commands.h"
#include "tools/option_table.h"
#include "tools/report.h"
#include "tools/selection_flags.h"

namespace pgark {
namespace {

// Header and contents list are all that a listing needs; they come the same
// way from a file and from a pipe.
struct Contents {
  ArchiveHeader header;
  Toc toc;
};

absl::StatusOr<Contents> ReadContents(const std::string& path) {
  ASSIGN_OR_RETURN(OpenedSource opened, OpenSource(path));
  if (opened.random_access != nullptr) {
    ASSIGN_OR_RETURN(const auto reader,
                     ArchiveReader::Open(std::move(opened.random_access)));
    return Contents{reader->header(), reader->toc()};
  }
  ASSIGN_OR_RETURN(const auto reader,
                   SequentialArchiveReader::Open(std::move(opened.sequential)));
  return Contents{reader->header(), reader->toc()};
}

// The entries in the order of the list file, as `pg_restore -l -L` shows them.
Toc Reordered(const RestoreSelection& selection) {
  std::vector<TocEntry> entries;
  entries.reserve(selection.entries.size());
  for (const SelectedEntry& selected : selection.entries) {
    entries.push_back(*selected.entry);
  }
  return Toc(std::move(entries));
}

struct ListFlags {
  CommonOptions common;
  SelectionFlags selection;
  int as_release = 0;
};

OptionTable MakeListOptions(ListFlags* flags) {
  OptionTable table("pgark list [OPTION...] [ARCHIVE]",
                    "Prints what is in an archive, entry by entry, as "
                    "pg_restore -l does. Without ARCHIVE, or with -, the "
                    "archive comes from standard input.");
  AddSelectionOptions(table, &flags->selection);
  table.BeginGroup("Form");
  table.Add({.name = "as-release",
             .argument = "N",
             .help = "print as the pg_restore of PostgreSQL N does (default: "
                     "that of the program that made the archive)",
             .action = SetInteger(&flags->as_release, 12, 18)});
  AddCommonOptions(table, &flags->common);
  table.AddEpilogue(ExitCodeHelp(""));
  return table;
}

absl::Status Print(const Contents& contents, const RestoreSelection& selection,
                   const ListFlags& flags, Report& report) {
  std::unordered_map<DumpId, bool> wanted;
  for (const SelectedEntry& selected : selection.entries) {
    wanted[selected.entry->id] = selected.parts.Any();
  }
  const auto is_wanted = [&wanted](const TocEntry& entry) {
    return wanted[entry.id];
  };
  const Toc toc = Reordered(selection);
  if (flags.common.json()) {
    report.data() = ListingAsJson(contents.header, toc, is_wanted);
    return absl::OkStatus();
  }
  ListingOptions options;
  options.verbose = flags.common.verbose;
  options.release = flags.as_release != 0
                        ? flags.as_release
                        : ReleaseOfVersionText(contents.header.dump_version);
  const std::string text =
      FormatListing(contents.header, toc, is_wanted, options);
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) {
    return absl::UnavailableError("cannot write to standard output");
  }
  return absl::OkStatus();
}

absl::Status List(const std::string& path, const ListFlags& flags,
                  Report& report, Stage* stage) {
  ASSIGN_OR_RETURN(const EntrySelectionOptions options,
                   ResolveSelection(flags.selection));
  *stage = Stage::kWorking;
  absl::StatusOr<Contents> contents = ReadContents(path);
  if (!contents.ok()) return WithPath(contents.status(), path);
  ASSIGN_OR_RETURN(const RestoreSelection selection,
                   SelectEntries(contents->toc, options));
  for (const std::string& warning : selection.warnings) report.Warn(warning);
  return Print(*contents, selection, flags, report);
}

}  // namespace

int ListCommand(int argc, char** argv, SignalStop&) {
  ListFlags flags;
  OptionTable table = MakeListOptions(&flags);
  std::vector<std::string> operands;
  if (auto code = ParseCommandLine(table, argc, argv, 1, &operands)) {
    return *code;
  }
  Report report("list", flags.common);
  Stage stage = Stage::kUsage;
  const absl::Status status =
      List(operands.empty() ? "-" : operands[0], flags, report, &stage);
  return report.Finish(ExitCodeFor(status, stage), status);
}

}  // namespace pgark
