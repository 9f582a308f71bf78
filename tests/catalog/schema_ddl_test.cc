#include "catalog/schema_ddl.h"

#include "catalog/database_ddl.h"
#include "catalog/extension_lines.h"
#include "catalog/large_object_ddl.h"
#include "tests/catalog/catalog_builder.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class SchemaDdlTest : public ::testing::Test {
 protected:
  std::vector<TocEntry> Emit(EmitFunction emit, DumpId id, int release = 18) {
    style_.release = release;
    const DdlContext context{builder_.catalog(), options_, style_, release,
                             "db"};
    TocBuilder toc(context);
    EXPECT_OK(emit(context, builder_.catalog().Get(id), toc));
    return toc.Finish();
  }
  DumpId AddSchema(const std::string& name, bool is_created) {
    SchemaObject schema;
    schema.name = name;
    schema.owner = "owner";
    schema.is_created = is_created;
    return builder_.AddWithDetail(ObjectKind::kSchema, name, schema,
                                  builder_.catalog().schemas);
  }
  void Comment(DumpId id, const std::string& text) {
    builder_.catalog().comments.push_back(
        {builder_.catalog().Get(id).catalog_id, 0, "", text});
  }
  DumpId AddDefaultAcl(char type, const std::string& acl,
                       const std::string& base) {
    DefaultAclObject detail;
    detail.role = "Role";
    detail.object_type = type;
    detail.acl = AclText{acl, base};
    return builder_.AddWithDetail(ObjectKind::kDefaultAcl, std::string(1, type),
                                  detail, builder_.catalog().default_acls);
  }
  DumpId AddGroup(std::vector<Oid> oids, const std::string& tag) {
    LargeObjectGroup group;
    group.oids = std::move(oids);
    group.owner = "owner";
    group.acl = AclText{"{bob=r/owner}", "{}"};
    return builder_.AddWithDetail(ObjectKind::kLargeObject, tag, group,
                                  builder_.catalog().large_objects);
  }

  CatalogBuilder builder_;
  DumpOptions options_;
  SqlStyle style_;
};

TEST_F(SchemaDdlTest, ASchemaIsCreatedAndDropped) {
  const std::vector<TocEntry> entries =
      Emit(EmitSchema, AddSchema("My Schema", true));
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].tag, "My Schema");
  EXPECT_EQ(entries[0].owner, "owner");
  EXPECT_EQ(entries[0].definition, "CREATE SCHEMA \"My Schema\";\n");
  EXPECT_EQ(entries[0].drop_statement, "DROP SCHEMA \"My Schema\";\n");
}

TEST_F(SchemaDdlTest, PublicIsNeitherCreatedNorDropped) {
  const DumpId id = AddSchema("public", false);
  Comment(id, "standard public schema");
  const std::vector<TocEntry> entries = Emit(EmitSchema, id);
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].definition->substr(0, 3), "-- ");
  EXPECT_EQ(entries[0].drop_statement->substr(0, 3), "-- ");
}

TEST_F(SchemaDdlTest, AnotherCommentOnPublicIsWritten) {
  const DumpId id = AddSchema("public", false);
  Comment(id, "ours");
  const std::vector<TocEntry> entries = Emit(EmitSchema, id);
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[1].definition, "COMMENT ON SCHEMA public IS 'ours';\n");
}

TEST_F(SchemaDdlTest, ARemovedCommentOnPublicIsRemovedAgain) {
  const std::vector<TocEntry> entries =
      Emit(EmitSchema, AddSchema("public", false));
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[1].tag, "SCHEMA public");
  EXPECT_EQ(entries[1].definition, "COMMENT ON SCHEMA public IS '';\n");
}

TEST_F(SchemaDdlTest, PublicThatWasAskedForIsASchemaLikeAnyOther) {
  const std::vector<TocEntry> entries =
      Emit(EmitSchema, AddSchema("public", true));
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].definition, "CREATE SCHEMA public;\n");
}

TEST_F(SchemaDdlTest, AnExtensionNamesItsSchemaAndHasNoOwner) {
  ExtensionObject extension;
  extension.name = "uuid-ossp";
  extension.schema = "Ext";
  const DumpId id =
      builder_.AddWithDetail(ObjectKind::kExtension, "uuid-ossp", extension,
                             builder_.catalog().extensions);
  Comment(id, "ids");
  const std::vector<TocEntry> entries = Emit(EmitExtension, id);
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[0].definition,
            "CREATE EXTENSION IF NOT EXISTS \"uuid-ossp\" WITH SCHEMA "
            "\"Ext\";\n");
  EXPECT_EQ(entries[0].owner, std::nullopt);
  EXPECT_EQ(entries[1].owner, "");
}

TEST_F(SchemaDdlTest, DefaultPrivilegesNameTheirRole) {
  const std::vector<TocEntry> entries =
      Emit(EmitDefaultAcl,
           AddDefaultAcl('f', "{Role=X/Role}", "{=X/Role,Role=X/Role}"));
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].tag, "DEFAULT PRIVILEGES FOR FUNCTIONS");
  EXPECT_EQ(entries[0].section, Section::kPostData);
  EXPECT_EQ(entries[0].schema, std::nullopt);
  EXPECT_EQ(entries[0].definition,
            "ALTER DEFAULT PRIVILEGES FOR ROLE \"Role\" REVOKE ALL ON "
            "FUNCTIONS FROM PUBLIC;\n");
}

TEST_F(SchemaDdlTest, DefaultPrivilegesThatChangeNothingHaveNoEntry) {
  EXPECT_THAT(Emit(EmitDefaultAcl,
                   AddDefaultAcl('r', "{Role=r/Role}", "{Role=r/Role}")),
              IsEmpty());
}

TEST_F(SchemaDdlTest, DefaultPrivilegesOfAnUnknownTypeAreRefused) {
  const DumpId id = AddDefaultAcl('?', "{}", "{}");
  const DdlContext context{builder_.catalog(), options_, style_, 18, "db"};
  TocBuilder toc(context);
  EXPECT_THAT(EmitDefaultAcl(context, builder_.catalog().Get(id), toc),
              StatusIs(absl::StatusCode::kUnimplemented));
}

TEST_F(SchemaDdlTest, AGroupOfLargeObjectsHasOneEntryForItsPrivileges) {
  const DumpId id = AddGroup({1001, 1003}, "1001..1003");
  builder_.catalog().comments.push_back(
      {CatalogId{kPgLargeObjectOid, 1003}, 0, "", "three"});
  const std::vector<TocEntry> entries = Emit(EmitLargeObject, id);
  ASSERT_EQ(entries.size(), 3u);
  EXPECT_EQ(entries[0].desc, "BLOB METADATA");
  EXPECT_EQ(entries[0].section, Section::kData);
  EXPECT_EQ(entries[0].definition, "1001\n1003\n");
  EXPECT_EQ(entries[1].tag, "LARGE OBJECT 1003");
  EXPECT_EQ(entries[2].tag, "LARGE OBJECTS 1001..1003");
  EXPECT_EQ(entries[2].definition,
            "GRANT SELECT ON LARGE OBJECT 1001 TO bob;\n");
}

TEST_F(SchemaDdlTest, UpToRelease16ALargeObjectIsMadeBySql) {
  options_.large_object_groups = false;
  const std::vector<TocEntry> entries =
      Emit(EmitLargeObject, AddGroup({1001}, "1001"));
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[0].desc, "BLOB");
  EXPECT_EQ(entries[0].section, Section::kPreData);
  EXPECT_EQ(entries[0].definition, "SELECT pg_catalog.lo_create('1001');\n");
  EXPECT_EQ(entries[1].tag, "LARGE OBJECT 1001");
}

TEST_F(SchemaDdlTest, ContentsOfAGroupDependOnItAndTellTheirObjects) {
  const DumpId group = AddGroup({5, 7}, "5..7");
  LargeObjectData data;
  data.group = group;
  data.owner = "owner";
  data.oids = {5, 7};
  const DumpId id =
      builder_.AddWithDetail(ObjectKind::kLargeObjectData, "5..7", data,
                             builder_.catalog().large_object_data);
  builder_.catalog().Get(id).available |= Component::kData;
  const std::vector<TocEntry> entries = Emit(EmitLargeObjectData, id);
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_TRUE(entries[0].has_data);
  EXPECT_EQ(entries[0].owner, "owner");
  EXPECT_THAT(entries[0].dependencies, ElementsAre(group));
  const DdlContext context{builder_.catalog(), options_, style_, 18, "db"};
  const auto sources = LargeObjectSources(context, entries);
  ASSERT_EQ(sources.size(), 1u);
  EXPECT_THAT(sources[0].oids, ElementsAre(5u, 7u));
}

TEST_F(SchemaDdlTest, LinesAboutExtensionsEndOrBeginLinesByRelease) {
  ExtensionObject extension;
  const DumpId x = builder_.AddWithDetail(
      ObjectKind::kExtension, "x", extension, builder_.catalog().extensions);
  const DumpId function = builder_.Add(ObjectKind::kFunction, "f");
  const Object& object = builder_.catalog().Get(function);
  builder_.catalog().extensions_depended_on[object.catalog_id] = {x};
  const DdlContext new_form{builder_.catalog(), options_, style_, 17, "db"};
  EXPECT_EQ(DependsOnExtensionLines(new_form, object, "FUNCTION", "s.f()"),
            "\nALTER FUNCTION s.f() DEPENDS ON EXTENSION x;");
  const DdlContext old_form{builder_.catalog(), options_, style_, 15, "db"};
  EXPECT_EQ(DependsOnExtensionLines(old_form, object, "FUNCTION", "s.f()"),
            "ALTER FUNCTION s.f() DEPENDS ON EXTENSION x;\n");
}

class DatabaseDdlTest : public ::testing::Test {
 protected:
  DatabaseDdlTest() {
    DatabaseObject& database = catalog_.database;
    database.name = "my db";
    database.owner = "owner";
    database.encoding = "UTF8";
    database.collate = database.ctype = "C.UTF-8";
    database.tablespace = "pg_default";
  }
  DdlContext Context(int release = 18) {
    return DdlContext{catalog_, options_, SqlStyle{}, release, "my db"};
  }

  Catalog catalog_;
  DumpOptions options_;
};

TEST_F(DatabaseDdlTest, TheProviderIsNamedFromRelease15On) {
  EXPECT_EQ(CreateDatabaseStatement(Context(15)),
            "CREATE DATABASE \"my db\" WITH TEMPLATE = template0 ENCODING = "
            "'UTF8' LOCALE_PROVIDER = libc LOCALE = 'C.UTF-8';\n");
  EXPECT_EQ(CreateDatabaseStatement(Context(13)),
            "CREATE DATABASE \"my db\" WITH TEMPLATE = template0 ENCODING = "
            "'UTF8' LOCALE = 'C.UTF-8';\n");
}

TEST_F(DatabaseDdlTest, DifferentLocalesAndIcuAreSpelledOut) {
  catalog_.database.ctype = "de_DE";
  catalog_.database.locale_provider = 'i';
  catalog_.database.locale = "de";
  catalog_.database.icu_rules = "&a<g";
  EXPECT_EQ(CreateDatabaseStatement(Context()),
            "CREATE DATABASE \"my db\" WITH TEMPLATE = template0 ENCODING = "
            "'UTF8' LOCALE_PROVIDER = icu LC_COLLATE = 'C.UTF-8' LC_CTYPE = "
            "'de_DE' ICU_LOCALE = 'de' ICU_RULES = '&a<g';\n");
}

TEST_F(DatabaseDdlTest, TheTablespaceIsNamedUnlessUnwanted) {
  catalog_.database.tablespace = "Fast";
  EXPECT_THAT(CreateDatabaseStatement(Context()),
              ::testing::HasSubstr(" TABLESPACE = \"Fast\";"));
  options_.no_tablespaces = true;
  EXPECT_THAT(CreateDatabaseStatement(Context()),
              ::testing::Not(::testing::HasSubstr("TABLESPACE")));
}

TEST_F(DatabaseDdlTest, PropertiesAreSetAfterwardsAndDependOnNothing) {
  catalog_.database.connection_limit = 5;
  catalog_.database.is_template = true;
  catalog_.database.settings = {{"", "work_mem=64MB"},
                                {"Bob", "search_path=a, b"}};
  const DdlContext context = Context();
  TocBuilder toc(context);
  ASSERT_OK(AddDatabaseEntries(context, toc));
  const std::vector<TocEntry> entries = toc.Finish();
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[1].desc, "DATABASE PROPERTIES");
  EXPECT_THAT(entries[1].dependencies, IsEmpty());
  EXPECT_EQ(entries[1].definition,
            "ALTER DATABASE \"my db\" CONNECTION LIMIT = 5;\n"
            "ALTER DATABASE \"my db\" IS_TEMPLATE = true;\n"
            "ALTER DATABASE \"my db\" SET work_mem TO '64MB';\n"
            "ALTER ROLE \"Bob\" IN DATABASE \"my db\" SET search_path TO 'a', "
            "'b';\n");
  EXPECT_EQ(entries[1].drop_statement,
            "UPDATE pg_catalog.pg_database SET datistemplate = false WHERE "
            "datname = 'my db';\n");
}

TEST_F(DatabaseDdlTest, ItsCommentAndPrivilegesFollowIt) {
  catalog_.database.comment = "ours";
  catalog_.database.acl = AclText{"{bob=c/owner}", "{}"};
  const DdlContext context = Context();
  TocBuilder toc(context);
  ASSERT_OK(AddDatabaseEntries(context, toc));
  const std::vector<TocEntry> entries = toc.Finish();
  ASSERT_EQ(entries.size(), 3u);
  EXPECT_EQ(entries[1].tag, "DATABASE \"my db\"");
  EXPECT_EQ(entries[2].definition,
            "GRANT CONNECT ON DATABASE \"my db\" TO bob;\n");
  EXPECT_THAT(entries[2].dependencies, ElementsAre(entries[0].id));
}

}  // namespace
}  // namespace pgark
