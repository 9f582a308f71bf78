#ifndef PGARK_ARCHIVE_MEMBER_NAMES_H_
#define PGARK_ARCHIVE_MEMBER_NAMES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "archive/dump_id.h"
#include "archive/read_limits.h"

namespace pgark {

// The names of the files that a directory or tar archive is made of
// (docs/archive-format.md, "Directories").

// Header and contents list.
inline constexpr absl::string_view kContentsFileName = "toc.dat";
// In tars: a script that nobody needs.
inline constexpr absl::string_view kScriptFileName = "restore.sql";
// In directories, up to archive version 1.15: the list of large objects,
// whatever the contents list says.
inline constexpr absl::string_view kObjectListFileName = "blobs.toc";

// Whether a name that an archive gives is that of a file beside it: not empty,
// no way into another directory, no more than 255 octets.
bool IsPlainFileName(absl::string_view name);

// The number in "blob_<number>.dat", as pg_dump writes it; nothing for other
// names.
std::optional<Oid> ParseObjectFileName(absl::string_view name);
// Whether the name is one of a list of large objects: "blobs.toc",
// "blobs_3561.toc".
bool IsObjectListName(absl::string_view name);

// A line of a list of large objects.
struct ListedObject {
  Oid oid = 0;
  std::string file_name;
};

// Reads such a list, lines of "<number> <file name>", in pieces that end
// anywhere. Memory grows with the lines that are right, and with nothing else.
//
// thread-compatible
class ObjectListParser {
 public:
  // `limits` must outlive this.
  explicit ObjectListParser(const ReadLimits& limits) : limits_(limits) {}

  // Returns DATA_LOSS with the offset for a line that is none, the number 0 or
  // one that is there twice, and a name that is not plain; RESOURCE_EXHAUSTED
  // beyond limits.max_entries. Nothing more may be called then.
  absl::Status Take(absl::string_view text);
  // The list ends here: DATA_LOSS inside of a line.
  absl::StatusOr<std::vector<ListedObject>> Finish();

 private:
  absl::Status TakeLine(absl::string_view line);

  const ReadLimits& limits_;
  std::vector<ListedObject> objects_;
  std::unordered_set<Oid> seen_;
  std::string line_;         // what there is of the current one
  uint64_t line_begin_ = 0;  // its offset
};

// The same for a whole list.
absl::StatusOr<std::vector<ListedObject>> ParseObjectFileList(
    absl::string_view text, const ReadLimits& limits);

// The first large object of a BLOBS entry's tag, from archive version 1.16 on:
// 700 of "700..999" or of "700"; nothing for other tags.
std::optional<Oid> FirstObjectOfTag(absl::string_view tag);

}  // namespace pgark

#endif  // PGARK_ARCHIVE_MEMBER_NAMES_H_
