#include "archive/copy_statement.h"

#include <optional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace pgark {
namespace {

using ::testing::ElementsAre;

struct StatementCase {
  const char* statement;
  std::optional<size_t> columns;
};

TEST(ParseCopyColumnsTest, CountsTheColumnsOfAStatement) {
  const StatementCase cases[] = {
      {"COPY public.t (a, b) FROM stdin;\n", 2},
      {"COPY public.t (a) FROM stdin;\n", 1},
      {"COPY public.t  FROM stdin;\n", 0},
      {"COPY \"S x\".\"t(\"\"\" (\"a,b\", \"c\"\"),\", d) FROM stdin;\n", 3},
      {"COPY t (a, b) WITH OIDS FROM stdin;\n", 3},
      {"COPY public.t (a, b) FROM stdin;", 2},
      {"COPY public.t (a, ) FROM stdin;\n", std::nullopt},
      {"COPY public.t () FROM stdin;\n", std::nullopt},
      {"COPY public.t (a, b FROM stdin;\n", std::nullopt},
      {"COPY public.t (a) FROM stdin; DROP TABLE t;\n", std::nullopt},
      {"COPY public.t (a) TO stdout;\n", std::nullopt},
      {"COPY public.t (\"a) FROM stdin;\n", std::nullopt},
      {"INSERT INTO t", std::nullopt},
      {"", std::nullopt},
  };
  for (const StatementCase& c : cases) {
    EXPECT_EQ(ParseCopyColumns(c.statement), c.columns) << c.statement;
  }
}

TEST(ParseCopyColumnNamesTest, UnquotesTheNames) {
  EXPECT_THAT(*ParseCopyColumnNames(
                  "COPY s.t (a, \"b,c\", \"d\"\"e\", ö$1) FROM stdin;\n"),
              ElementsAre("a", "b,c", "d\"e", "ö$1"));
  EXPECT_THAT(*ParseCopyColumnNames("COPY t (a) WITH OIDS FROM stdin;\n"),
              ElementsAre("oid", "a"));
}

}  // namespace
}  // namespace pgark
