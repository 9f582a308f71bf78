#ifndef PGARK_CATALOG_LARGE_OBJECT_DDL_H_
#define PGARK_CATALOG_LARGE_OBJECT_DDL_H_

#include <span>
#include <vector>

#include "absl/status/status.h"
#include "archive/toc_entry.h"
#include "catalog/dump_plan.h"
#include "catalog/toc_builder.h"

namespace pgark {

// EmitFunctions (toc_builder.h) of large objects, in both forms of
// docs/objects.md, "Large objects": an entry BLOB each and one BLOBS for all
// contents, or BLOB METADATA and BLOBS by groups.
absl::Status EmitLargeObject(const DdlContext& context, const Object& object,
                             TocBuilder& toc);
absl::Status EmitLargeObjectData(const DdlContext& context,
                                 const Object& object, TocBuilder& toc);

// Which large objects the BLOBS among `entries` hold, in their order.
std::vector<LargeObjectSource> LargeObjectSources(
    const DdlContext& context, std::span<const TocEntry> entries);

}  // namespace pgark

#endif  // PGARK_CATALOG_LARGE_OBJECT_DDL_H_
