#include "store/suspicion.h"

#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Manifest WithTables(std::vector<std::pair<std::string, uint64_t>> tables) {
  Manifest manifest;
  manifest.row_count = 0;
  for (const auto& [name, rows] : tables) {
    manifest.tables.push_back({"public", name, rows, rows * 10, ""});
    *manifest.row_count += rows;
    manifest.data_bytes += rows * 10;
    ++manifest.table_count;
  }
  return manifest;
}

TEST(SuspicionTest, AFirstSetWithoutTablesOrRowsIsSuspicious) {
  EXPECT_THAT(FindSuspicions(WithTables({}), nullptr, {}), SizeIs(1));
  EXPECT_THAT(FindSuspicions(WithTables({{"a", 0}}), nullptr, {}), SizeIs(1));
  EXPECT_THAT(FindSuspicions(WithTables({{"a", 1}}), nullptr, {}), IsEmpty());
}

TEST(SuspicionTest, NamesTheTableThatLostItsRows) {
  const Manifest before = WithTables({{"users", 1000}, {"events", 100000}});
  const Manifest now = WithTables({{"users", 10}, {"events", 100000}});
  EXPECT_THAT(FindSuspicions(now, &before, {}),
              ElementsAre(HasSubstr("public.users")));
}

TEST(SuspicionTest, SaysNothingWithinTheShareAndAboutSmallTables) {
  const Manifest before = WithTables({{"users", 1000}, {"queue", 99}});
  const Manifest now = WithTables({{"users", 500}, {"queue", 0}});
  EXPECT_THAT(FindSuspicions(now, &before, {.share = 0.55}), IsEmpty());
}

TEST(SuspicionTest, SeesThatTablesAndDataAreGone) {
  const Manifest before =
      WithTables({{"a", 50}, {"b", 50}, {"c", 50}, {"d", 50}});
  const Manifest now = WithTables({{"a", 50}});
  EXPECT_THAT(FindSuspicions(now, &before, {}),
              ElementsAre(HasSubstr("bytes"), HasSubstr("1 tables")));
}

}  // namespace
}  // namespace pgark
