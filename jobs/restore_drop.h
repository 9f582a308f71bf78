#ifndef PGARK_JOBS_RESTORE_DROP_H_
#define PGARK_JOBS_RESTORE_DROP_H_

#include <string>

#include "archive/toc_entry.h"

namespace pgark {

// Returns what --clean executes for an entry: its drop statement, with
// IF EXISTS put in where asked for (docs/archive-format.md, "Clean"). "" when
// there is nothing to drop. Not for groups of large objects, whose drop
// statement is a dummy: see UnlinkLargeObject().
std::string DropText(const TocEntry& entry, bool if_exists);

}  // namespace pgark

#endif  // PGARK_JOBS_RESTORE_DROP_H_
