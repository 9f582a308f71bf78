#include "tools/filter_file.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_directory.h"

namespace pgark {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// The patterns of a file that holds includes of tables only.
std::vector<std::string> Patterns(absl::string_view text) {
  const absl::StatusOr<std::vector<FilterRule>> rules = ParseFilter(text);
  EXPECT_OK(rules.status());
  DumpOptions options;
  if (rules.ok()) {
    EXPECT_OK(AddFilterRules(*rules, &options));
  }
  return options.table_patterns;
}

std::string ErrorOf(absl::string_view text) {
  const absl::Status status = ParseFilter(text).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << text;
  return std::string(status.message());
}

TEST(FilterFileTest, ARuleIsALine) {
  const auto rules = ParseFilter(
      "# a comment\n\n include  table\tt*   # another\nEXCLUDE Schema s\n");
  ASSERT_OK(rules.status());
  ASSERT_EQ(rules->size(), 2u);
  EXPECT_TRUE((*rules)[0].include);
  EXPECT_EQ((*rules)[0].object, "table");
  EXPECT_EQ((*rules)[0].pattern, "t*");
  EXPECT_EQ((*rules)[0].line, 3);
  EXPECT_FALSE((*rules)[1].include);
  EXPECT_EQ((*rules)[1].line, 4);
}

TEST(FilterFileTest, WhiteSpaceAroundPunctuationMeansNothing) {
  EXPECT_THAT(Patterns("include table s . t\n"
                       "include table f ( integer ,text[] )\n"
                       "include table  a   b \r\n"
                       "include table t#x"),
              ElementsAre("s.t", "f(integer, text[])", "a b", "t"));
}

TEST(FilterFileTest, NamesInQuotesStayAsTheyAre) {
  EXPECT_THAT(
      Patterns("include table \"A  b\" . \"q\"\"#\"\n"
               "include table \"two\nlines\" # comment\n"
               "include table \"n\\nb\\\\s\"\n"),
      ElementsAre("\"A  b\".\"q\"\"#\"", "\"two\nlines\"", "\"n\nb\\s\""));
}

TEST(FilterFileTest, WhatIsNoRuleIsRefusedWithItsLine) {
  EXPECT_THAT(ErrorOf("\nbogus table t\n"), HasSubstr("line 2:"));
  EXPECT_THAT(ErrorOf("include\n"), HasSubstr("line 1:"));
  EXPECT_THAT(ErrorOf("include table   # t\n"), HasSubstr("line 1:"));
  EXPECT_THAT(ErrorOf("include \"table\" t\n"), HasSubstr("line 1:"));
  EXPECT_THAT(ErrorOf("include table \"a\nb\"\nx y z\n"), HasSubstr("line 3:"));
  EXPECT_THAT(ErrorOf("#\ninclude table \"a\nb"), HasSubstr("line 2:"));
  EXPECT_THAT(ErrorOf("include table \"a\\tb\""), HasSubstr("line 1:"));
}

TEST(FilterFileTest, EachProgramHasItsOwnRules) {
  DumpOptions dump;
  EntrySelectionOptions restore;
  const auto check = [&](absl::string_view text, bool for_dump,
                         bool for_restore) {
    const auto rules = ParseFilter(text);
    ASSERT_OK(rules.status());
    EXPECT_EQ(AddFilterRules(*rules, &dump).ok(), for_dump) << text;
    EXPECT_EQ(AddFilterRules(*rules, &restore).ok(), for_restore) << text;
  };
  check("include table t", true, true);
  check("exclude table t", true, false);
  check("exclude schema s", true, true);
  check("include function f(integer)", false, true);
  check("include table_data t", false, false);
  check("exclude table_data t", true, false);
  check("include foreign_data s", true, false);
  check("exclude foreign_data s", false, false);
  check("exclude database d", false, false);
  EXPECT_THAT(dump.exclude_table_data_patterns, ElementsAre("t"));
  EXPECT_THAT(restore.functions, ElementsAre("f(integer)"));
}

TEST(FilterFileTest, AnIncludedExtensionLeavesTheOtherKindsAlone) {
  const auto rules = ParseFilter("include extension e");
  ASSERT_OK(rules.status());
  DumpOptions options;
  ASSERT_OK(AddFilterRules(*rules, &options));
  EXPECT_TRUE(options.IncludesEverything());
}

TEST(FilterFileTest, AMissingFileIsNamed) {
  DumpOptions options;
  const absl::Status status =
      AddFilterFiles(std::vector<std::string>{"/no/such/file"}, &options);
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace pgark
