#ifndef PGARK_JOBS_LIST_FILE_H_
#define PGARK_JOBS_LIST_FILE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "archive/dump_id.h"
#include "archive/toc.h"

namespace pgark {

// What a list file (-L) asks for.
struct ListedEntries {
  // The ids in the file's order, each once; all are in the TOC.
  std::vector<DumpId> ids;
  // One for every line that was ignored, with its number.
  std::vector<std::string> warnings;
};

// Reads a list file: the output of `list`, edited. Everything from a semicolon
// on is a comment; a line starts with an entry's id, what follows it does not
// matter (docs/archive-format.md, "List files"). Lines without a usable number,
// and repeated ones, are ignored with a warning.
//
// Returns NOT_FOUND, naming the line, for an id that is within the range of
// the archive's ids and that no entry has.
absl::StatusOr<ListedEntries> ParseListFile(absl::string_view text,
                                            const Toc& toc);

}  // namespace pgark

#endif  // PGARK_JOBS_LIST_FILE_H_
