#ifndef PGARK_TOOLS_SELECTION_FLAGS_H_
#define PGARK_TOOLS_SELECTION_FLAGS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "jobs/restore_options.h"
#include "tools/option_table.h"

namespace pgark {

// -a, -s and --section of dump and restore.
struct PartFlags {
  bool data_only = false;
  bool schema_only = false;
  std::vector<std::string> sections;
};

void AddPartOptions(OptionTable& table, PartFlags* flags);

// Which sections the flags leave.
struct Sections {
  bool pre_data = true;
  bool data = true;
  bool post_data = true;
};
// Returns INVALID_ARGUMENT for a section that does not exist, and for -a and
// -s together.
absl::StatusOr<Sections> ResolveParts(const PartFlags& flags);

// The options that choose entries of an archive, in restore and list.
struct SelectionFlags {
  PartFlags parts;
  EntrySelectionOptions selection;  // the flags that need no resolving
  std::optional<std::string> list_file_path;
};

void AddSelectionOptions(OptionTable& table, SelectionFlags* flags);

// Returns the selection with the parts resolved and the list file read;
// INVALID_ARGUMENT as ResolveParts(), or what reading the file says.
absl::StatusOr<EntrySelectionOptions> ResolveSelection(
    const SelectionFlags& flags);

}  // namespace pgark

#endif  // PGARK_TOOLS_SELECTION_FLAGS_H_
