#include "catalog/selection_rules.h"

#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

constexpr Oid kDatabaseOwner = 6171;
constexpr Oid kSomebody = 10;

class SelectionRulesTest : public ::testing::Test {
 protected:
  ReadContext Context() { return ReadContext{catalog_, options_, selection_}; }

  Object Make(ObjectKind kind, Oid table, Oid oid, const std::string& name) {
    Object object;
    object.kind = kind;
    object.catalog_id = CatalogId{table, oid};
    object.name = name;
    return object;
  }
  Object SchemaCalled(const std::string& name, Oid owner = kSomebody,
                      Oid oid = 20000) {
    Object schema = Make(ObjectKind::kSchema, kPgNamespaceOid, oid, name);
    const ReadContext context = Context();
    SelectSchema(context, owner, &schema);
    return schema;
  }
  DumpId AddSchema(Components members) {
    Object schema = Make(ObjectKind::kSchema, kPgNamespaceOid, 20001, "s");
    schema.wanted_for_members = members;
    return catalog_.Add(schema);
  }
  // Adds an extension that gives its members all it may.
  void AddExtensionWithMember(CatalogId member) {
    Object extension =
        Make(ObjectKind::kExtension, kPgExtensionOid, 20002, "x");
    SelectExtension(Context(), &extension);
    extension_ = catalog_.Add(extension);
    catalog_.extension_of[member] = 20002;
  }

  Catalog catalog_;
  DumpOptions options_;
  Selection selection_;
  DumpId extension_;
};

TEST_F(SelectionRulesTest, AnOrdinarySchemaIsDumpedWithAllInIt) {
  const Object schema = SchemaCalled("app");
  EXPECT_EQ(schema.wanted, Components::All());
  EXPECT_EQ(schema.wanted_for_members, Components::All());
}

TEST_F(SelectionRulesTest, OfPgCatalogOnlyPrivilegesAreDumped) {
  const Object schema = SchemaCalled("pg_catalog", kSomebody, 11);
  EXPECT_EQ(schema.wanted, Components(Component::kAcl));
  EXPECT_EQ(schema.wanted_for_members, Components(Component::kAcl));
}

TEST_F(SelectionRulesTest, OtherSchemasOfTheSystemAreNotDumped) {
  for (const char* name : {"pg_toast", "pg_temp_3", "information_schema"}) {
    EXPECT_TRUE(SchemaCalled(name).wanted.empty()) << name;
    EXPECT_TRUE(SchemaCalled(name).wanted_for_members.empty()) << name;
  }
  EXPECT_FALSE(SchemaCalled("pgbench").wanted.empty());
}

TEST_F(SelectionRulesTest, PublicOfTheDatabaseOwnerHasNoDefinition) {
  const Object schema = SchemaCalled("public", kDatabaseOwner, 2200);
  EXPECT_FALSE(schema.wanted.Has(Component::kDefinition));
  EXPECT_TRUE(schema.wanted.Has(Component::kAcl));
  EXPECT_TRUE(schema.Dumps(Component::kComment));
  EXPECT_EQ(schema.wanted_for_members, Components::All());
  EXPECT_TRUE(SchemaCalled("public", kSomebody, 2200)
                  .wanted.Has(Component::kDefinition));
}

TEST_F(SelectionRulesTest, PublicHadOnlyPrivilegesBeforeRelease15) {
  options_.as_release = 13;
  const Object schema = SchemaCalled("public", kSomebody, 2200);
  EXPECT_EQ(schema.wanted, Components(Component::kAcl));
  EXPECT_EQ(schema.wanted_for_members, Components::All());
}

TEST_F(SelectionRulesTest, ListedSchemasAreDumpedWhateverTheirName) {
  selection_.only_schemas = true;
  selection_.schemas = {11};
  EXPECT_EQ(SchemaCalled("pg_catalog", kSomebody, 11).wanted,
            Components::All());
  EXPECT_TRUE(SchemaCalled("app").wanted.empty());
}

TEST_F(SelectionRulesTest, ExcludedSchemasLoseTheirMembers) {
  selection_.excluded_schemas = {20000};
  EXPECT_TRUE(SchemaCalled("app").wanted_for_members.empty());
}

TEST_F(SelectionRulesTest, TablePatternsLeaveNothingToSchemas) {
  selection_.only_tables = true;
  EXPECT_TRUE(SchemaCalled("app").wanted_for_members.empty());
}

TEST_F(SelectionRulesTest, MembersOfASchemaOfAnExtensionAreStillDumped) {
  AddExtensionWithMember(CatalogId{kPgNamespaceOid, 20000});
  const Object schema = SchemaCalled("app");
  EXPECT_EQ(schema.wanted, Components(Component::kAcl));
  EXPECT_EQ(schema.wanted_for_members, Components::All());
}

TEST_F(SelectionRulesTest, OfTablePatternsTheExcludingOnesWin) {
  selection_.only_tables = true;
  selection_.tables = {1, 2};
  selection_.excluded_tables = {2};
  Object listed = Make(ObjectKind::kRelation, kPgClassOid, 1, "a");
  SelectRelation(Context(), &listed);
  EXPECT_EQ(listed.wanted, Components::All());
  Object excluded = Make(ObjectKind::kRelation, kPgClassOid, 2, "b");
  SelectRelation(Context(), &excluded);
  EXPECT_TRUE(excluded.wanted.empty());
  Object other = Make(ObjectKind::kRelation, kPgClassOid, 3, "c");
  other.schema = AddSchema(Components::All());
  SelectRelation(Context(), &other);
  EXPECT_TRUE(other.wanted.empty());
}

TEST_F(SelectionRulesTest, MembersOfExtensionsKeepOnlyTheirPrivileges) {
  AddExtensionWithMember(CatalogId{kPgClassOid, 5});
  selection_.only_tables = true;
  selection_.tables = {5};
  Object table = Make(ObjectKind::kRelation, kPgClassOid, 5, "t");
  SelectRelation(Context(), &table);
  EXPECT_EQ(table.wanted, Components(Component::kAcl));
  EXPECT_TRUE(table.is_extension_member);
  EXPECT_THAT(table.dependencies, ::testing::ElementsAre(extension_));
}

TEST_F(SelectionRulesTest, MembersOfUnwantedExtensionsAreNotDumped) {
  options_.extension_patterns = {"y"};
  selection_.only_extensions = true;
  AddExtensionWithMember(CatalogId{kPgProcOid, 5});
  Object function = Make(ObjectKind::kFunction, kPgProcOid, 5, "f");
  function.schema = AddSchema(Components::All());
  SelectBySchema(Context(), &function);
  EXPECT_TRUE(function.wanted.empty());
}

TEST_F(SelectionRulesTest, ExtensionsOfInitdbKeepOnlyPrivilegesOfMembers) {
  Object plpgsql = Make(ObjectKind::kExtension, kPgExtensionOid, 13000, "p");
  SelectExtension(Context(), &plpgsql);
  EXPECT_EQ(plpgsql.wanted, Components(Component::kAcl));
  EXPECT_EQ(plpgsql.wanted_for_members, Components(Component::kAcl));
}

TEST_F(SelectionRulesTest, ExtensionsAreLeftOutWhenPatternsNarrowTheDump) {
  options_.schema_patterns = {"app"};
  Object extension = Make(ObjectKind::kExtension, kPgExtensionOid, 20005, "x");
  SelectExtension(Context(), &extension);
  EXPECT_TRUE(extension.wanted.empty());
}

TEST_F(SelectionRulesTest, ExcludedExtensionsAreLeftOutOfListedOnes) {
  selection_.only_extensions = true;
  selection_.extensions = {20005, 20006};
  selection_.excluded_extensions = {20006};
  Object kept = Make(ObjectKind::kExtension, kPgExtensionOid, 20005, "x");
  SelectExtension(Context(), &kept);
  EXPECT_EQ(kept.wanted, Components::All());
  Object excluded = Make(ObjectKind::kExtension, kPgExtensionOid, 20006, "y");
  SelectExtension(Context(), &excluded);
  EXPECT_TRUE(excluded.wanted.empty());
}

TEST_F(SelectionRulesTest, ObjectsWithoutASchemaNeedAnUnnarrowedDump) {
  Object server = Make(ObjectKind::kForeignServer, kPgForeignServerOid, 1, "f");
  SelectBySchema(Context(), &server);
  EXPECT_EQ(server.wanted, Components::All());
  options_.table_patterns = {"t"};
  SelectBySchema(Context(), &server);
  EXPECT_TRUE(server.wanted.empty());
}

TEST_F(SelectionRulesTest, CastsAndLanguagesOfInitdbHaveNoDefinition) {
  Object cast = Make(ObjectKind::kCast, kPgCastOid, 100, "a b");
  SelectUserObject(Context(), &cast);
  EXPECT_TRUE(cast.wanted.empty());
  cast.catalog_id.oid = kFirstUserOid;
  SelectUserObject(Context(), &cast);
  EXPECT_EQ(cast.wanted, Components::All());
  Object language =
      Make(ObjectKind::kProceduralLanguage, kPgLanguageOid, 13, "sql");
  SelectLanguage(Context(), &language);
  EXPECT_EQ(language.wanted, Components(Component::kAcl));
}

TEST_F(SelectionRulesTest, LargeObjectsFollowTheDataUnlessTold) {
  EXPECT_TRUE(WantsLargeObjects(options_));
  options_.schema_patterns = {"app"};
  EXPECT_FALSE(WantsLargeObjects(options_));
  options_.large_objects = true;
  EXPECT_TRUE(WantsLargeObjects(options_));
  options_.dump_data = false;
  EXPECT_FALSE(WantsLargeObjects(options_));
}

}  // namespace
}  // namespace pgark
