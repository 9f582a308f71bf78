#ifndef PGARK_CATALOG_TYPE_DDL_H_
#define PGARK_CATALOG_TYPE_DDL_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "catalog/object.h"
#include "catalog/toc_builder.h"
#include "catalog/type_objects.h"
#include "protocol/sql_text.h"

namespace pgark {

// The statements that create types (docs/objects.md, "Types"). `name` is quoted
// and qualified; the text ends with ";\n".

std::string ShellTypeDefinition(absl::string_view name);
std::string BaseTypeDefinition(absl::string_view name, const BaseType& type,
                               const SqlStyle& style);
std::string EnumTypeDefinition(absl::string_view name, const EnumType& type,
                               const SqlStyle& style);
std::string RangeTypeDefinition(absl::string_view name, const RangeType& type,
                                const SqlStyle& style);
std::string CompositeTypeDefinition(absl::string_view name,
                                    const CompositeType& type,
                                    const SqlStyle& style);

// The entries of a type or domain, with comments, labels and privileges.
absl::Status EmitType(const DdlContext& context, const Object& object,
                      TocBuilder& toc);
// The entry of a shell type that loop repair wants.
absl::Status EmitShellType(const DdlContext& context, const Object& object,
                           TocBuilder& toc);

}  // namespace pgark

#endif  // PGARK_CATALOG_TYPE_DDL_H_
