#ifndef PGARK_CATALOG_EXTENSION_LINES_H_
#define PGARK_CATALOG_EXTENSION_LINES_H_

#include <string>

#include "absl/strings/string_view.h"
#include "catalog/object.h"
#include "catalog/toc_builder.h"

namespace pgark {

// What is appended to the definition of an object that extensions take along
// when they are dropped: "ALTER <keyword> <identity> DEPENDS ON EXTENSION x;"
// for each of them, by OID. "" for other objects. From 17 on a newline stands
// before each, up to 15 behind it.
std::string DependsOnExtensionLines(const DdlContext& context,
                                    const Object& object,
                                    absl::string_view keyword,
                                    absl::string_view identity);

}  // namespace pgark

#endif  // PGARK_CATALOG_EXTENSION_LINES_H_
