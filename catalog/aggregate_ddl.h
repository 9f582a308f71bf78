#ifndef PGARK_CATALOG_AGGREGATE_DDL_H_
#define PGARK_CATALOG_AGGREGATE_DDL_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "catalog/function_objects.h"
#include "catalog/object.h"
#include "catalog/toc_builder.h"
#include "protocol/sql_text.h"

namespace pgark {

// CREATE AGGREGATE with every clause (docs/objects.md, "Functions and
// operators"); ends with ";\n". `qualified_name` is quoted.
std::string AggregateDefinition(absl::string_view qualified_name,
                                const AggregateObject& aggregate,
                                const SqlStyle& style);

// The entries of an aggregate, with comment, labels and privileges; the latter
// stand under FUNCTION.
absl::Status EmitAggregate(const DdlContext& context, const Object& object,
                           TocBuilder& toc);

}  // namespace pgark

#endif  // PGARK_CATALOG_AGGREGATE_DDL_H_
