#include "jobs/table_lookup.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "base/status_context.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/jobs/restore_test_data.h"

namespace pgark {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TocEntry InSchema(TocEntry entry, const std::string& schema) {
  entry.schema = schema;
  return entry;
}

Toc SampleToc() {
  std::vector<TocEntry> entries;
  entries.push_back(MakeTable(1, "orders"));
  entries.push_back(MakeTable(2, "people"));
  entries.push_back(InSchema(MakeTable(3, "people"), "old"));
  entries.push_back(MakeTable(4, "a.b"));
  entries.push_back(MakeTable(5, "measures"));
  entries.back().relation_kind = 'p';
  entries.push_back(MakeTable(6, "77"));
  entries.push_back(MakeTableData(11, "orders", 1));
  entries.push_back(MakeTableData(12, "people", 2));
  entries.push_back(InSchema(MakeTableData(13, "people", 3), "old"));
  entries.push_back(MakeTableData(14, "a.b", 4));
  entries.push_back(MakeTableData(16, "77", 6));
  return Toc(std::move(entries));
}

// The id that is found, or minus the status' code.
int Find(const std::string& name) {
  const Toc toc = SampleToc();
  const auto entry = FindTableData(toc, name);
  return entry.ok() ? (*entry)->id.value
                    : -static_cast<int>(entry.status().code());
}

TEST(TableLookupTest, ATableIsFoundByItsNameAndItsSchema) {
  EXPECT_EQ(Find("orders"), 11);
  EXPECT_EQ(Find("app.orders"), 11);
  EXPECT_EQ(Find("old.people"), 13);
  EXPECT_EQ(Find("\"old\".\"people\""), 13);
}

TEST(TableLookupTest, ATableIsFoundByItsNumberAndThatOfItsData) {
  EXPECT_EQ(Find("1"), 11);
  EXPECT_EQ(Find("11"), 11);
  EXPECT_EQ(Find("99"), -static_cast<int>(absl::StatusCode::kNotFound));
}

TEST(TableLookupTest, QuotesMakeDotsAndDigitsPartOfAName) {
  EXPECT_EQ(Find("app.\"a.b\""), 14);
  EXPECT_EQ(Find("a.b"), 14);
  EXPECT_EQ(Find("\"77\""), 16);
}

TEST(TableLookupTest, ANameOfSeveralTablesIsRefused) {
  const Toc toc = SampleToc();
  const absl::Status status = FindTableData(toc, "people").status();
  EXPECT_TRUE(absl::IsInvalidArgument(status));
  EXPECT_TRUE(absl::StrContains(
      GetContext(status, ContextKey::kHint).value_or(""), "old.people (13)"));
}

TEST(TableLookupTest, AnUnknownNameIsAnsweredWithTheNearest) {
  const Toc toc = SampleToc();
  const absl::Status status = FindTableData(toc, "order").status();
  EXPECT_TRUE(absl::IsNotFound(status));
  EXPECT_TRUE(absl::StrContains(
      GetContext(status, ContextKey::kHint).value_or(""), "orders"));
}

TEST(TableLookupTest, APartitionedTableHasNoRowsOfItsOwn) {
  EXPECT_EQ(Find("measures"),
            -static_cast<int>(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(Find("5"),
            -static_cast<int>(absl::StatusCode::kFailedPrecondition));
}

TEST(TableLookupTest, TheNearestNamesComeFirst) {
  EXPECT_THAT(NearestNames("people", {"peple", "poeple", "x", "peoples"}, 2),
              ElementsAre("peoples", "peple"));
  EXPECT_THAT(NearestNames("people", {"orders"}, 3), IsEmpty());
}

}  // namespace
}  // namespace pgark
