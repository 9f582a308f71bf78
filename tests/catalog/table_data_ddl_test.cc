#include "catalog/table_data_ddl.h"

#include "catalog/table_data_selection.h"
#include "gtest/gtest.h"
#include "tests/catalog/relation_builder.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

class TableDataTest : public testing::Test {
 protected:
  // The TABLE DATA entries of everything that was added.
  std::vector<TocEntry> Entries(int release = 18) {
    ReadContext reading = builder_.Read(release);
    CollectTableData(reading);
    const DdlContext context = builder_.Ddl(release);
    TocBuilder toc(context);
    for (const Object& object : builder_.catalog().objects) {
      if (object.kind == ObjectKind::kTableData) {
        EXPECT_OK(EmitTableData(context, object, toc));
      }
    }
    return toc.Finish();
  }
  std::vector<TableDataSource> Sources(int release = 18) {
    const std::vector<TocEntry> entries = Entries(release);
    return TableDataSources(builder_.Ddl(release), entries);
  }

  RelationBuilder builder_;
};

TEST_F(TableDataTest, CopiesLiveColumnsThatAreNotGenerated) {
  const DumpId t = builder_.AddRelation("t");
  builder_.AddColumn(t, "gone").is_dropped = true;
  builder_.AddColumn(t, "has\"quote");
  builder_.AddColumn(t, "g").generated = 's';
  builder_.AddColumn(t, "v").generated = 'v';
  builder_.AddColumn(t, "id").identity = 'a';
  const std::vector<TocEntry> entries = Entries();
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].copy_statement,
            "COPY app.t (\"has\"\"quote\", id) FROM stdin;\n");
  EXPECT_EQ(entries[0].definition, std::nullopt);
  EXPECT_EQ(entries[0].catalog_id.table_oid, 0u);
  EXPECT_EQ(entries[0].dependencies, std::vector<DumpId>{t});
  EXPECT_TRUE(entries[0].has_data);
}

TEST_F(TableDataTest, ATableWithoutColumnsIsCopiedWithoutAList) {
  builder_.AddRelation("t");
  const std::vector<TableDataSource> sources = Sources();
  ASSERT_EQ(sources.size(), 1u);
  EXPECT_EQ(sources[0].columns, "");
  EXPECT_EQ(sources[0].copy_statement, "COPY app.t  TO stdout;");
}

TEST_F(TableDataTest, PartitionsByTheHashOfAnEnumLoadThroughTheTopmostParent) {
  const DumpId root =
      builder_.AddRelation("ro\not", RelationKind::kPartitionedTable);
  builder_.Get(root).has_unsafe_hash_partitions = true;
  const DumpId middle = builder_.AddPartition("m", root);
  builder_.Get(middle).kind = RelationKind::kPartitionedTable;
  const DumpId leaf = builder_.AddPartition("leaf", middle);
  builder_.AddColumn(leaf, "a");
  const std::vector<TocEntry> entries = Entries();
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].copy_statement, "COPY app.\"ro\not\" (a) FROM stdin;\n");
  // The name in the comment stays on one line.
  EXPECT_EQ(entries[0].definition, "-- load via partition root app.\"ro ot\"");
  EXPECT_EQ(Sources()[0].copy_statement, "COPY app.leaf (a) TO stdout;");
}

TEST_F(TableDataTest, OtherPartitionsLoadThroughTheParentOnlyWhenAsked) {
  const DumpId root =
      builder_.AddRelation("root", RelationKind::kPartitionedTable);
  const DumpId leaf = builder_.AddPartition("leaf", root);
  EXPECT_EQ(LoadTarget(builder_.Ddl(18), builder_.Get(leaf)).name, "leaf");
  builder_.options().load_via_partition_root = true;
  EXPECT_EQ(LoadTarget(builder_.Ddl(18), builder_.Get(leaf)).name, "root");
}

TEST_F(TableDataTest, OnlyPlainHeapTablesOfServersFrom14OnAreSplit) {
  const DumpId t = builder_.AddRelation("t");
  builder_.AddColumn(t, "a");
  EXPECT_TRUE(Sources(14)[0].can_split);
  EXPECT_FALSE(Sources(13)[0].can_split);
  builder_.Get(t).access_method = "columnar";
  EXPECT_FALSE(Sources(18)[0].can_split);
}

TEST_F(TableDataTest, RowsUnderPoliciesComeInOnePieceAndInNoFixedOrder) {
  const DumpId t = builder_.AddRelation("t");
  builder_.Get(t).has_row_security = true;
  EXPECT_TRUE(Sources()[0].can_split);
  builder_.options().enable_row_security = true;
  EXPECT_FALSE(Sources()[0].can_split);
  EXPECT_TRUE(Sources()[0].has_unstable_order);
}

TEST_F(TableDataTest, AConditionMakesTheCopyAQuery) {
  const DumpId t = builder_.AddRelation("t");
  builder_.AddColumn(t, "a");
  builder_.AddColumn(t, "b");
  ReadContext context = builder_.Read(18);
  AddTableData(context, t, "WHERE a > 5");
  const std::vector<TableDataSource> sources = Sources();
  ASSERT_EQ(sources.size(), 1u);
  EXPECT_EQ(sources[0].copy_statement,
            "COPY (SELECT a, b FROM app.t WHERE a > 5) TO stdout;");
  EXPECT_FALSE(sources[0].can_split);
}

TEST_F(TableDataTest, UnloggedTablesAreEmptyOnAStandbyAndLeftOutOnRequest) {
  builder_.Get(builder_.AddRelation("t")).persistence = Persistence::kUnlogged;
  ReadContext standby = builder_.Read(18);
  standby.in_recovery = true;
  CollectTableData(standby);
  EXPECT_TRUE(builder_.catalog().table_data.empty());
  builder_.options().no_unlogged_table_data = true;
  EXPECT_TRUE(Entries().empty());
  builder_.options().no_unlogged_table_data = false;
  EXPECT_EQ(Entries().size(), 1u);
}

TEST_F(TableDataTest, ForeignTablesNeedTheirServerToBeAskedFor) {
  const DumpId t = builder_.AddRelation("t", RelationKind::kForeignTable);
  builder_.Get(t).foreign_server_oid = 17;
  EXPECT_TRUE(Entries().empty());
  builder_.selection().foreign_servers = {17};
  EXPECT_EQ(Entries().size(), 1u);
}

TEST_F(TableDataTest, ARefreshNeedsThoseOfTheViewsItReadsThroughOtherViews) {
  const DumpId base =
      builder_.AddRelation("base", RelationKind::kMaterializedView);
  const DumpId view = builder_.AddRelation("view", RelationKind::kView);
  const DumpId top =
      builder_.AddRelation("top", RelationKind::kMaterializedView);
  builder_.AddSelectRule(base, {});
  builder_.AddSelectRule(view, {base, view});
  builder_.AddSelectRule(top, {view});
  ReadContext context = builder_.Read(18);
  CollectTableData(context);
  const Object& refresh = builder_.catalog().Get(builder_.Get(top).data);
  EXPECT_EQ(refresh.kind, ObjectKind::kRefreshMaterializedView);
  EXPECT_EQ(refresh.dependencies,
            (std::vector<DumpId>{top, builder_.Get(base).data}));
}

TEST_F(TableDataTest, AViewOverOneThatIsNotPopulatedIsNotPopulatedEither) {
  const DumpId base =
      builder_.AddRelation("base", RelationKind::kMaterializedView);
  const DumpId middle =
      builder_.AddRelation("middle", RelationKind::kMaterializedView);
  const DumpId top =
      builder_.AddRelation("top", RelationKind::kMaterializedView);
  builder_.Get(base).is_populated = false;
  builder_.AddSelectRule(middle, {base});
  builder_.AddSelectRule(top, {middle});
  ReadContext context = builder_.Read(18);
  CollectTableData(context);
  EXPECT_FALSE(builder_.Get(middle).is_populated);
  EXPECT_FALSE(builder_.Get(top).is_populated);
}

}  // namespace
}  // namespace pgark
