#ifndef PGARK_CATALOG_SCHEMA_DDL_H_
#define PGARK_CATALOG_SCHEMA_DDL_H_

#include "absl/status/status.h"
#include "catalog/object.h"
#include "catalog/toc_builder.h"

namespace pgark {

// EmitFunctions (toc_builder.h) of schemas, extensions and default privileges.
absl::Status EmitSchema(const DdlContext& context, const Object& object,
                        TocBuilder& toc);
absl::Status EmitExtension(const DdlContext& context, const Object& object,
                           TocBuilder& toc);
absl::Status EmitDefaultAcl(const DdlContext& context, const Object& object,
                            TocBuilder& toc);

}  // namespace pgark

#endif  // PGARK_CATALOG_SCHEMA_DDL_H_
