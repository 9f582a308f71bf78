#include "jobs/job_count.h"

#include <algorithm>
#include <thread>

#include "base/status_macros.h"

namespace pgark {
namespace {

constexpr int kMaxDefaultJobs = 4;

}  // namespace

int ChooseJobCount(int cores, int max_connections, int reserved, int used) {
  const int free = max_connections - reserved - used;
  return std::max(1, std::min({cores, kMaxDefaultJobs, free / 4}));
}

absl::StatusOr<int> DefaultJobCount(Connection& connection) {
  // Everybody may see these numbers; pg_stat_activity hides others' rows.
  ASSIGN_OR_RETURN(
      const Result row,
      connection.Query(
          "SELECT pg_catalog.current_setting('max_connections'), "
          "pg_catalog.current_setting('superuser_reserved_connections'), "
          "(SELECT pg_catalog.sum(numbackends) FROM "
          "pg_catalog.pg_stat_database)"));
  if (row.row_count() != 1) {
    return absl::InternalError("the settings have no row");
  }
  return ChooseJobCount(static_cast<int>(std::thread::hardware_concurrency()),
                        row.Int(0, 0), row.Int(0, 1), row.Int(0, 2));
}

}  // namespace pgark
