#ifndef PGARK_CATALOG_COLLATION_DDL_H_
#define PGARK_CATALOG_COLLATION_DDL_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "catalog/object.h"
#include "catalog/other_objects.h"
#include "catalog/toc_builder.h"
#include "protocol/sql_text.h"

namespace pgark {

// CREATE COLLATION; ends with ";\n". `name` is quoted and qualified. Returns
// UNIMPLEMENTED naming the collation for a provider that we do not know.
absl::StatusOr<std::string> CollationDefinition(
    absl::string_view name, const CollationObject& collation,
    const SqlStyle& style);

// The entries of a collation or conversion, with comments.
absl::Status EmitCollation(const DdlContext& context, const Object& object,
                           TocBuilder& toc);
absl::Status EmitConversion(const DdlContext& context, const Object& object,
                            TocBuilder& toc);

}  // namespace pgark

#endif  // PGARK_CATALOG_COLLATION_DDL_H_
