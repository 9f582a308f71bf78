#ifndef PGARK_JOBS_RESTORE_OWNERSHIP_H_
#define PGARK_JOBS_RESTORE_OWNERSHIP_H_

#include <string>

#include "absl/status/statusor.h"
#include "archive/toc_entry.h"
#include "jobs/restore_session.h"

namespace pgark {

// Returns what stands between ALTER and OWNER TO for the object of an entry:
// "TABLE app.orders", "FUNCTION app.f(integer)"; "" when the kind has no owner
// of its own, or is not known and not dropped by its name either
// (docs/archive-format.md, "Ownership").
// Returns DATA_LOSS with the entry when its drop statement, which names
// functions and operators, is none.
absl::StatusOr<std::string> OwnedObject(const TocEntry& entry,
                                        const RestoreDialect& dialect);

}  // namespace pgark

#endif  // PGARK_JOBS_RESTORE_OWNERSHIP_H_
