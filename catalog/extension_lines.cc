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
  // The blank line before them stands instead of the last one's line end.
  const bool line_end_before = context.release >= 17;
  std::string lines;
  for (const DumpId id : found->second) {
    absl::StrAppend(&lines, line_end_before ? "\n" : "", "ALTER ", keyword, " ",
                    identity, " DEPENDS ON EXTENSION ",
                    QuoteIdentifier(catalog.Get(id).name, context.style),
                    line_end_before ? ";" : ";\n");
  }
  return lines;
}

}  // namespace pgark
