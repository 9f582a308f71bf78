#ifndef PGARK_CATALOG_STATISTICS_DDL_H_
#define PGARK_CATALOG_STATISTICS_DDL_H_

#include <span>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "catalog/toc_builder.h"

namespace pgark {

// An argument of pg_restore_attribute_stats() that holds a column of pg_stats:
// both have the same name.
struct ColumnStatistic {
  absl::string_view name;
  absl::string_view type;  // what its text is cast to
  int since;               // the server's release
};

// In the order of the call; ColumnStatistics::values has this order.
std::span<const ColumnStatistic> ColumnStatisticKinds();

// EmitFunction (toc_builder.h). kStatisticsData: STATISTICS DATA, one call for
// the relation and one for each of its columns (docs/objects.md,
// "Statistics").
absl::Status EmitStatisticsData(const DdlContext& context, const Object& object,
                                TocBuilder& toc);

}  // namespace pgark

#endif  // PGARK_CATALOG_STATISTICS_DDL_H_
