#include "archive/field_checks.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace pgark {
namespace {

using Kind = ColumnTypeKind;

struct TypeCase {
  Kind kind;
  std::vector<std::string> right;
  std::vector<std::string> wrong;
};

TEST(IsTextOfTest, KnowsTheTextsOfEachType) {
  const std::vector<TypeCase> cases = {
      {Kind::kSmallint, {"0", "-32768", "32767"}, {"", "32768", "1.0", "1x"}},
      {Kind::kInteger, {"-2147483648"}, {"2147483648", "12a", "- 1"}},
      {Kind::kBigint, {"-9223372036854775808"}, {"9223372036854775808"}},
      {Kind::kOid, {"0", "4294967295"}, {"4294967296", "x"}},
      {Kind::kNumeric,
       {"0", "-1.50", ".5", "1e10", "NaN", "Infinity", "-Infinity"},
       {"", ".", "1.2.3", "1e", "--1", "1,5", "Inf1"}},
      {Kind::kDoublePrecision, {"1e+20", "1.5e-07", "-0"}, {"0x1p3", "abc"}},
      {Kind::kBoolean, {"t", "f", "true"}, {"", "x", "tf", "2"}},
      {Kind::kDate,
       {"2024-02-29", "0044-03-15 BC", "infinity", "5874897-12-31"},
       {"2024-13-01", "2024-00-10", "2024-01-32", "24-01-01", "2024-1-1",
        "2024-01-01 AD", "0000-01-01", "2024-04-31", "2024-01-0"}},
      {Kind::kTime,
       {"00:00:00", "23:59:59.999999", "24:00:00"},
       {"24:00:01", "12:60:00", "12:00", "12:00:00.", "12:00:00+00"}},
      {Kind::kTimeWithZone,
       {"12:00:00+05:30", "12:00:00-08"},
       {"12:00:00", "12:00:00+16", "12:00:00+5"}},
      {Kind::kTimestamp,
       {"2024-01-31 12:34:56.789", "-infinity", "0001-01-01 00:00:00 BC"},
       {"2024-01-31T12:34:56", "2024-01-31", "2024-01-31 12:34:56+00"}},
      {Kind::kTimestampWithZone,
       {"2024-01-31 12:34:56+00", "1890-01-01 00:53:28+00:53:28 BC"},
       {"2024-01-31 12:34:56", "2024-01-31 12:34:56 UTC"}},
      {Kind::kUuid,
       {"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"},
       {"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1",
        "g0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"}},
      {Kind::kBytea,
       {"\\x", "\\x00ff", "abc", "a\\\\b\\001"},
       {"\\x0", "\\x0g", "a\\1", "a\\400", "\\"}},
      {Kind::kInet,
       {"10.0.0.1", "10.0.0.0/8", "::1", "2001:db8::/32"},
       {"10.0.0", "10.0.0.256", "10.0.0.1/33", "::g", "::/129", ""}},
      {Kind::kMacaddr, {"08:00:2b:01:02:03"}, {"08:00:2b:01:02", "x"}},
      {Kind::kMacaddr8, {"08:00:2b:01:02:03:04:05"}, {"08:00:2b:01:02:03"}},
      {Kind::kLogPosition, {"0/0", "16/B374D848"}, {"0", "0/", "0/123456789"}},
      {Kind::kUnjudged, {"", "anything"}, {}},
  };
  for (const TypeCase& c : cases) {
    for (const std::string& text : c.right) {
      EXPECT_TRUE(IsTextOf({c.kind, 0}, text, nullptr))
          << ColumnTypeName(c.kind) << " " << text;
    }
    for (const std::string& text : c.wrong) {
      EXPECT_FALSE(IsTextOf({c.kind, 0}, text, nullptr))
          << ColumnTypeName(c.kind) << " " << text;
    }
  }
}

TEST(IsTextOfTest, CountsCharactersWhereTheyAreKnown) {
  const ColumnType type{Kind::kVarchar, 3};
  EXPECT_TRUE(IsTextOf(type, "äöü", FindTextEncoding("UTF8")));
  EXPECT_TRUE(IsTextOf(type, "abc  ", FindTextEncoding("UTF8")));
  EXPECT_FALSE(IsTextOf(type, "abcd", FindTextEncoding("UTF8")));
  EXPECT_FALSE(IsTextOf(type, "äöü", FindTextEncoding("LATIN1")));
  EXPECT_TRUE(IsTextOf(type, "abcd", FindTextEncoding("SJIS")));
  EXPECT_TRUE(IsTextOf(type, "abcd", nullptr));
  EXPECT_TRUE(IsTextOf({Kind::kBit, 3}, "010", nullptr));
  EXPECT_FALSE(IsTextOf({Kind::kBit, 3}, "0101", nullptr));
  EXPECT_TRUE(IsTextOf({Kind::kVarbit, 3}, "01", nullptr));
  EXPECT_FALSE(IsTextOf({Kind::kVarbit, 3}, "0121", nullptr));
}

TEST(IsJsonTextTest, TakesWhatTheServerTakes) {
  for (const char* text :
       {"1", " [ ] ", "{}", "[1, [2, {\"a\": null}], true]", "-0.5e+10",
        "{\"a\": {\"b\": []}, \"c\": \"\\u00e4\\n\\\"\"}", "\"\\ud83d\\ude00\"",
        "[[[[[[]]]]]]", "\"\xc3\xa4\""}) {
    EXPECT_TRUE(IsJsonText(text, false)) << text;
    EXPECT_TRUE(IsJsonText(text, true)) << text;
  }
}

TEST(IsJsonTextTest, RefusesWhatTheServerRefuses) {
  for (const char* text :
       {"",      "[",       "[1,]",        "[1 2]",    "{\"a\"}", "{\"a\":1,}",
        "{a:1}", "01",      "1.",          "1e",       "+1",      "nul",
        "\"",    "\"\\x\"", "\"\\u12g4\"", "\"a\nb\"", "[1}",     "{\"a\":1]",
        "1 1",   "]",       "{,}",         "[,1]"}) {
    EXPECT_FALSE(IsJsonText(text, false)) << text;
    EXPECT_FALSE(IsJsonText(text, true)) << text;
  }
}

TEST(IsJsonTextTest, OnlyJsonbMindsWhatCharactersEscapesMake) {
  for (const char* text : {"\"\\u0000\"", "\"\\ud83d\"", "\"\\ude00\"",
                           "\"\\ud83dx\"", "\"\\ud83d\\n\""}) {
    EXPECT_TRUE(IsJsonText(text, false)) << text;
    EXPECT_FALSE(IsJsonText(text, true)) << text;
  }
}

TEST(IsJsonTextTest, DeepNestingNeedsNoStack) {
  const int kDepth = 1'000'000;
  const std::string deep(kDepth, '[');
  EXPECT_FALSE(IsJsonText(deep, true));
  EXPECT_TRUE(IsJsonText(deep + std::string(kDepth, ']'), true));
}

}  // namespace
}  // namespace pgark
