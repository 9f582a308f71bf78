#ifndef PGARK_CATALOG_FUNCTION_DDL_H_
#define PGARK_CATALOG_FUNCTION_DDL_H_

#include <string>

#include "absl/status/status.h"
#include "catalog/function_objects.h"
#include "catalog/object.h"
#include "catalog/toc_builder.h"

namespace pgark {

// CREATE FUNCTION or PROCEDURE (docs/objects.md, "Functions and operators");
// ends with ";\n". `schema` is raw.
std::string FunctionDefinition(const DdlContext& context,
                               const std::string& schema,
                               const FunctionObject& function);

// The entries of a function or procedure, with comment, labels and privileges.
absl::Status EmitRoutine(const DdlContext& context, const Object& object,
                         TocBuilder& toc);

}  // namespace pgark

#endif  // PGARK_CATALOG_FUNCTION_DDL_H_
