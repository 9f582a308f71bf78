#include "jobs/entry_pattern.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/jobs/restore_test_data.h"

namespace pgark {
namespace {

using ::testing::ElementsAre;

bool Matches(const std::string& pattern, const std::string& schema,
             const std::string& name) {
  const auto compiled = NamePattern::Create(pattern);
  EXPECT_TRUE(compiled.ok()) << compiled.status();
  return compiled.ok() && compiled->Matches(schema, name);
}

TEST(NamePatternTest, NamesAreFoldedUnlessTheyAreQuoted) {
  EXPECT_TRUE(Matches("Orders", "app", "orders"));
  EXPECT_FALSE(Matches("\"Orders\"", "app", "orders"));
  EXPECT_TRUE(Matches("\"Line items\"", "app", "Line items"));
}

TEST(NamePatternTest, StarsAndQuestionMarksAreWildcards) {
  EXPECT_TRUE(Matches("ord*", "app", "orders"));
  EXPECT_TRUE(Matches("order?", "app", "orders"));
  EXPECT_FALSE(Matches("order?", "app", "order"));
  EXPECT_FALSE(Matches("order?", "app", "orders2"));
  EXPECT_TRUE(Matches("caf?", "app", "caf\xc3\xa9"));
  EXPECT_TRUE(Matches("t[0-9]+", "app", "t12"));
}

TEST(NamePatternTest, ThePartInFrontOfTheDotIsTheSchema) {
  EXPECT_TRUE(Matches("app.*", "app", "orders"));
  EXPECT_FALSE(Matches("app.*", "old", "orders"));
  EXPECT_TRUE(Matches("a.b", "a", "b"));
}

TEST(NamePatternTest, MorePartsAndBadExpressionsAreRefused) {
  EXPECT_TRUE(absl::IsInvalidArgument(NamePattern::Create("a.b.c").status()));
  EXPECT_TRUE(absl::IsInvalidArgument(NamePattern::Create("a(").status()));
}

TocEntry About(int id, const std::string& desc, const std::string& tag,
               int owner) {
  TocEntry entry = MakeEntry(id, desc, tag, Section::kPostData);
  entry.dependencies = {DumpId{owner}};
  return entry;
}

Toc SampleToc() {
  std::vector<TocEntry> entries = SessionEntries();
  entries.push_back(MakeEntry(1, "SCHEMA", "app", Section::kPreData));
  entries.back().schema.reset();
  entries.push_back(
      MakeEntry(2, "FUNCTION", "total(integer)", Section::kPreData));
  entries.push_back(MakeTable(3, "orders"));
  entries.push_back(About(4, "COMMENT", "TABLE orders", 3));
  entries.push_back(MakeTable(5, "orders_old"));
  entries.push_back(MakeTableData(6, "orders", 3));
  entries.push_back(About(7, "INDEX", "orders_idx", 3));
  entries.push_back(About(8, "COMMENT", "INDEX orders_idx", 7));
  entries.push_back(About(9, "CONSTRAINT", "orders orders_pkey", 3));
  // A foreign key of another table depends on this one too.
  entries.push_back(About(10, "FK CONSTRAINT", "orders_old to_orders", 5));
  entries.back().dependencies.push_back(DumpId{3});
  return Toc(std::move(entries));
}

std::vector<int> Find(const std::vector<std::string>& names) {
  const Toc toc = SampleToc();
  const auto found = FindEntries(toc, names);
  EXPECT_TRUE(found.ok()) << found.status();
  std::vector<int> ids;
  if (!found.ok()) return ids;
  for (const TocEntry* entry : *found) ids.push_back(entry->id.value);
  return ids;
}

TEST(EntryPatternTest, ANameFindsTheObjectAndWhatBelongsToIt) {
  EXPECT_THAT(Find({"orders"}), ElementsAre(3, 4, 6, 7, 8, 9));
  EXPECT_THAT(Find({"app.orders_old"}), ElementsAre(5, 10));
}

TEST(EntryPatternTest, ANumberFindsOneEntryAlone) {
  EXPECT_THAT(Find({"3"}), ElementsAre(3));
}

TEST(EntryPatternTest, SeveralNamesComeInTheArchivesOrder) {
  EXPECT_THAT(Find({"10", "total", "1"}), ElementsAre(1, 2, 10));
}

TEST(EntryPatternTest, ConstraintsAndIndexesHaveNamesOfTheirOwn) {
  EXPECT_THAT(Find({"orders_pkey"}), ElementsAre(9));
  EXPECT_THAT(Find({"orders_idx"}), ElementsAre(7, 8));
}

TEST(EntryPatternTest, WithoutNamesEverythingIsFound) {
  EXPECT_EQ(Find({}).size(), SampleToc().size());
}

TEST(EntryPatternTest, WhatFitsNothingIsAnError) {
  const Toc toc = SampleToc();
  EXPECT_TRUE(absl::IsNotFound(FindEntries(toc, {"ordrs"}).status()));
  EXPECT_TRUE(absl::IsNotFound(FindEntries(toc, {"99"}).status()));
}

}  // namespace
}  // namespace pgark
