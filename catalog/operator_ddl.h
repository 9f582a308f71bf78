#ifndef PGARK_CATALOG_OPERATOR_DDL_H_
#define PGARK_CATALOG_OPERATOR_DDL_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "catalog/object.h"
#include "catalog/other_objects.h"
#include "catalog/toc_builder.h"
#include "protocol/sql_text.h"

namespace pgark {

// The statements that create operators and what indexes make of them
// (docs/objects.md, "Functions and operators"). Names are quoted and qualified
// (an operator's own name is never quoted); texts end with ";\n".

std::string OperatorDefinition(absl::string_view name, const OperatorObject& op,
                               const SqlStyle& style);
std::string OperatorClassDefinition(absl::string_view name,
                                    const OperatorClassObject& op_class,
                                    const SqlStyle& style);
// With the members that belong to none of the family's classes.
std::string OperatorFamilyDefinition(absl::string_view name,
                                     const OperatorFamilyObject& family,
                                     const SqlStyle& style);

// The entries, with comments. An operator that others name but nobody has
// defined has none.
absl::Status EmitOperator(const DdlContext& context, const Object& object,
                          TocBuilder& toc);
absl::Status EmitOperatorClass(const DdlContext& context, const Object& object,
                               TocBuilder& toc);
absl::Status EmitOperatorFamily(const DdlContext& context, const Object& object,
                                TocBuilder& toc);

}  // namespace pgark

#endif  // PGARK_CATALOG_OPERATOR_DDL_H_
