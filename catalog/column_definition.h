#ifndef PGARK_CATALOG_COLUMN_DEFINITION_H_
#define PGARK_CATALOG_COLUMN_DEFINITION_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "catalog/relation_objects.h"
#include "catalog/toc_builder.h"

namespace pgark {

// The elements between the parentheses of CREATE TABLE, in their order:
// columns, NOT NULL constraints of columns that are not printed, CHECK
// constraints. Neither indented nor separated.
// Returns FAILED_PRECONDITION naming the column when its collation is unknown.
absl::StatusOr<std::vector<std::string>> TableElements(
    const DdlContext& context, const RelationObject& relation);

// "ALTER TABLE ONLY s.t ALTER COLUMN c SET ...;\n" for everything about one
// column that its definition cannot say, "" when there is nothing.
std::string AlterColumnLines(const DdlContext& context,
                             const RelationObject& relation,
                             const ColumnObject& column);

// "NOT NULL", "CONSTRAINT n NOT NULL NO INHERIT"; with `element_column` (as
// SQL) as an element of its own: "NOT NULL c".
std::string NotNullClause(const DdlContext& context, const ColumnObject& column,
                          const std::string& element_column = "");

}  // namespace pgark

#endif  // PGARK_CATALOG_COLUMN_DEFINITION_H_
