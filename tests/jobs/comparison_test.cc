#include "jobs/comparison.h"

#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "tests/jobs/restore_test_data.h"

namespace pgark {
namespace {

// A side of which everything is compared; owns its contents list.
struct TestSide {
  explicit TestSide(std::vector<TocEntry> entries) : toc(std::move(entries)) {
    side.toc = &toc;
    side.encoding = "UTF8";
    for (const TocEntry& entry : toc.entries()) {
      if (entry.section == Section::kData) {
        side.data.insert(entry.id);
      } else {
        side.definitions.insert(entry.id);
      }
    }
  }

  const Toc toc;
  ComparedSide side;
};

TocEntry SequenceSet(int id, const std::string& value) {
  TocEntry entry = MakeEntry(id, "SEQUENCE SET", "s", Section::kData);
  entry.definition = "SELECT pg_catalog.setval('app.s', " + value + ");\n";
  return entry;
}

RowDigest Rows(uint64_t count, uint64_t low) {
  RowDigest rows;
  rows.rows = count;
  rows.sum.low = low;
  return rows;
}

TEST(ComparisonTest, IdsAndOrderDoNotMatter) {
  TestSide a({MakeTable(1, "t"), MakeTable(2, "u"), MakeTableData(3, "t", 1)});
  TestSide b({MakeTable(7, "u"), MakeTable(9, "t"), MakeTableData(8, "t", 9)});
  a.side.digests.tables[{3}] = Rows(2, 5);
  b.side.digests.tables[{8}] = Rows(2, 5);
  const Comparison result = CompareSides(a.side, b.side);
  EXPECT_TRUE(result.is_equal());
  EXPECT_EQ(result.object_count, 2u);
  EXPECT_EQ(result.table_count, 1u);
}

TEST(ComparisonTest, ObjectsOfOneSideOnlyAreDifferences) {
  TestSide a({MakeTable(1, "t"), MakeTable(2, "u")});
  TestSide b({MakeTable(1, "u"), MakeTable(2, "v")});
  const Comparison result = CompareSides(a.side, b.side);
  ASSERT_EQ(result.objects.size(), 2u);
  EXPECT_EQ(result.objects[0].presence, DifferenceSide::kOnlyInA);
  EXPECT_EQ(result.objects[0].entry().tag, "t");
  EXPECT_EQ(result.objects[1].presence, DifferenceSide::kOnlyInB);
  EXPECT_EQ(result.objects[1].entry().tag, "v");
}

TEST(ComparisonTest, AChangedDefinitionComesWithItsLines) {
  TestSide a({MakeTable(1, "t")});
  std::vector<TocEntry> entries = {MakeTable(1, "t")};
  entries[0].definition = "CREATE TABLE app.t (b text);\n";
  TestSide b(entries);
  const Comparison result = CompareSides(a.side, b.side);
  ASSERT_EQ(result.objects.size(), 1u);
  EXPECT_EQ(result.objects[0].presence, DifferenceSide::kDiffers);
  ASSERT_GE(result.objects[0].lines.size(), 2u);
  EXPECT_EQ(result.objects[0].lines[0].mark, '-');
  EXPECT_EQ(result.objects[0].lines[1].mark, '+');
}

TEST(ComparisonTest, OwnersAndTablespacesArePartOfADefinition) {
  TestSide a({MakeTable(1, "t")});
  std::vector<TocEntry> entries = {MakeTable(1, "t")};
  entries[0].owner = "bob";
  TestSide b(entries);
  EXPECT_EQ(CompareSides(a.side, b.side).objects.size(), 1u);
  entries[0].owner = "alice";
  entries[0].tablespace = "fast";
  TestSide c(entries);
  EXPECT_EQ(CompareSides(a.side, c.side).objects.size(), 1u);
}

// Operators of one name differ in their arguments, which the tag lacks.
TEST(ComparisonTest, ObjectsOfOneNameArePairedAsTheyFit) {
  const auto make = [](int id, const std::string& sql) {
    TocEntry entry = MakeEntry(id, "OPERATOR", "+", Section::kPreData);
    entry.definition = sql;
    return entry;
  };
  TestSide a({make(1, "x\n"), make(2, "y\n"), make(3, "z\n")});
  TestSide b({make(1, "z\n"), make(2, "x\n"), make(3, "w\n")});
  const Comparison result = CompareSides(a.side, b.side);
  ASSERT_EQ(result.objects.size(), 1u);
  EXPECT_EQ(result.objects[0].a->definition, "y\n");
  EXPECT_EQ(result.objects[0].b->definition, "w\n");
}

TEST(ComparisonTest, RowsDifferInTheirNumberOrTheirDigest) {
  TestSide a({MakeTableData(1, "t", 9), MakeTableData(2, "u", 9),
              MakeTableData(3, "v", 9)});
  TestSide b({MakeTableData(1, "t", 9), MakeTableData(2, "u", 9)});
  a.side.digests.tables = {
      {{1}, Rows(2, 5)}, {{2}, Rows(2, 5)}, {{3}, Rows(1, 1)}};
  b.side.digests.tables = {{{1}, Rows(2, 6)}, {{2}, Rows(2, 5)}};
  const Comparison result = CompareSides(a.side, b.side);
  ASSERT_EQ(result.rows.size(), 2u);
  EXPECT_EQ(result.rows[0].entry().tag, "t");
  EXPECT_EQ(result.rows[1].entry().tag, "v");
  EXPECT_FALSE(result.rows[1].rows_b.has_value());
}

TEST(ComparisonTest, InsertStatementsAreNotComparedWithRows) {
  std::vector<TocEntry> entries = {MakeTableData(1, "t", 9)};
  TestSide a(entries);
  entries[0].copy_statement.reset();
  TestSide b(entries);
  a.side.digests.tables[{1}] = Rows(2, 5);
  b.side.digests.tables[{1}] = Rows(2, 5);
  const Comparison result = CompareSides(a.side, b.side);
  ASSERT_EQ(result.rows.size(), 1u);
  EXPECT_TRUE(result.rows[0].has_other_form);
}

TEST(ComparisonTest, SequencesDifferInTheirValues) {
  TestSide a({SequenceSet(1, "5, true")});
  TestSide b({SequenceSet(4, "6, true")});
  EXPECT_TRUE(CompareSides(a.side, a.side).is_equal());
  const Comparison result = CompareSides(a.side, b.side);
  ASSERT_EQ(result.sequences.size(), 1u);
  EXPECT_EQ(result.sequences[0].value_a, "5, true");
  EXPECT_EQ(result.sequences[0].value_b, "6, true");
}

TEST(ComparisonTest, LargeObjectsAreComparedByTheirNumbers) {
  TestSide a(std::vector<TocEntry>{});
  TestSide b(std::vector<TocEntry>{});
  a.side.digests.large_objects = {{1, {3, {1, 1}}}, {2, {3, {1, 1}}}};
  b.side.digests.large_objects = {
      {1, {3, {1, 1}}}, {2, {3, {2, 1}}}, {5, {0, {}}}};
  const Comparison result = CompareSides(a.side, b.side);
  ASSERT_EQ(result.large_objects.size(), 2u);
  EXPECT_EQ(result.large_objects[0].oid, 2u);
  EXPECT_EQ(result.large_objects[1].oid, 5u);
  EXPECT_FALSE(result.large_objects[1].a.has_value());
}

TEST(ComparisonTest, AnotherEncodingIsADifference) {
  TestSide a(std::vector<TocEntry>{});
  TestSide b(std::vector<TocEntry>{});
  b.side.encoding = "LATIN1";
  EXPECT_FALSE(CompareSides(a.side, b.side).is_equal());
}

}  // namespace
}  // namespace pgark
