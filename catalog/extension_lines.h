#ifndef PGARK_CATALOG_EXTENSION_LINES_H_
#define PGARK_CATALOG_EXTENSION_LINES_H_

#include <string>

#include "absl/strings/string_view.h"
#include "catalog/object.h"
#include "catalog/toc_builder.h"

namespace pgark {

// What is appended to the definition of an object that extensions take along
// when they are dropped: "\nALTER <keyword> <identity> DEPENDS ON EXTENSION
// x;\n" for each of them, by OID. "" for other objects. Where the blank line
// stands depends on the release (object-matrix §3.0).
std::string DependsOnExtensionLines(const DdlContext& context,
                                    const Object& object,
                                    absl::string_view keyword,
                                    absl::string_view identity);

}  // namespace pgark

#endif  // PGARK_CATALOG_EXTENSION_LINES_H_
