#include "catalog/text_search_ddl.h"

#include "gtest/gtest.h"

namespace pgark {
namespace {

const SqlStyle kStyle;

TEST(TextSearchDdl, ParserHasAHeadlineOnlyIfThereIsOne) {
  TextSearchParserObject parser;
  parser.start = "s";
  parser.get_token = "g";
  parser.end = "e";
  parser.lexeme_types = "l";
  EXPECT_EQ(TextSearchParserDefinition("app.p", parser),
            "CREATE TEXT SEARCH PARSER app.p (\n    START = s,\n"
            "    GETTOKEN = g,\n    END = e,\n    LEXTYPES = l );\n");
  parser.headline = "h";
  EXPECT_EQ(TextSearchParserDefinition("app.p", parser),
            "CREATE TEXT SEARCH PARSER app.p (\n    START = s,\n"
            "    GETTOKEN = g,\n    END = e,\n    HEADLINE = h,\n"
            "    LEXTYPES = l );\n");
}

TEST(TextSearchDdl, TemplateHasAnInitFunctionOnlyIfThereIsOne) {
  TextSearchTemplateObject text_template;
  text_template.lexize = "l";
  EXPECT_EQ(TextSearchTemplateDefinition("app.t", text_template),
            "CREATE TEXT SEARCH TEMPLATE app.t (\n    LEXIZE = l );\n");
  text_template.init = "i";
  EXPECT_EQ(TextSearchTemplateDefinition("app.t", text_template),
            "CREATE TEXT SEARCH TEMPLATE app.t (\n    INIT = i,\n"
            "    LEXIZE = l );\n");
}

// Case 99.
TEST(TextSearchDdl, DictionaryOptionsStandVerbatim) {
  TextSearchDictionaryObject dictionary;
  dictionary.template_name = {"pg_catalog", "simple"};
  EXPECT_EQ(TextSearchDictionaryDefinition("app.d", dictionary, kStyle),
            "CREATE TEXT SEARCH DICTIONARY app.d (\n"
            "    TEMPLATE = pg_catalog.simple );\n");
  dictionary.options = "stopwords = 'it''s', accept = 'false'";
  EXPECT_EQ(TextSearchDictionaryDefinition("app.d", dictionary, kStyle),
            "CREATE TEXT SEARCH DICTIONARY app.d (\n"
            "    TEMPLATE = pg_catalog.simple,\n"
            "    stopwords = 'it''s', accept = 'false' );\n");
}

// Case 99.
TEST(TextSearchDdl, ConfigurationMapsEachTokenInAStatementOfItsOwn) {
  TextSearchConfigurationObject configuration;
  configuration.parser = {"pg_catalog", "default"};
  configuration.mappings.push_back({"word", {"app.\"D\"", "simple"}});
  configuration.mappings.push_back({"float", {"simple"}});
  EXPECT_EQ(TextSearchConfigurationDefinition("app.c", configuration, kStyle),
            "CREATE TEXT SEARCH CONFIGURATION app.c (\n"
            "    PARSER = pg_catalog.\"default\" );\n"
            "\nALTER TEXT SEARCH CONFIGURATION app.c\n"
            "    ADD MAPPING FOR word WITH app.\"D\", simple;\n"
            "\nALTER TEXT SEARCH CONFIGURATION app.c\n"
            "    ADD MAPPING FOR \"float\" WITH simple;\n");
}

}  // namespace
}  // namespace pgark
