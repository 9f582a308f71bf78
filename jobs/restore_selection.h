#ifndef PGARK_JOBS_RESTORE_SELECTION_H_
#define PGARK_JOBS_RESTORE_SELECTION_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "archive/toc.h"
#include "archive/toc_entry.h"
#include "jobs/restore_options.h"

namespace pgark {

// The parts of an entry that are wanted.
struct EntryParts {
  bool schema = false;
  bool data = false;
  bool statistics = false;

  bool Any() const { return schema || data || statistics; }
  friend bool operator==(const EntryParts&, const EntryParts&) = default;
};

struct SelectedEntry {
  const TocEntry* entry;  // in the Toc, which must outlive the selection
  EntryParts parts;
};

struct RestoreSelection {
  // Every entry, in the order of restoring: that of the archive, or with a
  // list file first what it does not name, then what it names. Unwanted
  // entries have no parts.
  std::vector<SelectedEntry> entries;
  // What the user should know, for example ignored lines of the list file.
  std::vector<std::string> warnings;

  // Whether nothing wanted has a schema part: then the restore behaves as with
  // -a, whatever was asked for.
  bool IsDataOnly() const;
};

// Applies the rules of pg_restore (docs/archive-format.md, "Which entries are
// wanted"), in their order.
//
// Returns NOT_FOUND for a list file that names an absent entry, for a pattern
// of whole tables that matches none, and for a name that nothing matched under
// strict_names; INVALID_ARGUMENT for a pattern that is none.
absl::StatusOr<RestoreSelection> SelectEntries(
    const Toc& toc, const EntrySelectionOptions& options);

}  // namespace pgark

#endif  // PGARK_JOBS_RESTORE_SELECTION_H_
