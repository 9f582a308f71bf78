#ifndef PGARK_CATALOG_TABLE_DATA_DDL_H_
#define PGARK_CATALOG_TABLE_DATA_DDL_H_

#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "archive/toc_entry.h"
#include "catalog/dump_plan.h"
#include "catalog/relation_objects.h"
#include "catalog/toc_builder.h"

namespace pgark {

// EmitFunctions (toc_builder.h) of what relations hold.

// kTableData: TABLE DATA with its COPY statement.
absl::Status EmitTableData(const DdlContext& context, const Object& object,
                           TocBuilder& toc);
// kSequenceSet: SEQUENCE SET.
absl::Status EmitSequenceSet(const DdlContext& context, const Object& object,
                             TocBuilder& toc);
// kRefreshMaterializedView: MATERIALIZED VIEW DATA, if it can be populated.
absl::Status EmitRefreshMaterializedView(const DdlContext& context,
                                         const Object& object, TocBuilder& toc);

// How the rows of the TABLE DATA entries among `entries` are read, in their
// order. Pure.
std::vector<TableDataSource> TableDataSources(
    const DdlContext& context, std::span<const TocEntry> entries);

// "(a, b)": the live columns that are not generated, by attnum; "" when there
// are none.
std::string CopyColumns(const DdlContext& context,
                        const RelationObject& relation);

// The relation whose COPY takes the rows: the topmost parent of a partition
// when they must be routed anew (the option, or a hash of an enum, whose OIDs
// change), otherwise the relation itself.
const RelationObject& LoadTarget(const DdlContext& context,
                                 const RelationObject& relation);

}  // namespace pgark

#endif  // PGARK_CATALOG_TABLE_DATA_DDL_H_
