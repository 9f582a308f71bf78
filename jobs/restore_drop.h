#ifndef PGARK_JOBS_RESTORE_DROP_H_
#define PGARK_JOBS_RESTORE_DROP_H_

#include <string>

#include "absl/status/statusor.h"
#include "archive/toc_entry.h"

namespace pgark {

// Returns what --clean executes for an entry: its drop statement, with
// IF EXISTS put in where asked for (docs/archive-format.md, "Clean"). "" when
// there is nothing to drop. Large objects have a form of their own, one
// statement an object. Statements end with a newline.
//
// Returns DATA_LOSS with the entry for a group of large objects whose list
// cannot be read.
absl::StatusOr<std::string> DropText(const TocEntry& entry, bool if_exists);

}  // namespace pgark

#endif  // PGARK_JOBS_RESTORE_DROP_H_
