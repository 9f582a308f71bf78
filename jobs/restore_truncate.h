#ifndef PGARK_JOBS_RESTORE_TRUNCATE_H_
#define PGARK_JOBS_RESTORE_TRUNCATE_H_

#include <string>

#include "absl/status/status.h"
#include "jobs/restore_plan.h"
#include "protocol/connection.h"

namespace pgark {

// Returns the statement that empties every table whose rows the plan restores,
// all of them or none; "" when there is no such table. Tables that inherit from
// them keep their rows.
std::string TruncateStatement(const RestorePlan& plan);

// Executes it. Returns what the statement returns, with a hint where tables
// that are not restored refer to those that are.
absl::Status TruncateTables(const RestorePlan& plan, Connection& connection);

}  // namespace pgark

#endif  // PGARK_JOBS_RESTORE_TRUNCATE_H_
