#include "catalog/name_pattern.h"

#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

struct Case {
  const char* name;
  const char* pattern;
  std::vector<std::string> regexes;
};

class NamePatternTest : public ::testing::TestWithParam<Case> {};

TEST_P(NamePatternTest, BecomesRegularExpressions) {
  std::vector<std::string> regexes;
  for (const NamePatternPart& part : ParseNamePattern(GetParam().pattern)) {
    regexes.push_back(part.regex);
  }
  EXPECT_EQ(regexes, GetParam().regexes);
}

INSTANTIATE_TEST_SUITE_P(
    Patterns, NamePatternTest,
    ::testing::Values(
        Case{"LettersAreFolded", "Orders", {"^(orders)$"}},
        Case{"QuotedLettersAreNot", "\"Orders\"", {"^(Orders)$"}},
        Case{"WildcardsAreTranslated", "a*b?", {"^(a.*b.)$"}},
        Case{"QuotedWildcardsAreLetters", "\"a*b?\"", {"^(a\\*b\\?)$"}},
        Case{"DotsSeparateParts", "s.t", {"^(s)$", "^(t)$"}},
        Case{"QuotedDotsDoNot", "\"s.t\"", {"^(s\\.t)$"}},
        Case{"QuotesMayBePartOfAName", "a\"B.C\"d", {"^(aB\\.Cd)$"}},
        Case{"DoubledQuotesAreOne", "\"a\"\"b\"", {"^(a\"b)$"}},
        Case{"DollarsAreLetters", "a$b", {"^(a\\$b)$"}},
        Case{"ExpressionsPassThrough", "[ab](x|y)+", {"^([ab](x|y)+)$"}},
        Case{"EmptyBracketsAreLetters", "int[]", {"^(int\\[])$"}},
        Case{"BackslashInQuotesIsALetter", "\"a\\b\"", {"^(a\\\\b)$"}},
        Case{"EmptyPartsStay", ".t", {"^()$", "^(t)$"}},
        Case{"EmptyPattern", "", {"^()$"}}),
    [](const auto& tested) { return tested.param.name; });

TEST(NamePatternLiteralTest, LosesQuotesAndKeepsWildcards) {
  const std::vector<NamePatternPart> parts = ParseNamePattern("Shop.\"A*\"");
  ASSERT_EQ(parts.size(), 2u);
  EXPECT_EQ(parts[0].literal, "shop");
  EXPECT_EQ(parts[1].literal, "A*");
}

TEST(NamePatternConditionTest, MatchingEverythingIsNoCondition) {
  EXPECT_EQ(MatchCondition("n", ParseNamePattern("*")[0]), "true");
}

TEST(NamePatternConditionTest, NamesTheOperatorWithItsSchema) {
  EXPECT_EQ(MatchCondition("n", ParseNamePattern("it's")[0]),
            "n OPERATOR(pg_catalog.~) '^(it''s)$' COLLATE pg_catalog.default");
}

}  // namespace
}  // namespace pgark
