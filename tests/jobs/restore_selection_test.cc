#include "jobs/restore_selection.h"

#include <map>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/jobs/restore_test_data.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

using ::testing::ElementsAre;

// A database with one of what the rules treat differently.
Toc SmallDatabase() {
  std::vector<TocEntry> entries = SessionEntries();
  TocEntry database = MakeEntry(1, "DATABASE", "shop", Section::kPreData);
  database.schema.reset();
  entries.push_back(database);
  TocEntry comment = MakeEntry(2, "COMMENT", "DATABASE shop", Section::kNone);
  comment.schema.reset();
  comment.dependencies = {DumpId{1}};
  entries.push_back(comment);
  entries.push_back(MakeTable(10, "t"));
  TocEntry table_comment = MakeEntry(11, "COMMENT", "TABLE t", Section::kNone);
  table_comment.dependencies = {DumpId{10}};
  entries.push_back(table_comment);
  TocEntry table_acl = MakeEntry(12, "ACL", "TABLE t", Section::kNone);
  table_acl.dependencies = {DumpId{10}};
  entries.push_back(table_acl);
  TocEntry column_acl = MakeEntry(13, "ACL", "COLUMN t.a", Section::kNone);
  column_acl.dependencies = {DumpId{10}, DumpId{12}};
  entries.push_back(column_acl);
  entries.push_back(
      MakeEntry(14, "FUNCTION", "f(integer, text)", Section::kPreData));
  entries.push_back(MakeTableData(20, "t", 10));
  TocEntry value = MakeEntry(21, "SEQUENCE SET", "q", Section::kData);
  entries.push_back(value);
  TocEntry objects = MakeEntry(22, "BLOB METADATA", "5", Section::kData);
  objects.schema.reset();
  objects.definition = "5\n";
  entries.push_back(objects);
  TocEntry objects_acl = MakeEntry(23, "ACL", "LARGE OBJECT 5", Section::kNone);
  objects_acl.schema.reset();
  objects_acl.dependencies = {DumpId{22}};
  entries.push_back(objects_acl);
  TocEntry statistics = MakeEntry(24, "STATISTICS DATA", "t", Section::kData);
  statistics.dependencies = {DumpId{10}};
  entries.push_back(statistics);
  TocEntry index = MakeEntry(30, "INDEX", "t_a", Section::kPostData);
  index.dependencies = {DumpId{10}};
  entries.push_back(index);
  entries.push_back(MakeEntry(31, "TRIGGER", "t trg", Section::kPostData));
  entries.push_back(MakeEntry(32, "POLICY", "t pol", Section::kPostData));
  TocEntry policy_comment =
      MakeEntry(33, "COMMENT", "POLICY pol ON t", Section::kNone);
  policy_comment.dependencies = {DumpId{32}};
  entries.push_back(policy_comment);
  return Toc(std::move(entries));
}

// The wanted entries with their parts: s(chema), d(ata), (statisti)c(s).
std::map<int, std::string> Wanted(const Toc& toc,
                                  const EntrySelectionOptions& options) {
  auto selection = SelectEntries(toc, options);
  EXPECT_OK(selection);
  std::map<int, std::string> wanted;
  if (!selection.ok()) return wanted;
  for (const SelectedEntry& selected : selection->entries) {
    std::string parts;
    if (selected.parts.schema) parts += "s";
    if (selected.parts.data) parts += "d";
    if (selected.parts.statistics) parts += "c";
    if (!parts.empty()) wanted[selected.entry->id.value] = parts;
  }
  return wanted;
}

using Parts = std::map<int, std::string>;

TEST(RestoreSelectionTest, TakesEverythingButTheDatabaseByDefault) {
  EXPECT_EQ(Wanted(SmallDatabase(), {}), (Parts{{10, "s"},
                                                {11, "s"},
                                                {12, "s"},
                                                {13, "s"},
                                                {14, "s"},
                                                {20, "d"},
                                                {21, "d"},
                                                {22, "d"},
                                                {23, "d"},
                                                {24, "c"},
                                                {30, "s"},
                                                {31, "s"},
                                                {32, "s"},
                                                {33, "s"}}));
}

TEST(RestoreSelectionTest, TakesTheDatabaseAndItsCommentWithCreate) {
  EntrySelectionOptions options;
  options.create_database = true;
  options.tables = {"t"};
  const Parts wanted = Wanted(SmallDatabase(), options);
  EXPECT_EQ(wanted.count(1), 1u);
  EXPECT_EQ(wanted.count(2), 1u);
}

TEST(RestoreSelectionTest, CountsSequenceValuesAndLargeObjectsAsData) {
  EntrySelectionOptions options;
  options.schema = false;
  options.statistics = false;
  EXPECT_EQ(Wanted(SmallDatabase(), options),
            (Parts{{20, "d"}, {21, "d"}, {22, "d"}, {23, "d"}}));
}

TEST(RestoreSelectionTest, KeepsSequenceValuesWithoutDataWhenAskedFor) {
  EntrySelectionOptions options;
  options.schema = false;
  options.data = false;
  options.statistics = false;
  options.sequence_data = true;
  EXPECT_EQ(Wanted(SmallDatabase(), options), (Parts{{21, "d"}}));
}

TEST(RestoreSelectionTest, LetsSatellitesStandInTheSectionBeforeThem) {
  EntrySelectionOptions options;
  options.pre_data_section = false;
  options.data_section = false;
  EXPECT_EQ(Wanted(SmallDatabase(), options),
            (Parts{{30, "s"}, {31, "s"}, {32, "s"}, {33, "s"}}));
}

TEST(RestoreSelectionTest, LetsSatellitesAndStatisticsFollowASelectedTable) {
  EntrySelectionOptions options;
  options.tables = {"t"};
  EXPECT_EQ(
      Wanted(SmallDatabase(), options),
      (Parts{
          {10, "s"}, {11, "s"}, {12, "s"}, {13, "s"}, {20, "d"}, {24, "c"}}));
}

TEST(RestoreSelectionTest, ComparesFunctionsWithTheirArguments) {
  EntrySelectionOptions options;
  options.functions = {"f(integer, text)", "f(integer,text)"};
  EXPECT_EQ(Wanted(SmallDatabase(), options), (Parts{{14, "s"}}));
}

TEST(RestoreSelectionTest, LeavesOutWhatIsInNoSchemaWhenSchemasAreNamed) {
  EntrySelectionOptions options;
  options.schemas = {"app"};
  const Parts wanted = Wanted(SmallDatabase(), options);
  EXPECT_EQ(wanted.count(10), 1u);
  EXPECT_EQ(wanted.count(22), 0u);
  EXPECT_EQ(wanted.count(23), 0u);
  options.schemas.clear();
  options.excluded_schemas = {"app"};
  EXPECT_EQ(Wanted(SmallDatabase(), options), (Parts{{22, "d"}, {23, "d"}}));
}

TEST(RestoreSelectionTest, LeavesOutCommentsOfPoliciesWithThePolicies) {
  EntrySelectionOptions options;
  options.no_policies = true;
  const Parts wanted = Wanted(SmallDatabase(), options);
  EXPECT_EQ(wanted.count(32), 0u);
  EXPECT_EQ(wanted.count(33), 0u);
  EXPECT_EQ(wanted.count(11), 1u);
}

TEST(RestoreSelectionTest, MovesListedEntriesBehindTheOthersInTheirOrder) {
  const Toc toc({MakeTable(1, "a"), MakeTable(2, "b"), MakeTable(3, "c")});
  EntrySelectionOptions options;
  options.list_file = "3\n1\n";
  ASSERT_OK_AND_ASSIGN(const RestoreSelection selection,
                       SelectEntries(toc, options));
  std::vector<int> order;
  std::vector<bool> wanted;
  for (const SelectedEntry& selected : selection.entries) {
    order.push_back(selected.entry->id.value);
    wanted.push_back(selected.parts.Any());
  }
  EXPECT_THAT(order, ElementsAre(2, 3, 1));
  EXPECT_THAT(wanted, ElementsAre(false, true, true));
}

TEST(RestoreSelectionTest, RefusesNamesWithoutAMatchOnlyUnderStrictNames) {
  EntrySelectionOptions options;
  options.tables = {"t", "nowhere"};
  EXPECT_OK(SelectEntries(SmallDatabase(), options));
  options.strict_names = true;
  EXPECT_THAT(SelectEntries(SmallDatabase(), options),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST(RestoreSelectionTest, KnowsWhenNoSchemaPartIsLeft) {
  EntrySelectionOptions options;
  options.pre_data_section = false;
  options.post_data_section = false;
  const Toc toc = SmallDatabase();
  ASSERT_OK_AND_ASSIGN(const RestoreSelection data,
                       SelectEntries(toc, options));
  EXPECT_TRUE(data.IsDataOnly());
  ASSERT_OK_AND_ASSIGN(const RestoreSelection all, SelectEntries(toc, {}));
  EXPECT_FALSE(all.IsDataOnly());
}

}  // namespace
}  // namespace pgark
