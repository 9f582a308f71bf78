#include "jobs/whole_table.h"

#include <algorithm>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "jobs/restore_truncate.h"
#include "tests/jobs/restore_test_data.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

using ::testing::ElementsAre;

class WholeTableTest : public ::testing::Test {
 protected:
  void Add(int id, const std::string& desc, const std::string& tag,
           std::vector<int> needs, Section section = Section::kPostData) {
    TocEntry entry = desc == "TABLE"        ? MakeTable(id, tag)
                     : desc == "TABLE DATA" ? MakeTableData(id, tag, needs[0])
                                            : MakeEntry(id, desc, tag, section);
    entry.dependencies.clear();
    for (const int need : needs) entry.dependencies.push_back(DumpId{need});
    entries_.push_back(std::move(entry));
  }

  std::vector<int> Whole(const std::string& pattern) {
    const Toc toc(entries_);
    auto tables = FindTables(toc, {pattern});
    EXPECT_OK(tables);
    if (!tables.ok()) return {};
    std::vector<int> ids;
    for (const DumpId id : WholeTables(toc, *std::move(tables))) {
      ids.push_back(id.value);
    }
    std::sort(ids.begin(), ids.end());
    return ids;
  }

  std::vector<TocEntry> entries_;
};

TEST_F(WholeTableTest, TakesWhatIsTheTablesAndNothingElse) {
  Add(1, "SCHEMA", "app", {}, Section::kPreData);
  Add(2, "FUNCTION", "f()", {1}, Section::kPreData);
  Add(10, "TABLE", "orders", {1});
  Add(11, "SEQUENCE", "orders_id_seq", {1}, Section::kPreData);
  Add(12, "SEQUENCE OWNED BY", "orders_id_seq", {11}, Section::kPreData);
  Add(13, "DEFAULT", "orders id", {10, 11}, Section::kPreData);
  Add(14, "TABLE DATA", "orders", {10});
  Add(15, "SEQUENCE SET", "orders_id_seq", {11}, Section::kData);
  Add(16, "CONSTRAINT", "orders orders_pkey", {10});
  Add(17, "INDEX", "orders_note", {10});
  Add(18, "TRIGGER", "orders watch", {2, 10});
  Add(19, "POLICY", "orders mine", {10});
  Add(20, "COMMENT", "COLUMN orders.id", {10}, Section::kNone);
  Add(21, "COMMENT", "INDEX orders_note", {17}, Section::kNone);
  Add(22, "ACL", "TABLE orders", {10}, Section::kNone);
  Add(30, "TABLE", "lines", {1});
  Add(31, "TABLE DATA", "lines", {30});
  Add(32, "FK CONSTRAINT", "lines lines_order", {16, 30});
  Add(33, "POLICY", "lines those_of_orders", {10, 30});
  Add(34, "RULE", "lines r", {10, 30});
  Add(35, "INDEX", "lines_i", {30});
  Add(36, "VIEW", "v", {10}, Section::kPreData);
  EXPECT_THAT(Whole("app.orders"), ElementsAre(10, 11, 12, 13, 14, 15, 16, 17,
                                               18, 19, 20, 21, 22, 32));
}

TEST_F(WholeTableTest, APartitionedTableHasItsPartitions) {
  Add(10, "TABLE", "p", {});
  Add(11, "TABLE", "p_1", {});
  Add(12, "TABLE ATTACH", "p_1", {10, 11}, Section::kPreData);
  Add(13, "TABLE DATA", "p_1", {11});
  Add(14, "INDEX", "p_i", {10});
  Add(15, "INDEX", "p_1_i", {11});
  Add(16, "INDEX ATTACH", "p_1_i", {14, 15});
  Add(20, "TABLE", "p_2", {10});
  entries_.back().definition =
      "CREATE TABLE app.p_2 (a int);\n"
      "ALTER TABLE ONLY app.p ATTACH PARTITION app.p_2 DEFAULT;\n";
  Add(21, "TABLE", "child", {10});
  EXPECT_THAT(Whole("p"), ElementsAre(10, 11, 12, 13, 14, 15, 16, 20));
  // A partition alone is attached, but its index has nothing to hang on.
  EXPECT_THAT(Whole("p_1"), ElementsAre(11, 12, 13, 15));
}

TEST_F(WholeTableTest, TheSelectionTakesThem) {
  Add(10, "TABLE", "orders", {});
  Add(11, "INDEX", "i", {10});
  Add(12, "COMMENT", "INDEX i", {11}, Section::kNone);
  Add(20, "TABLE", "lines", {});
  EntrySelectionOptions options;
  options.whole_tables = {"ord*"};
  const Toc toc(entries_);
  FakeDataSource data;
  ASSERT_OK_AND_ASSIGN(RestorePlan plan,
                       RestorePlan::Create(toc, options, data));
  std::vector<int> wanted;
  for (const PlannedEntry& planned : plan.entries()) {
    if (planned.parts.Any()) wanted.push_back(planned.entry->id.value);
  }
  EXPECT_THAT(wanted, ElementsAre(10, 11, 12));
  options.whole_tables = {};
  options.tables = {"orders"};
  ASSERT_OK_AND_ASSIGN(plan, RestorePlan::Create(toc, options, data));
  EXPECT_EQ(DescribePartsLeftOut(toc, plan), "1 COMMENT, 1 INDEX");
  options.whole_tables = {"nothing"};
  EXPECT_THAT(RestorePlan::Create(toc, options, data),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(WholeTableTest, AllChosenTablesAreEmptiedInOneStatement) {
  Add(10, "TABLE", "orders", {});
  Add(11, "TABLE DATA", "orders", {10});
  Add(12, "TABLE DATA", "orders", {10});
  Add(20, "TABLE", "Odd name", {});
  Add(21, "TABLE DATA", "Odd name", {20});
  Add(31, "TABLE DATA", "other", {30});
  EntrySelectionOptions options;
  options.schema = false;
  options.tables = {"orders", "Odd name"};
  const Toc toc(entries_);
  FakeDataSource data;
  ASSERT_OK_AND_ASSIGN(RestorePlan plan,
                       RestorePlan::Create(toc, options, data));
  EXPECT_EQ(TruncateStatement(plan),
            "TRUNCATE TABLE ONLY app.\"Odd name\", ONLY app.orders");
  options.data = false;
  ASSERT_OK_AND_ASSIGN(plan, RestorePlan::Create(toc, options, data));
  EXPECT_EQ(TruncateStatement(plan), "");
}

TEST(RelationPatternTest, MatchesAsPgDumpsPatternsDo) {
  const struct {
    const char* pattern;
    const char* schema;
    const char* name;
    bool matches;
  } kCases[] = {
      {"orders", "app", "orders", true},
      {"ORDERS", "app", "orders", true},
      {"\"ORDERS\"", "app", "orders", false},
      {"app.orders", "app", "orders", true},
      {"a*.o?ders", "app", "orders", true},
      {"b*.orders", "app", "orders", false},
      {"*.*", "app", "orders", true},
      {"o*e*s", "app", "orders", true},
      {"o*x*s", "app", "orders", false},
      {"orders?", "app", "orders", false},
      {"\"a.b\"\"*\"", "app", "a.b\"*", true},
      {"\"a*\"", "app", "ab", false},
      {"", "app", "orders", false},
  };
  for (const auto& one : kCases) {
    ASSERT_OK_AND_ASSIGN(const RelationPattern pattern,
                         RelationPattern::Parse(one.pattern));
    EXPECT_EQ(pattern.Matches(one.schema, one.name), one.matches)
        << one.pattern;
  }
  for (const char* wrong : {"a.b.c", "\"a", "a\"b"}) {
    EXPECT_THAT(RelationPattern::Parse(wrong),
                StatusIs(absl::StatusCode::kInvalidArgument))
        << wrong;
  }
}

}  // namespace
}  // namespace pgark
