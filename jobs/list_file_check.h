#ifndef PGARK_JOBS_LIST_FILE_CHECK_H_
#define PGARK_JOBS_LIST_FILE_CHECK_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "archive/toc.h"

namespace pgark {

// Holds a list file (-L) against the archive more strictly than pg_restore,
// which looks at the numbers only. Returns a warning for each entry that stands
// before another one that it needs, although the archive has it behind, with
// both lines; and for a line that names another object than its number.
// Returns NOT_FOUND, naming the line, for a number that no entry has, and for a
// line that is of another kind than the entry with its number: a list of
// another archive.
absl::StatusOr<std::vector<std::string>> CheckListFile(absl::string_view text,
                                                       const Toc& toc);

}  // namespace pgark

#endif  // PGARK_JOBS_LIST_FILE_CHECK_H_
