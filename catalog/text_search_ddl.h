#ifndef PGARK_CATALOG_TEXT_SEARCH_DDL_H_
#define PGARK_CATALOG_TEXT_SEARCH_DDL_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "catalog/object.h"
#include "catalog/other_objects.h"
#include "catalog/toc_builder.h"
#include "protocol/sql_text.h"

namespace pgark {

// The statements that create what text search is made of (docs/objects.md,
// "Text search"). `name` is quoted and qualified; texts end with ";\n".

std::string TextSearchParserDefinition(absl::string_view name,
                                       const TextSearchParserObject& parser);
std::string TextSearchTemplateDefinition(
    absl::string_view name, const TextSearchTemplateObject& text_template);
std::string TextSearchDictionaryDefinition(
    absl::string_view name, const TextSearchDictionaryObject& dictionary,
    const SqlStyle& style);
// With an ALTER for each token type that has dictionaries.
std::string TextSearchConfigurationDefinition(
    absl::string_view name, const TextSearchConfigurationObject& configuration,
    const SqlStyle& style);

// The entries, with comments.
absl::Status EmitTextSearchParser(const DdlContext& context,
                                  const Object& object, TocBuilder& toc);
absl::Status EmitTextSearchTemplate(const DdlContext& context,
                                    const Object& object, TocBuilder& toc);
absl::Status EmitTextSearchDictionary(const DdlContext& context,
                                      const Object& object, TocBuilder& toc);
absl::Status EmitTextSearchConfiguration(const DdlContext& context,
                                         const Object& object, TocBuilder& toc);

}  // namespace pgark

#endif  // PGARK_CATALOG_TEXT_SEARCH_DDL_H_
