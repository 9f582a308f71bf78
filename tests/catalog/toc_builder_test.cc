#include "catalog/toc_builder.h"

#include "tests/catalog/catalog_builder.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class TocBuilderTest : public ::testing::Test {
 protected:
  DdlContext Context() {
    return DdlContext{builder_.catalog(), options_, style_, 18, "db"};
  }
  // An entry of pre-data for an object.
  TocEntry EntryFor(DumpId id) {
    TocEntry entry;
    entry.kind = EntryKind::kTable;
    entry.section = Section::kPreData;
    entry.tag = builder_.catalog().Get(id).name;
    return entry;
  }
  SatelliteTarget TargetFor(DumpId id) {
    const Object& object = builder_.catalog().Get(id);
    SatelliteTarget target;
    target.type = "TABLE";
    target.name = object.name;
    target.schema = "s";
    target.entry_schema = "s";
    target.owner = "owner";
    target.catalog_id = object.catalog_id;
    target.parent = id;
    return target;
  }
  void AddText(DumpId id, int32_t sub_id, const std::string& text,
               std::vector<CatalogText>& texts) {
    texts.push_back(
        {builder_.catalog().Get(id).catalog_id, sub_id, "prov", text});
    builder_.catalog().SortTexts();
  }

  CatalogBuilder builder_;
  DumpOptions options_;
  SqlStyle style_;
};

TEST_F(TocBuilderTest, ObjectsKeepTheirNumbersAndSatellitesGetFreshOnes) {
  const DumpId table = builder_.Add(ObjectKind::kRelation, "t");
  const DdlContext context = Context();
  TocBuilder toc(context);
  const DumpId satellite = toc.AddSatellite(EntryFor(table));
  toc.Add(builder_.catalog().Get(table), EntryFor(table));
  const std::vector<TocEntry> entries = toc.Finish();
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[0].id, satellite);
  EXPECT_GT(satellite, table);
  EXPECT_EQ(entries[1].id, table);
  EXPECT_EQ(entries[1].desc, "TABLE");
}

TEST_F(TocBuilderTest, DependenciesGoThroughObjectsWithoutAnEntry) {
  const DumpId table = builder_.Add(ObjectKind::kRelation, "t");
  const DumpId hidden = builder_.Add(ObjectKind::kDummyType, "_t");
  const DumpId other = builder_.Add(ObjectKind::kRelation, "u");
  const DumpId type = builder_.Add(ObjectKind::kType, "e");
  builder_.Need({table, hidden, other});
  builder_.Need({hidden, type});
  builder_.Need({table, type});
  builder_.Need({hidden, hidden});
  const DdlContext context = Context();
  TocBuilder toc(context);
  for (const DumpId id : {type, other, table}) {
    toc.Add(builder_.catalog().Get(id), EntryFor(id));
  }
  const std::vector<TocEntry> entries = toc.Finish();
  ASSERT_EQ(entries.size(), 3u);
  EXPECT_THAT(entries[2].dependencies, ElementsAre(other, type));
}

TEST_F(TocBuilderTest, DependenciesDoNotGoThroughBoundaries) {
  const DumpId table = builder_.Add(ObjectKind::kRelation, "t");
  const DumpId index = builder_.Add(ObjectKind::kIndex, "i");
  builder_.AddBoundaries();
  const DdlContext context = Context();
  TocBuilder toc(context);
  toc.Add(builder_.catalog().Get(table), EntryFor(table));
  toc.Add(builder_.catalog().Get(index), EntryFor(index));
  const std::vector<TocEntry> entries = toc.Finish();
  EXPECT_THAT(entries[1].dependencies, IsEmpty());
}

TEST_F(TocBuilderTest, GivenDependenciesStayAsTheyAre) {
  const DumpId table = builder_.Add(ObjectKind::kRelation, "t");
  const DumpId data = builder_.Add(ObjectKind::kTableData, "t");
  const DumpId other = builder_.Add(ObjectKind::kRelation, "u");
  builder_.Need({data, other});
  const DdlContext context = Context();
  TocBuilder toc(context);
  toc.Add(builder_.catalog().Get(table), EntryFor(table));
  toc.Add(builder_.catalog().Get(other), EntryFor(other));
  TocEntry entry = EntryFor(data);
  entry.dependencies = {table};
  toc.Add(builder_.catalog().Get(data), entry);
  EXPECT_THAT(toc.Finish().back().dependencies, ElementsAre(table));
}

TEST_F(TocBuilderTest, UnwantedEntriesDoNotCountAsPresent) {
  options_.dump_schema = false;
  const DumpId table = builder_.Add(ObjectKind::kRelation, "t");
  const DumpId first = builder_.Add(ObjectKind::kTableData, "first");
  const DumpId second = builder_.Add(ObjectKind::kTableData, "second");
  builder_.Need({second, table, first});
  const DdlContext context = Context();
  TocBuilder toc(context);
  toc.Add(builder_.catalog().Get(table), EntryFor(table));
  for (const DumpId id : {first, second}) {
    TocEntry entry = EntryFor(id);
    entry.kind = EntryKind::kTableData;
    entry.section = Section::kData;
    entry.has_data = true;
    toc.Add(builder_.catalog().Get(id), entry);
  }
  const std::vector<TocEntry> entries = toc.Finish();
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_THAT(entries[1].dependencies, ElementsAre(first));
}

TEST_F(TocBuilderTest, ACommentIsWrittenForItsSubObjectOnly) {
  const DumpId table = builder_.Add(ObjectKind::kRelation, "t");
  AddText(table, 0, "it's", builder_.catalog().comments);
  AddText(table, 2, "column", builder_.catalog().comments);
  const DdlContext context = Context();
  TocBuilder toc(context);
  toc.Add(builder_.catalog().Get(table), EntryFor(table));
  toc.AddComment(TargetFor(table));
  const std::vector<TocEntry> entries = toc.Finish();
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[1].tag, "TABLE t");
  EXPECT_EQ(entries[1].desc, "COMMENT");
  EXPECT_EQ(entries[1].section, Section::kNone);
  EXPECT_EQ(entries[1].schema, "s");
  EXPECT_EQ(entries[1].definition, "COMMENT ON TABLE s.t IS 'it''s';\n");
  EXPECT_THAT(entries[1].dependencies, ElementsAre(table));
}

TEST_F(TocBuilderTest, SatellitesAreWrittenOnlyWhereTheirObjectWantsThem) {
  const DumpId table = builder_.Add(ObjectKind::kRelation, "t");
  builder_.catalog().Get(table).wanted = Component::kDefinition;
  AddText(table, 0, "text", builder_.catalog().comments);
  AddText(table, 0, "label", builder_.catalog().security_labels);
  const DdlContext context = Context();
  TocBuilder toc(context);
  toc.AddComment(TargetFor(table));
  toc.AddSecurityLabels(TargetFor(table));
  ASSERT_OK_AND_ASSIGN(
      const DumpId acl,
      toc.AddAcl(TargetFor(table), AclText{"{bob=r/owner}", "{}"}));
  EXPECT_EQ(acl, DumpId{});
  EXPECT_THAT(toc.Finish(), IsEmpty());
}

TEST_F(TocBuilderTest, AllLabelsOfARelationAreOneEntry) {
  const DumpId table = builder_.AddRelation("t", RelationKind::kTable);
  ColumnObject column;
  column.number = 2;
  column.name = "a b";
  builder_.catalog().relations[0].columns = {column};
  AddText(table, 0, "on table", builder_.catalog().security_labels);
  AddText(table, 2, "on column", builder_.catalog().security_labels);
  AddText(table, 3, "of no column", builder_.catalog().security_labels);
  const DdlContext context = Context();
  TocBuilder toc(context);
  toc.Add(builder_.catalog().Get(table), EntryFor(table));
  toc.AddSecurityLabels(TargetFor(table));
  const std::vector<TocEntry> entries = toc.Finish();
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[1].definition,
            "SECURITY LABEL FOR prov ON TABLE s.t IS 'on table';\n"
            "SECURITY LABEL FOR prov ON COLUMN s.t.\"a b\" IS 'on column';\n");
}

TEST_F(TocBuilderTest, PrivilegesAreTheDifferenceFromTheInitialOnes) {
  const DumpId table = builder_.Add(ObjectKind::kRelation, "t");
  const CatalogId row = builder_.catalog().Get(table).catalog_id;
  builder_.catalog().initial_privileges[{row, 0}] = {'e', "{bob=r/owner}"};
  const DdlContext context = Context();
  TocBuilder toc(context);
  toc.Add(builder_.catalog().Get(table), EntryFor(table));
  ASSERT_OK_AND_ASSIGN(
      const DumpId unchanged,
      toc.AddAcl(TargetFor(table), AclText{"{bob=r/owner}", "{}"}));
  EXPECT_EQ(unchanged, DumpId{});
  // No list at all now: as if it were the default one.
  ASSERT_OK_AND_ASSIGN(
      const DumpId acl,
      toc.AddAcl(TargetFor(table), AclText{std::nullopt, "{}"}));
  EXPECT_NE(acl, DumpId{});
  EXPECT_EQ(toc.Finish().back().definition,
            "REVOKE SELECT ON TABLE s.t FROM bob;\n");
}

TEST_F(TocBuilderTest, NoListAndNoInitialPrivilegesAreNothingToSay) {
  const DumpId table = builder_.Add(ObjectKind::kRelation, "t");
  const DdlContext context = Context();
  TocBuilder toc(context);
  ASSERT_OK_AND_ASSIGN(
      const DumpId acl,
      toc.AddAcl(TargetFor(table), AclText{std::nullopt, "{owner=r/owner}"}));
  EXPECT_EQ(acl, DumpId{});
}

TEST_F(TocBuilderTest, ColumnPrivilegesFollowThoseOfTheTable) {
  const DumpId table = builder_.Add(ObjectKind::kRelation, "t");
  const Oid oid = builder_.catalog().Get(table).catalog_id.oid;
  builder_.catalog().column_acls[{oid, 2}] = {"b", "{bob=w/owner}"};
  builder_.catalog().column_acls[{oid, -3}] = {"xmin", "{bob=r/owner}"};
  builder_.catalog().column_acls[{oid + 1, 1}] = {"no", "{bob=r/owner}"};
  const DdlContext context = Context();
  TocBuilder toc(context);
  toc.Add(builder_.catalog().Get(table), EntryFor(table));
  ASSERT_OK_AND_ASSIGN(
      const DumpId acl,
      toc.AddAcl(TargetFor(table), AclText{"{bob=r/owner}", "{}"}));
  ASSERT_OK(toc.AddColumnAcls(TargetFor(table), acl));
  const std::vector<TocEntry> entries = toc.Finish();
  ASSERT_EQ(entries.size(), 4u);
  EXPECT_EQ(entries[2].tag, "COLUMN t.xmin");
  EXPECT_EQ(entries[3].tag, "COLUMN t.b");
  EXPECT_EQ(entries[3].definition, "GRANT UPDATE(b) ON TABLE s.t TO bob;\n");
  EXPECT_THAT(entries[3].dependencies, ElementsAre(table, acl));
}

TEST_F(TocBuilderTest, UnreadablePrivilegesNameTheObject) {
  const DumpId table = builder_.Add(ObjectKind::kRelation, "t");
  const DdlContext context = Context();
  TocBuilder toc(context);
  const auto acl = toc.AddAcl(TargetFor(table), AclText{"{bob", "{}"});
  EXPECT_THAT(acl, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(GetContext(acl.status(), ContextKey::kObject), "TABLE t");
}

}  // namespace
}  // namespace pgark
