#ifndef PGARK_ARCHIVE_TOC_CODEC_H_
#define PGARK_ARCHIVE_TOC_CODEC_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "archive/archive_header.h"
#include "archive/archive_input.h"
#include "archive/data_offset.h"
#include "archive/read_limits.h"
#include "archive/toc_entry.h"

namespace pgark {

// A contents list as read.
struct DecodedToc {
  std::vector<TocEntry> entries;
  // Beside each entry: what it says about its block, and where it begins.
  // In directories and tars entries name files instead: kNotSet where there is
  // a name, kNoData where it is "".
  std::vector<DataOffset> offsets;
  std::vector<uint64_t> entry_begins;
  // Directories and tars only: beside each entry the name, never looked at
  // here ("../x" may come).
  std::vector<std::string> file_names;
};

// Reads the contents list that follows `header`; `input` stands behind it
// afterwards. Returns DATA_LOSS with offset and entry for what no pg_dump has
// ever written: a count that the file has no room for, a number of an entry
// or dependency below 1 or of an entry twice, NULL where a text must be, a NUL
// octet in one, an oid that is no number, a section, relation kind, data mark
// or offset flag that there is not. RESOURCE_EXHAUSTED beyond a limit.
absl::StatusOr<DecodedToc> DecodeToc(ArchiveInput& input,
                                     const ArchiveHeader& header,
                                     const ReadLimits& limits);

// One entry of it.
struct DecodedTocEntry {
  TocEntry entry;
  DataOffset offset;
  std::string file_name;  // directories and tars only
};

// Reads the entry where `input` stands, for those who look for entries in a
// damaged list. Returns what DecodeToc() returns for an entry, except that it
// knows no other entries.
absl::StatusOr<DecodedTocEntry> DecodeTocEntry(ArchiveInput& input,
                                               const ArchiveHeader& header,
                                               const ReadLimits& limits);

// Appends the contents list of the custom format as `header`'s version stores
// it. `offsets` and `field_positions` (the place of each offset field in *out)
// go with the entries. Returns INVALID_ARGUMENT with the entry for what cannot
// be stored: a NUL octet, numbers out of range, an id twice.
// What the version has no field for is left out.
absl::Status EncodeToc(std::span<const TocEntry> entries,
                       std::span<const DataOffset> offsets,
                       const ArchiveHeader& header, std::string* out,
                       std::vector<uint64_t>* field_positions);

// The section of an entry where the version stores none (before 1.11).
Section DeriveSection(EntryKind kind);

}  // namespace pgark

#endif  // PGARK_ARCHIVE_TOC_CODEC_H_
