#ifndef PGARK_TOOLS_SELECTION_FLAGS_H_
#define PGARK_TOOLS_SELECTION_FLAGS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "jobs/restore_options.h"
#include "tools/option_table.h"

namespace pgark {

// What of the database: the options of dump and restore for schema, data,
// statistics and sections.
struct PartFlags {
  bool data_only = false;
  bool schema_only = false;
  bool statistics_only = false;
  bool no_data = false;
  bool no_schema = false;
  bool no_statistics = false;
  bool statistics = false;
  std::vector<std::string> sections;
};

void AddPartOptions(OptionTable& table, PartFlags* flags);

// What the flags leave.
struct Parts {
  bool schema = true;
  bool data = true;
  bool statistics = false;
  bool pre_data_section = true;
  bool data_section = true;
  bool post_data_section = true;
};
// `statistics_by_default`: dump leaves them out unless they are asked for,
// restore takes what the archive has. Returns INVALID_ARGUMENT for a section
// that does not exist, and for options that exclude each other.
absl::StatusOr<Parts> ResolveParts(const PartFlags& flags,
                                   bool statistics_by_default);

// Copies the parts to where restore looks for them.
void SelectParts(const Parts& parts, EntrySelectionOptions* selection);

// The options that choose entries of an archive, in restore and list.
struct SelectionFlags {
  PartFlags parts;
  EntrySelectionOptions selection;  // the flags that need no resolving
  std::optional<std::string> list_file_path;
  std::vector<std::string> filter_paths;
};

void AddSelectionOptions(OptionTable& table, SelectionFlags* flags);

// Returns the selection with the parts resolved and the list and filter files
// read; INVALID_ARGUMENT as ResolveParts(), or what reading a file says.
absl::StatusOr<EntrySelectionOptions> ResolveSelection(
    const SelectionFlags& flags);

// "A and B exclude each other".
absl::Status ExclusionError(absl::string_view first, absl::string_view second);

}  // namespace pgark

#endif  // PGARK_TOOLS_SELECTION_FLAGS_H_
