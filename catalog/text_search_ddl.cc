#include "catalog/text_search_ddl.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "catalog/ddl_support.h"
#include "catalog/name_in_schema.h"

namespace pgark {
namespace {

// The entry and comment of any of the four kinds. `kind` is its keyword, too.
void EmitTextSearchObject(const DdlContext& context, const Object& object,
                          ObjectEntry entry, TocBuilder& toc) {
  const absl::string_view keyword = EntryKindDesc(entry.kind);
  const SatelliteTarget target =
      MakeTarget(context, object, keyword,
                 QuoteIdentifier(entry.tag, context.style), entry.owner);
  entry.drop_statement =
      DropStatement(keyword, QuoteObject(context, object, entry.tag));
  AddObjectEntry(context, object, std::move(entry), toc);
  toc.AddComment(target);
}

}  // namespace

std::string TextSearchParserDefinition(absl::string_view name,
                                       const TextSearchParserObject& parser) {
  std::string statement = absl::StrCat(
      "CREATE TEXT SEARCH PARSER ", name, " (\n    START = ", parser.start,
      ",\n    GETTOKEN = ", parser.get_token, ",\n    END = ", parser.end);
  if (!parser.headline.empty()) {
    absl::StrAppend(&statement, ",\n    HEADLINE = ", parser.headline);
  }
  absl::StrAppend(&statement, ",\n    LEXTYPES = ", parser.lexeme_types,
                  " );\n");
  return statement;
}

std::string TextSearchTemplateDefinition(
    absl::string_view name, const TextSearchTemplateObject& text_template) {
  std::string statement =
      absl::StrCat("CREATE TEXT SEARCH TEMPLATE ", name, " (\n");
  if (!text_template.init.empty()) {
    absl::StrAppend(&statement, "    INIT = ", text_template.init, ",\n");
  }
  absl::StrAppend(&statement, "    LEXIZE = ", text_template.lexize, " );\n");
  return statement;
}

std::string TextSearchDictionaryDefinition(
    absl::string_view name, const TextSearchDictionaryObject& dictionary,
    const SqlStyle& style) {
  std::string statement = absl::StrCat(
      "CREATE TEXT SEARCH DICTIONARY ", name,
      " (\n    TEMPLATE = ", Quote(dictionary.template_name, style));
  if (!dictionary.options.empty()) {
    absl::StrAppend(&statement, ",\n    ", dictionary.options);
  }
  statement += " );\n";
  return statement;
}

std::string TextSearchConfigurationDefinition(
    absl::string_view name, const TextSearchConfigurationObject& configuration,
    const SqlStyle& style) {
  std::string statement = absl::StrCat(
      "CREATE TEXT SEARCH CONFIGURATION ", name,
      " (\n    PARSER = ", Quote(configuration.parser, style), " );\n");
  for (const TextSearchMapping& mapping : configuration.mappings) {
    absl::StrAppend(&statement, "\nALTER TEXT SEARCH CONFIGURATION ", name,
                    "\n    ADD MAPPING FOR ",
                    QuoteIdentifier(mapping.token, style), " WITH ",
                    absl::StrJoin(mapping.dictionaries, ", "), ";\n");
  }
  return statement;
}

absl::Status EmitTextSearchParser(const DdlContext& context,
                                  const Object& object, TocBuilder& toc) {
  const TextSearchParserObject& parser =
      context.catalog.others.text_search_parsers[object.detail];
  EmitTextSearchObject(context, object,
                       {.kind = EntryKind::kTextSearchParser,
                        .tag = parser.name,
                        .definition = TextSearchParserDefinition(
                            QuoteObject(context, object, parser.name), parser),
                        .drop_statement = "",
                        .owner = ""},
                       toc);
  return absl::OkStatus();
}

absl::Status EmitTextSearchTemplate(const DdlContext& context,
                                    const Object& object, TocBuilder& toc) {
  const TextSearchTemplateObject& text_template =
      context.catalog.others.text_search_templates[object.detail];
  EmitTextSearchObject(
      context, object,
      {.kind = EntryKind::kTextSearchTemplate,
       .tag = text_template.name,
       .definition = TextSearchTemplateDefinition(
           QuoteObject(context, object, text_template.name), text_template),
       .drop_statement = "",
       .owner = ""},
      toc);
  return absl::OkStatus();
}

absl::Status EmitTextSearchDictionary(const DdlContext& context,
                                      const Object& object, TocBuilder& toc) {
  const TextSearchDictionaryObject& dictionary =
      context.catalog.others.text_search_dictionaries[object.detail];
  EmitTextSearchObject(context, object,
                       {.kind = EntryKind::kTextSearchDictionary,
                        .tag = dictionary.name,
                        .definition = TextSearchDictionaryDefinition(
                            QuoteObject(context, object, dictionary.name),
                            dictionary, context.style),
                        .drop_statement = "",
                        .owner = dictionary.owner},
                       toc);
  return absl::OkStatus();
}

absl::Status EmitTextSearchConfiguration(const DdlContext& context,
                                         const Object& object,
                                         TocBuilder& toc) {
  const TextSearchConfigurationObject& configuration =
      context.catalog.others.text_search_configurations[object.detail];
  EmitTextSearchObject(context, object,
                       {.kind = EntryKind::kTextSearchConfiguration,
                        .tag = configuration.name,
                        .definition = TextSearchConfigurationDefinition(
                            QuoteObject(context, object, configuration.name),
                            configuration, context.style),
                        .drop_statement = "",
                        .owner = configuration.owner},
                       toc);
  return absl::OkStatus();
}

}  // namespace pgark
