#include "jobs/object_filter.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/jobs/restore_test_data.h"

namespace pgark {
namespace {

using ::testing::ElementsAre;

TocEntry InSchema(TocEntry entry, const std::string& schema) {
  entry.schema = schema;
  return entry;
}

Toc SampleToc() {
  std::vector<TocEntry> entries;
  for (const auto& [id, name] : {std::pair{1, "app"}, {2, "old"}}) {
    entries.push_back(MakeEntry(id, "SCHEMA", name, Section::kPreData));
    entries.back().schema.reset();
  }
  entries.push_back(MakeTable(3, "orders"));
  entries.push_back(InSchema(MakeTable(4, "orders"), "old"));
  entries.push_back(MakeEntry(5, "SEQUENCE", "orders_id", Section::kPreData));
  entries.push_back(
      MakeEntry(6, "SEQUENCE OWNED BY", "orders_id", Section::kPreData));
  entries.back().dependencies = {DumpId{5}, DumpId{3}};
  entries.push_back(MakeTableData(7, "orders", 3));
  entries.push_back(InSchema(MakeTableData(8, "orders", 4), "old"));
  return Toc(std::move(entries));
}

std::vector<int> Choose(const ObjectPatterns& patterns) {
  const Toc toc = SampleToc();
  const auto filter = ObjectFilter::Create(patterns);
  EXPECT_TRUE(filter.ok());
  std::vector<int> ids;
  for (const DumpId id : filter->Choose(toc)) ids.push_back(id.value);
  std::sort(ids.begin(), ids.end());
  return ids;
}

TEST(ObjectFilterTest, WithoutPatternsEverythingIsChosen) {
  EXPECT_EQ(Choose({}).size(), SampleToc().size());
}

TEST(ObjectFilterTest, ASchemaComesWithWhatIsInIt) {
  EXPECT_THAT(Choose({.schemas = {"old"}}), ElementsAre(2, 4, 8));
  EXPECT_THAT(Choose({.excluded_schemas = {"o*"}}), ElementsAre(1, 3, 5, 6, 7));
}

TEST(ObjectFilterTest, ATableComesWithItsDataAndItsSequence) {
  EXPECT_THAT(Choose({.tables = {"app.orders"}}), ElementsAre(3, 5, 6, 7));
}

TEST(ObjectFilterTest, AnExcludedTableGoesWithAllThatBelongsToIt) {
  EXPECT_THAT(Choose({.excluded_tables = {"app.orders"}}),
              ElementsAre(1, 2, 4, 8));
}

}  // namespace
}  // namespace pgark
