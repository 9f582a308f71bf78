#include "catalog/extension_lines.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "catalog/catalog.h"

namespace pgark {

std::string DependsOnExtensionLines(const DdlContext& context,
                                    const Object& object,
                                    absl::string_view keyword,
                                    absl::string_view identity) {
  const Catalog& catalog = context.catalog;
  const auto found = catalog.extensions_depended_on.find(object.catalog_id);
  if (found == catalog.extensions_depended_on.end()) return "";
  const bool blank_line_before = context.release >= 17;
  std::string lines;
  for (const Oid oid : found->second) {
    const Object* extension = catalog.Find(CatalogId{kPgExtensionOid, oid});
    if (extension == nullptr) continue;
    absl::StrAppend(&lines, blank_line_before ? "\n" : "", "ALTER ", keyword,
                    " ", identity, " DEPENDS ON EXTENSION ",
                    QuoteIdentifier(extension->name, context.style),
                    blank_line_before ? ";\n" : ";\n\n");
  }
  return lines;
}

}  // namespace pgark
