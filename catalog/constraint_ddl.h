#ifndef PGARK_CATALOG_CONSTRAINT_DDL_H_
#define PGARK_CATALOG_CONSTRAINT_DDL_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "catalog/relation_objects.h"
#include "catalog/toc_builder.h"

namespace pgark {

// EmitFunction (toc_builder.h) of kConstraint and kForeignKey: CONSTRAINT, FK
// CONSTRAINT, or the CHECK CONSTRAINT that is not written with its table; and
// the comment. A constraint within its table has no entry here.
absl::Status EmitConstraint(const DdlContext& context, const Object& object,
                            TocBuilder& toc);

// "PRIMARY KEY (a, b) INCLUDE (c) WITH (...) DEFERRABLE": the definition of a
// primary key or unique constraint. Made from the index, since the server's
// own text for constraints leaves the storage options out. Pure.
// Returns FAILED_PRECONDITION naming the index when it has a column that its
// table has not.
absl::StatusOr<std::string> KeyDefinition(const DdlContext& context,
                                          const ConstraintObject& constraint,
                                          const IndexObject& index);

}  // namespace pgark

#endif  // PGARK_CATALOG_CONSTRAINT_DDL_H_
