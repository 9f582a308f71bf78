#include "protocol/sql_text.h"

#include <algorithm>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "protocol/sql_keywords.h"

namespace pgark {
namespace {

int KeywordCount(int release) {
  const auto keywords = SqlKeywords();
  return static_cast<int>(std::count_if(
      keywords.begin(), keywords.end(),
      [&](const SqlKeyword& row) { return row.first_release <= release; }));
}

TEST(SqlKeywordsTest, EveryReleaseHasItsNumberOfWords) {
  EXPECT_EQ(KeywordCount(13), 151);
  EXPECT_EQ(KeywordCount(15), 151);
  EXPECT_EQ(KeywordCount(16), 156);
  EXPECT_EQ(KeywordCount(17), 164);
  EXPECT_EQ(KeywordCount(18), 164);
}

TEST(SqlKeywordsTest, AreSortedSoThatSearchFindsEachOne) {
  for (const SqlKeyword& row : SqlKeywords()) {
    EXPECT_TRUE(IsQuotedKeyword(row.word, 18)) << row.word;
  }
}

struct IdentifierCase {
  const char* name;
  const char* want;
};
class QuoteIdentifierTest : public testing::TestWithParam<IdentifierCase> {};

TEST_P(QuoteIdentifierTest, QuotesWhatPgDumpQuotes) {
  EXPECT_EQ(QuoteIdentifier(GetParam().name, {}), GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(
    Names, QuoteIdentifierTest,
    testing::Values(
        IdentifierCase{"orders", "orders"}, IdentifierCase{"_x9", "_x9"},
        IdentifierCase{"", "\"\""}, IdentifierCase{"9x", "\"9x\""},
        IdentifierCase{"Orders", "\"Orders\""},
        IdentifierCase{"a$b", "\"a$b\""}, IdentifierCase{"a b", "\"a b\""},
        IdentifierCase{"a\"b", "\"a\"\"b\""},
        IdentifierCase{"a\\b", "\"a\\b\""},
        IdentifierCase{"\xc3\xa4", "\"\xc3\xa4\""},
        IdentifierCase{"user", "\"user\""}, IdentifierCase{"name", "name"},
        IdentifierCase{"verbose", "\"verbose\""}));

TEST(QuoteIdentifierRuleTest, WordsThatBecameKeywordsDependOnTheRelease) {
  EXPECT_EQ(QuoteIdentifier("json_table", {.release = 16}), "json_table");
  EXPECT_EQ(QuoteIdentifier("json_table", {.release = 17}), "\"json_table\"");
  EXPECT_EQ(QuoteIdentifier("system_user", {.release = 15}), "system_user");
}

TEST(QuoteIdentifierRuleTest, QuoteAllQuotesPlainNamesToo) {
  const SqlStyle style{.quote_all_identifiers = true};
  EXPECT_EQ(QuoteQualified("public", "t", style), "\"public\".\"t\"");
}

TEST(QuoteQualifiedTest, QuotesEachPartAloneAndDropsAnEmptySchema) {
  EXPECT_EQ(QuoteQualified("public", "Order", {}), "public.\"Order\"");
  EXPECT_EQ(QuoteQualified("", "t", {}), "t");
}

TEST(QuoteLiteralTest, DoublesQuotesAndKeepsBackslashesInStandardStrings) {
  EXPECT_EQ(QuoteLiteral("a'b\\c\nd", {}), "'a''b\\c\nd'");
}

TEST(QuoteLiteralTest, DoublesBackslashesWithoutStandardStrings) {
  EXPECT_EQ(QuoteLiteral("a'b\\c", {.standard_strings = false}), "'a''b\\\\c'");
}

TEST(QuoteLiteralTest, ForQueriesTakesEscapeSyntaxOnlyForABackslash) {
  EXPECT_EQ(QuoteLiteralForQuery("it's"), "'it''s'");
  EXPECT_EQ(QuoteLiteralForQuery("a\\b'"), " E'a\\\\b'''");
}

struct EncodingCase {
  const char* client_encoding;
  const char* text;
  const char* want;
};
class EncodedLiteralTest : public testing::TestWithParam<EncodingCase> {};

TEST_P(EncodedLiteralTest, DoublesOnlyBackslashesThatAreCharacters) {
  const SqlStyle style{
      .standard_strings = false,
      .encoding = ClientEncodingFromName(GetParam().client_encoding)};
  EXPECT_EQ(QuoteLiteral(GetParam().text, style), GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(
    Encodings, EncodedLiteralTest,
    testing::Values(EncodingCase{"SJIS", "\x95\x5c\x5c", "'\x95\x5c\x5c\x5c'"},
                    // A half-width kana is one byte, so the backslash is one.
                    EncodingCase{"SJIS", "\xb1\x5c", "'\xb1\x5c\x5c'"},
                    EncodingCase{"SHIFT_JIS_2004", "\x95\x5c", "'\x95\x5c'"},
                    EncodingCase{"BIG5", "\xa5\x5c\x5c", "'\xa5\x5c\x5c\x5c'"},
                    EncodingCase{"GBK", "\x81\x5c", "'\x81\x5c'"},
                    EncodingCase{"UHC", "\xb1\x5c'", "'\xb1\x5c'''"},
                    EncodingCase{"JOHAB", "\x88\x5c", "'\x88\x5c'"},
                    EncodingCase{"GB18030", "\x81\x5c\\", "'\x81\x5c\\\\'"},
                    EncodingCase{"GB18030", "\x81\x30\x81\x30\\",
                                 "'\x81\x30\x81\x30\\\\'"},
                    EncodingCase{"UTF8", "\xc3\xa4\\", "'\xc3\xa4\\\\'"},
                    EncodingCase{"EUC_JP", "\xa5\x5c", "'\xa5\x5c\x5c'"}));

TEST(EncodedLiteralRuleTest, ACutCharacterNeverSwallowsAQuote) {
  const SqlStyle style{.standard_strings = false,
                       .encoding = ClientEncoding::kTwoByte};
  EXPECT_EQ(QuoteLiteral("\x81'; DROP TABLE t", style),
            "'\x81''; DROP TABLE t'");
  EXPECT_EQ(QuoteLiteral("\x81", style), "'\x81'");
}

TEST(DollarQuoteTest, TagGrowsUntilTheTextDoesNotContainIt) {
  EXPECT_EQ(DollarQuote("SELECT 1"), "$$SELECT 1$$");
  EXPECT_EQ(DollarQuote("a $1 b"), "$_$a $1 b$_$");
  EXPECT_EQ(DollarQuote("$_"), "$_X$$_$_X$");
  EXPECT_EQ(DollarQuote("$_XXXXXXX"), "$_XXXXXXX_$$_XXXXXXX$_XXXXXXX_$");
}

TEST(DollarQuoteTest, TheDelimiterIsNeverInTheText) {
  std::string text = "$";
  for (int i = 0; i < 30; ++i) {
    const std::string quoted = DollarQuote(text);
    const std::string tag = quoted.substr(0, (quoted.size() - text.size()) / 2);
    EXPECT_EQ(quoted, absl::StrCat(tag, text, tag));
    EXPECT_FALSE(absl::StrContains(text, tag.substr(0, tag.size() - 1)));
    text += tag.substr(0, tag.size() - 1);
  }
}

}  // namespace
}  // namespace pgark
