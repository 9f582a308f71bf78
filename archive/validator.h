#ifndef PGARK_ARCHIVE_VALIDATOR_H_
#define PGARK_ARCHIVE_VALIDATOR_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "archive/archive_header.h"
#include "archive/archive_source.h"
#include "archive/digest.h"
#include "archive/dump_id.h"
#include "archive/finding.h"
#include "archive/read_limits.h"
#include "archive/row_digest.h"
#include "base/file_source.h"

namespace pgark {

// How deep to look; each level includes those before it.
enum class VerifyLevel : uint8_t {
  kToc,      // header and contents list, each field and all together
  kBlocks,   // every octet of the file belongs to one structure; with an
             // index, is what was written
  kStreams,  // every stream decodes to its end; checksums and digests
  kRows,     // every row of COPY text; large objects
  kTypes,    // every field of a column whose type we know
};

// "toc", "blocks", "streams", "rows", "types".
absl::string_view VerifyLevelName(VerifyLevel level);
std::optional<VerifyLevel> ParseVerifyLevel(absl::string_view name);

struct ValidatorOptions {
  VerifyLevel level = VerifyLevel::kRows;
  // Threads, for files. A pipe is checked by the calling thread alone.
  int jobs = 1;
  ReadLimits limits;
  // Called from any of the threads, one at a time, with the octets of the
  // file that were checked since the last call. Sums up to about the size.
  std::function<void(uint64_t)> on_progress;
  // When it is requested, Validate() returns CANCELLED soon.
  std::stop_token stop;
};

// What was found in the data of one entry.
struct DataSummary {
  DumpId id;
  // What the contents list calls it: "TABLE DATA", schema (nothing for large
  // objects) and tag, as stored.
  std::string desc;
  std::optional<std::string> schema;
  std::string tag;
  // The file of a directory, the member of a tar ("" for a block). Of large
  // objects the first.
  std::string file;
  // The octets of its block in the file. Of a directory's file all; several
  // large objects count as one behind the other.
  uint64_t begin = 0;
  uint64_t end = 0;
  // Compressed, without framing.
  uint64_t stored_bytes = 0;
  // From level streams on: decoded, and the digest of that (with several
  // large objects, of all of them one after the other).
  uint64_t raw_bytes = 0;
  Digest128 raw_digest;
  // Level rows: rows of COPY data; nothing for INSERT statements.
  std::optional<uint64_t> rows;
  // Level types: of COPY data.
  std::optional<RowDigest> row_digest;
  uint64_t large_objects = 0;
  // Level types: the columns of COPY data, and those whose type was judged.
  size_t columns = 0;
  size_t judged_columns = 0;
  // Whether framing and streams could be read to their ends.
  bool is_whole = false;
};

// What checksums in the archive prove when nothing was found.
enum class ChecksumStrength : uint8_t {
  // Nothing: a changed letter in a row or a definition goes unseen.
  kNone,
  // Each stream of data carries one (gzip; zstd and lz4 if their writer
  // asked for it). The contents list is not covered.
  kStreams,
  // The index covers every octet.
  kEverything,
};

// How stock programs get along with the archive.
struct StockRestore {
  // The oldest major release of pg_restore that reads this version and
  // method (12 stands for 12 and before). 0 when none does.
  int oldest_release = 0;
  bool from_file = false;
  bool from_pipe = false;
  bool in_parallel = false;  // pg_restore -j
};

struct ValidationSummary {
  VerifyLevel level = VerifyLevel::kRows;
  ArchiveLayout layout = ArchiveLayout::kCustom;
  // Nothing when the header could not be read.
  std::optional<ArchiveHeader> header;
  uint64_t file_bytes = 0;  // of all files
  // Where the contents list ends in its file; 0 when it could not be read.
  uint64_t contents_end = 0;
  // The name of the archive's encoding, "" when it is not known.
  std::string encoding;
  uint64_t entry_count = 0;
  // In the order of the file; of a directory in that of the contents list.
  std::vector<DataSummary> data;
  uint64_t errors = 0;
  uint64_t warnings = 0;
  uint64_t notes = 0;
  bool has_index = false;
  ChecksumStrength checksums = ChecksumStrength::kNone;
  StockRestore stock;

  // No finding of severity error.
  bool is_clean() const { return errors == 0; }
};

// Checks an archive of any format and reports what it finds to `sink`, sorted
// by offset, each finding once. Goes on after a problem where it can.
// Never trusts a length, a count or an offset: memory is bounded by what the
// contents list really takes, plus a few MiB and one decoder's window a
// thread.
//
// Returns a status only when it could not check: the source fails
// (its status), the archive is of a kind that we do not read (UNIMPLEMENTED,
// unless an index shows that this comes from damage), or `options.stop`
// (CANCELLED). Findings made until then have been delivered.
absl::StatusOr<ValidationSummary> ValidateArchive(
    ArchiveSource& source, const ValidatorOptions& options, FindingSink& sink);

// The same for a file in the custom format.
absl::StatusOr<ValidationSummary> Validate(const RandomAccessSource& source,
                                           const ValidatorOptions& options,
                                           FindingSink& sink);

// The same, in one pass, for what cannot be read by position: in the custom
// format. Where the contents list says that a block begins is compared with
// where it was met.
absl::StatusOr<ValidationSummary> ValidateStream(
    SequentialSource& source, const ValidatorOptions& options,
    FindingSink& sink);

}  // namespace pgark

#endif  // PGARK_ARCHIVE_VALIDATOR_H_
