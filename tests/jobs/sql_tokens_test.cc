#include "jobs/sql_tokens.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace pgark {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Texts(const std::string& text,
                               bool standard_strings = true) {
  std::vector<std::string> texts;
  for (const SqlToken& token : TokenizeSql(text, standard_strings)) {
    texts.push_back(text.substr(token.begin, token.end - token.begin));
  }
  return texts;
}

TEST(SqlTokensTest, CommentsAndWhiteSpaceAreLeftOut) {
  EXPECT_THAT(Texts("GRANT -- all; 'x\n/* to /* no */ body */ x;"),
              ElementsAre("GRANT", "x", ";"));
  EXPECT_THAT(Texts("  \n"), IsEmpty());
}

TEST(SqlTokensTest, NothingInQuotesIsAWord) {
  EXPECT_THAT(Texts(R"(a 'it''s; "b"' "c ""d"" 'e'" E'f\'g' h)"),
              ElementsAre("a", R"('it''s; "b"')", R"("c ""d"" 'e'")",
                          R"(E'f\'g')", "h"));
  EXPECT_THAT(Texts("$x$ ; $y$ ' $x$ $$;$$ $1"),
              ElementsAre("$x$ ; $y$ ' $x$", "$$;$$", "$", "1"));
}

TEST(SqlTokensTest, ABackslashCountsAsTheSessionHasIt) {
  EXPECT_THAT(Texts(R"('a\' b)", true), ElementsAre(R"('a\')", "b"));
  EXPECT_THAT(Texts(R"('a\' b)", false), ElementsAre(R"('a\' b)"));
}

TEST(SqlTokensTest, WhatDoesNotEndGoesToTheEnd) {
  for (const char* text :
       {"'abc", "\"abc", "$a$bc", "/* abc", "E'\\", "-- abc"}) {
    size_t end = 0;
    for (const SqlToken& token : TokenizeSql(text, true)) end = token.end;
    EXPECT_LE(end, std::string(text).size()) << text;
  }
}

TEST(SqlTokensTest, NamesAndLiteralsLoseTheirQuotes) {
  const std::string text = R"(Bob "A ""b""" 'it''s' ;)";
  const std::vector<SqlToken> tokens = TokenizeSql(text, true);
  ASSERT_EQ(tokens.size(), 4u);
  EXPECT_EQ(SqlName(text, tokens[0]), "bob");
  EXPECT_EQ(SqlName(text, tokens[1]), "A \"b\"");
  EXPECT_EQ(SqlName(text, tokens[2]), "");
  EXPECT_EQ(SqlLiteralValue(text, tokens[2]), "it's");
  EXPECT_EQ(SqlLiteralValue(text, tokens[0]), "");
  EXPECT_TRUE(IsSqlWord(text, tokens[0], "BOB"));
  EXPECT_FALSE(IsSqlWord(text, tokens[1], "A"));
  EXPECT_TRUE(IsSqlSign(text, tokens[3], ';'));
}

}  // namespace
}  // namespace pgark
