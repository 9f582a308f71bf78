#include "tools/listing.h"

#include <cstdio>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "archive/archive_layout.h"
#include "archive/archive_listing.h"
#include "base/status_macros.h"
#include "jobs/restore_selection.h"
#include "jobs/restore_session.h"
#include "tools/archive_json.h"
#include "tools/opened_archive.h"

namespace pgark {
namespace {

// Whether the selection has the archive's own order: there is no list file.
bool HasOwnOrder(const Toc& toc, const RestoreSelection& selection) {
  size_t next = 0;
  for (const SelectedEntry& selected : selection.entries) {
    if (selected.entry != &toc.entries()[next++]) return false;
  }
  return next == toc.size();
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

absl::Status Print(const OpenedArchive& archive,
                   const RestoreSelection& selection, const ListFlags& flags,
                   Report& report) {
  std::unordered_map<DumpId, bool> wanted;
  wanted.reserve(selection.entries.size());
  for (const SelectedEntry& selected : selection.entries) {
    wanted[selected.entry->id] = selected.parts.Any();
  }
  const auto is_wanted = [&wanted](const TocEntry& entry) {
    return wanted[entry.id];
  };
  const Toc& own = archive.archive().toc();
  const bool has_own_order = HasOwnOrder(own, selection);
  const Toc reordered = has_own_order ? Toc() : Reordered(selection);
  const Toc& toc = has_own_order ? own : reordered;
  if (flags.common.json()) {
    report.data() = ListingAsJson(archive.archive(), toc, is_wanted);
    return absl::OkStatus();
  }
  ListingOptions options;
  const std::string format_name =
      absl::AsciiStrToUpper(ArchiveLayoutName(archive.archive().layout()));
  options.format_name = format_name;
  options.verbose = flags.common.verbose;
  options.release = flags.as_release != 0
                        ? flags.as_release
                        : ReleaseOfVersionText(archive.header().dump_version);
  const std::string text =
      FormatListing(archive.header(), toc, is_wanted, options);
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
  ASSIGN_OR_RETURN(const auto archive, OpenedArchive::Open(path));
  ASSIGN_OR_RETURN(const RestoreSelection selection,
                   SelectEntries(archive->toc(), options));
  for (const std::string& warning : selection.warnings) report.Warn(warning);
  return Print(*archive, selection, flags, report);
}

}  // namespace

int ListArchive(const std::string& path, const ListFlags& flags) {
  Report report("list", flags.common);
  Stage stage = Stage::kUsage;
  const absl::Status status = List(path, flags, report, &stage);
  return report.Finish(ExitCodeFor(status, stage), status);
}

}  // namespace pgark
