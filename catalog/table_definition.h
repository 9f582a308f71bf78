#ifndef PGARK_CATALOG_TABLE_DEFINITION_H_
#define PGARK_CATALOG_TABLE_DEFINITION_H_

#include <string>

#include "absl/status/statusor.h"
#include "catalog/relation_objects.h"
#include "catalog/toc_builder.h"

namespace pgark {

// The text that creates a relation, in pg_dump's spelling for context.release:
// CREATE and everything that belongs into the same entry. Pure; names that
// other objects have come from context.catalog.
//
// All return FAILED_PRECONDITION naming the relation when the catalog holds
// what cannot be written (reloptions that are no array, a collation that was
// not collected).

// Tables, partitioned tables, foreign tables.
// REQUIRES: relation.IsTableLike()
absl::StatusOr<std::string> TableDefinition(const DdlContext& context,
                                            const RelationObject& relation);

// Materialized views; `extension_lines` is what makes it depend on extensions.
absl::StatusOr<std::string> MaterializedViewDefinition(
    const DdlContext& context, const RelationObject& relation,
    const std::string& extension_lines);

// "SET STATISTICS", "SET STORAGE", ... of the columns and the settings of the
// whole table that CREATE has no syntax for. Each line ends with a newline.
std::string AlterLines(const DdlContext& context,
                       const RelationObject& relation);

// "ALTER TABLE ONLY parent ATTACH PARTITION child FOR VALUES ...;\n"
std::string AttachPartitionLine(const DdlContext& context,
                                const RelationObject& parent,
                                const RelationObject& partition);

}  // namespace pgark

#endif  // PGARK_CATALOG_TABLE_DEFINITION_H_
