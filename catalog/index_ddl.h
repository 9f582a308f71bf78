#ifndef PGARK_CATALOG_INDEX_DDL_H_
#define PGARK_CATALOG_INDEX_DDL_H_

#include <string>

#include "absl/status/status.h"
#include "catalog/relation_objects.h"
#include "catalog/toc_builder.h"

namespace pgark {

// EmitFunctions (toc_builder.h) of indexes and extended statistics.

// kIndex: INDEX and its comment. An index behind a constraint has the comment
// only, which stands here although it depends on the constraint.
absl::Status EmitIndex(const DdlContext& context, const Object& object,
                       TocBuilder& toc);

// kIndexAttach: INDEX ATTACH.
absl::Status EmitIndexAttach(const DdlContext& context, const Object& object,
                             TocBuilder& toc);

// kExtendedStatistics: STATISTICS and its comment.
absl::Status EmitExtendedStatistics(const DdlContext& context,
                                    const Object& object, TocBuilder& toc);

// What follows an index's definition in the same entry, each a line that may
// have a blank one before it. Pure.
std::string ClusterLine(const DdlContext& context, const IndexObject& index);
std::string ReplicaIdentityLine(const DdlContext& context,
                                const IndexObject& index);
// schema.index, quoted; an index lives in its table's schema.
std::string QualifiedIndexName(const DdlContext& context,
                               const IndexObject& index);

}  // namespace pgark

#endif  // PGARK_CATALOG_INDEX_DDL_H_
