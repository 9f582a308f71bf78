#include "jobs/list_file.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/jobs/restore_test_data.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Toc ThreeTables() {
  return Toc({MakeTable(3, "c"), MakeTable(7, "g"), MakeTable(9, "i")});
}

TEST(ListFileTest, KeepsTheOrderOfTheFileAndIgnoresWhatFollowsTheNumber) {
  ASSERT_OK_AND_ASSIGN(
      const ListedEntries listed,
      ParseListFile("; a comment\n\n9; 1259 5 TABLE app i alice\n"
                    " \t3 whatever\r\n;7; commented out\n+7x",
                    ThreeTables()));
  EXPECT_THAT(listed.ids, ElementsAre(DumpId{9}, DumpId{3}, DumpId{7}));
  EXPECT_THAT(listed.warnings, IsEmpty());
}

TEST(ListFileTest, WarnsOfLinesThatNameNoEntryOnce) {
  ASSERT_OK_AND_ASSIGN(
      const ListedEntries listed,
      ParseListFile("table\n0\n-3\n10\n99999999999999999999\n3\n3\n",
                    ThreeTables()));
  EXPECT_THAT(listed.ids, ElementsAre(DumpId{3}));
  EXPECT_THAT(listed.warnings, SizeIs(6));
}

TEST(ListFileTest, RefusesANumberWithinTheRangeThatNoEntryHas) {
  const auto listed = ParseListFile("3\n5\n", ThreeTables());
  EXPECT_THAT(listed, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(GetContext(listed.status(), ContextKey::kObject),
            "list file, line 2");
}

}  // namespace
}  // namespace pgark
