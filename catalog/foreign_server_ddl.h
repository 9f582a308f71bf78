#ifndef PGARK_CATALOG_FOREIGN_SERVER_DDL_H_
#define PGARK_CATALOG_FOREIGN_SERVER_DDL_H_

#include <string>

#include "absl/status/status.h"
#include "catalog/object.h"
#include "catalog/other_objects.h"
#include "catalog/toc_builder.h"
#include "protocol/sql_text.h"

namespace pgark {

// The statements for foreign data (docs/objects.md, "Foreign data"); they end
// with ";\n".

std::string ForeignDataWrapperDefinition(
    const ForeignDataWrapperObject& wrapper, const SqlStyle& style);
std::string ForeignServerDefinition(const ForeignServerObject& server,
                                    const SqlStyle& style);
std::string UserMappingDefinition(const UserMapping& mapping,
                                  const std::string& server,
                                  const SqlStyle& style);

// The entries, with comments and privileges; behind a server its user mappings.
absl::Status EmitForeignDataWrapper(const DdlContext& context,
                                    const Object& object, TocBuilder& toc);
absl::Status EmitForeignServer(const DdlContext& context, const Object& object,
                               TocBuilder& toc);

}  // namespace pgark

#endif  // PGARK_CATALOG_FOREIGN_SERVER_DDL_H_
