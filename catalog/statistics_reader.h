#ifndef PGARK_CATALOG_STATISTICS_READER_H_
#define PGARK_CATALOG_STATISTICS_READER_H_

#include "absl/status/status.h"
#include "catalog/read_context.h"
#include "protocol/connection.h"

namespace pgark {

// Adds a kStatisticsData object for every wanted table, partitioned table,
// foreign table, materialized view and index, if the options ask for
// statistics, and reads what pg_class and pg_stats say of them, in one round
// trip. Returns what the server says, FAILED_PRECONDITION for a relation that
// pg_class does not have any more.
//
// REQUIRES: relations, indexes and the objects of their data were added;
// boundaries were not.
absl::Status ReadStatistics(Connection& connection, ReadContext& context);

}  // namespace pgark

#endif  // PGARK_CATALOG_STATISTICS_READER_H_
