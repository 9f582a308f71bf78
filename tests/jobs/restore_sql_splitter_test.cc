#include "jobs/restore_sql_splitter.h"

#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> Split(absl::string_view text, bool standard_strings,
                               size_t piece_bytes) {
  std::vector<std::string> statements;
  SqlSplitter splitter(standard_strings, [&statements](std::string statement) {
    statements.push_back(std::move(statement));
    return absl::OkStatus();
  });
  for (size_t at = 0; at < text.size(); at += piece_bytes) {
    EXPECT_OK(splitter.Write(text.substr(at, piece_bytes)));
  }
  EXPECT_OK(splitter.Finish());
  return statements;
}

class SqlSplitterTest : public testing::TestWithParam<size_t> {};

TEST_P(SqlSplitterTest, CutsAtSemicolonsOutsideOfQuotes) {
  EXPECT_THAT(Split("INSERT INTO \"a;b\" VALUES ('x;''y', 1);\n"
                    "INSERT INTO t VALUES\n\t(1),\n\t('\n;\n');\n\n\n",
                    true, GetParam()),
              ElementsAre("INSERT INTO \"a;b\" VALUES ('x;''y', 1);",
                          "INSERT INTO t VALUES\n\t(1),\n\t('\n;\n');"));
}

TEST_P(SqlSplitterTest, ReadsBackslashesAsTheSessionDoes) {
  const char* text = "INSERT INTO t VALUES ('a\\');b');\n";
  EXPECT_THAT(Split(text, true, GetParam()),
              ElementsAre("INSERT INTO t VALUES ('a\\');", "b');\n"));
  EXPECT_THAT(Split(text, false, GetParam()),
              ElementsAre("INSERT INTO t VALUES ('a\\');b');"));
}

TEST_P(SqlSplitterTest, PassesOnWhatHasNoSemicolon) {
  EXPECT_THAT(Split("SELECT 1", true, GetParam()), ElementsAre("SELECT 1"));
}

INSTANTIATE_TEST_SUITE_P(Pieces, SqlSplitterTest, testing::Values(1, 5, 1000));

}  // namespace
}  // namespace pgark
