#include "catalog/statistics_ddl.h"

#include "gtest/gtest.h"
#include "tests/catalog/relation_builder.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

class StatisticsDdlTest : public testing::Test {
 protected:
  StatisticsDdlTest() {
    builder_.options().dump_statistics = true;
    builder_.catalog().server_version_number = 180006;
    table_ = builder_.AddRelation("it's");
    statistics_.relation = table_;
    statistics_.page_count = "3";
    statistics_.row_count = "1e+06";
    statistics_.visible_page_count = "2";
    statistics_.frozen_page_count = "1";
  }

  ColumnStatistics& AddColumn(const std::string& name) {
    ColumnStatistics column;
    column.column = name;
    column.values.resize(ColumnStatisticKinds().size());
    statistics_.columns.push_back(std::move(column));
    return statistics_.columns.back();
  }
  void Set(ColumnStatistics& column, absl::string_view name,
           const std::string& value) {
    for (size_t i = 0; i < ColumnStatisticKinds().size(); ++i) {
      if (ColumnStatisticKinds()[i].name == name) column.values[i] = value;
    }
  }
  TocEntry Entry(bool postponed = false) {
    Object object;
    object.kind = ObjectKind::kStatisticsData;
    object.name = "it's";
    object.schema = builder_.catalog().Get(table_).schema;
    object.wanted = Component::kStatistics;
    object.available |= Component::kStatistics;
    object.is_postponed = postponed;
    object.dependencies = {table_};
    const DumpId id =
        AddWithDetail(builder_.catalog(), std::move(object),
                      std::move(statistics_), builder_.catalog().statistics);
    const DdlContext context = builder_.Ddl(18);
    TocBuilder toc(context);
    EXPECT_OK(EmitStatisticsData(context, builder_.catalog().Get(id), toc));
    std::vector<TocEntry> entries = toc.Finish();
    EXPECT_EQ(entries.size(), 1u);
    return entries.at(0);
  }

  RelationBuilder builder_;
  DumpId table_;
  RelationStatistics statistics_;
};

TEST_F(StatisticsDdlTest, ARelationIsOneCall) {
  const TocEntry entry = Entry();
  EXPECT_EQ(entry.definition,
            "SELECT * FROM pg_catalog.pg_restore_relation_stats(\n"
            "\t'version', '180006'::integer,\n"
            "\t'schemaname', 'app',\n"
            "\t'relname', 'it''s',\n"
            "\t'relpages', '3'::integer,\n"
            "\t'reltuples', '1e+06'::real,\n"
            "\t'relallvisible', '2'::integer,\n"
            "\t'relallfrozen', '1'::integer\n"
            ");\n");
  EXPECT_EQ(entry.section, Section::kData);
  EXPECT_EQ(entry.owner, std::nullopt);
  EXPECT_EQ(entry.dependencies, std::vector<DumpId>{table_});
}

TEST_F(StatisticsDdlTest, OlderServersKnowNoFrozenPages) {
  statistics_.frozen_page_count = "";
  EXPECT_EQ(Entry().definition->find("relallfrozen"), std::string::npos);
}

TEST_F(StatisticsDdlTest, AColumnIsACallWithWhatIsKnown) {
  ColumnStatistics& column = AddColumn("a");
  column.inherited = true;
  Set(column, "null_frac", "0.5");
  Set(column, "most_common_freqs", "{0.25}");
  const std::string text = *Entry().definition;
  EXPECT_NE(text.find("pg_restore_attribute_stats(\n"
                      "\t'version', '180006'::integer,\n"
                      "\t'schemaname', 'app',\n"
                      "\t'relname', 'it''s',\n"
                      "\t'attname', 'a',\n"
                      "\t'inherited', 't'::boolean,\n"
                      "\t'null_frac', '0.5'::real,\n"
                      "\t'most_common_freqs', '{0.25}'::real[]\n"
                      ");\n"),
            std::string::npos)
      << text;
}

TEST_F(StatisticsDdlTest, ColumnsOfIndexesGoByNumberAndComeBehindTheIndex) {
  AddColumn("expr").index_column = "2";
  const TocEntry entry = Entry(/*postponed=*/true);
  EXPECT_NE(entry.definition->find("\t'attnum', '2'::smallint,\n"),
            std::string::npos);
  EXPECT_EQ(entry.definition->find("attname"), std::string::npos);
  EXPECT_EQ(entry.section, Section::kPostData);
}

}  // namespace
}  // namespace pgark
