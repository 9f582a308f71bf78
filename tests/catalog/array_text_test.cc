#include "catalog/array_text.h"

#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(ArrayTextTest, QuotesAndBackslashesAreResolved) {
  ASSERT_OK_AND_ASSIGN(
      const std::vector<std::string> elements,
      ParseTextArray(
          R"({plain,"a b","with \"quote\"","back\\slash",a\,b,""})"));
  EXPECT_THAT(elements, ElementsAre("plain", "a b", "with \"quote\"",
                                    "back\\slash", "a,b", ""));
}

TEST(ArrayTextTest, OnlyABareNullIsNoValue) {
  ASSERT_OK_AND_ASSIGN(const auto elements,
                       ParseArray(R"({NULL,"NULL",null})"));
  ASSERT_EQ(elements.size(), 3u);
  EXPECT_FALSE(elements[0].has_value());
  EXPECT_EQ(elements[1], "NULL");
  EXPECT_FALSE(elements[2].has_value());
}

TEST(ArrayTextTest, EmptyTextAndEmptyBracesAreEmptyArrays) {
  ASSERT_OK_AND_ASSIGN(const auto from_null, ParseTextArray(""));
  EXPECT_THAT(from_null, IsEmpty());
  ASSERT_OK_AND_ASSIGN(const auto from_braces, ParseTextArray("{}"));
  EXPECT_THAT(from_braces, IsEmpty());
}

TEST(ArrayTextTest, BracesInsideQuotesBelongToTheElement) {
  ASSERT_OK_AND_ASSIGN(const auto elements, ParseTextArray(R"({"{a}","}"})"));
  EXPECT_THAT(elements, ElementsAre("{a}", "}"));
}

TEST(ArrayTextTest, TextThatIsNoArrayIsRefused) {
  for (const char* text :
       {"a", "{", "{a", "a}", "{a}b", "{\"a}", "{a\\", "{{a},{b}}", "{a}}"}) {
    EXPECT_THAT(ParseArray(text),
                StatusIs(absl::StatusCode::kFailedPrecondition))
        << text;
  }
}

TEST(ArrayTextTest, OidsAreReadFromBothForms) {
  ASSERT_OK_AND_ASSIGN(const auto array, ParseOidArray("{1,4294967295}"));
  EXPECT_THAT(array, ElementsAre(1u, 4294967295u));
  ASSERT_OK_AND_ASSIGN(const auto vector, ParseOidVector("23 25"));
  EXPECT_THAT(vector, ElementsAre(23u, 25u));
  ASSERT_OK_AND_ASSIGN(const auto none, ParseOidVector(""));
  EXPECT_THAT(none, IsEmpty());
}

TEST(ArrayTextTest, WhatIsNoOidIsRefused) {
  EXPECT_THAT(ParseOidArray("{x}"),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(ParseOidArray("{4294967296}"),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(ParseOidVector("1 -2"),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST(ArrayTextTest, WhatIsFormattedReadsBackAsItWas) {
  const std::vector<std::string> elements = {"",    "NULL", "a b",   "q\"q",
                                             "\\n", "{},",  "plain", "ü"};
  ASSERT_OK_AND_ASSIGN(const auto again,
                       ParseTextArray(FormatTextArray(elements)));
  EXPECT_EQ(again, elements);
}

TEST(ArrayTextTest, ElementsAreQuotedOnlyWhereTheServerDoes) {
  EXPECT_EQ(FormatTextArray({"a=r/b", "\"x y\"=r/b"}),
            R"({a=r/b,"\"x y\"=r/b"})");
}

}  // namespace
}  // namespace pgark
