#ifndef PGARK_JOBS_JOB_COUNT_H_
#define PGARK_JOBS_JOB_COUNT_H_

#include "absl/status/statusor.h"
#include "protocol/connection.h"

namespace pgark {

// Returns how many sessions a job opens on the server unless it was told: the
// least of our cores, 4, and a quarter of the sessions that the server has
// room for; at least 1. Or what the server says.
absl::StatusOr<int> DefaultJobCount(Connection& connection);

// The rule: `max_connections` of which `reserved` are for superusers and
// `used` taken.
int ChooseJobCount(int cores, int max_connections, int reserved, int used);

}  // namespace pgark

#endif  // PGARK_JOBS_JOB_COUNT_H_
