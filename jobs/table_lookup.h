#ifndef PGARK_JOBS_TABLE_LOOKUP_H_
#define PGARK_JOBS_TABLE_LOOKUP_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "archive/toc.h"

namespace pgark {

// Returns the TABLE DATA entry that a person means by `name`: a dump id (of the
// table, or of its data), schema.table, or a table's name alone where only one
// schema has it. Names are compared exactly; parts in double quotes may hold
// dots, digits alone mean a table only in quotes.
//
// Returns NOT_FOUND when there is no such table, with the nearest names as a
// hint; FAILED_PRECONDITION when it is there but has no rows in the archive (a
// view, a partitioned table, a dump of the schema); INVALID_ARGUMENT when
// several schemas have it, naming them.
absl::StatusOr<const TocEntry*> FindTableData(const Toc& toc,
                                              absl::string_view name);

// Returns at most `count` of `known` that are spelled nearly as `name`, the
// nearest first. For hints.
std::vector<std::string> NearestNames(absl::string_view name,
                                      const std::vector<std::string>& known,
                                      size_t count);

}  // namespace pgark

#endif  // PGARK_JOBS_TABLE_LOOKUP_H_
