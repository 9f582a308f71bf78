#include "jobs/restore_drop.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "jobs/restore_large_objects.h"
#include "jobs/restore_ownership.h"
#include "tests/jobs/restore_test_data.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

using ::testing::ElementsAre;

struct DropCase {
  const char* desc;
  const char* statement;
  const char* with_if_exists;
};

class DropTextTest : public testing::TestWithParam<DropCase> {};

TEST_P(DropTextTest, PutsIfExistsWhereTheKindNeedsIt) {
  TocEntry entry = MakeEntry(5, GetParam().desc, "x", Section::kPreData);
  entry.drop_statement = GetParam().statement;
  entry.catalog_id.oid = 77;
  EXPECT_EQ(DropText(entry, false), GetParam().statement);
  EXPECT_EQ(DropText(entry, true), GetParam().with_if_exists);
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, DropTextTest,
    testing::Values(
        DropCase{"TABLE", "DROP TABLE app.x;\n",
                 "DROP TABLE IF EXISTS app.x;\n"},
        DropCase{"FUNCTION", "DROP FUNCTION app.\"DROP FUNCTION\"(integer);\n",
                 "DROP FUNCTION IF EXISTS app.\"DROP FUNCTION\"(integer);\n"},
        DropCase{"CONSTRAINT", "ALTER TABLE ONLY app.t DROP CONSTRAINT x;\n",
                 "ALTER TABLE IF EXISTS ONLY app.t DROP CONSTRAINT IF EXISTS "
                 "x;\n"},
        DropCase{"CHECK CONSTRAINT", "ALTER DOMAIN app.d DROP CONSTRAINT x;\n",
                 "ALTER DOMAIN app.d DROP CONSTRAINT IF EXISTS x;\n"},
        DropCase{"DEFAULT", "ALTER TABLE app.t ALTER COLUMN x DROP DEFAULT;\n",
                 "ALTER TABLE IF EXISTS app.t ALTER COLUMN x DROP DEFAULT;\n"},
        DropCase{"RULE", "CREATE OR REPLACE VIEW app.v AS SELECT 1;\n",
                 "CREATE OR REPLACE VIEW app.v AS SELECT 1;\n"},
        DropCase{"SCHEMA", "-- *not* dropping schema\n",
                 "-- *not* dropping schema\n"},
        DropCase{"BLOB", "SELECT pg_catalog.lo_unlink('77');\n",
                 "SELECT pg_catalog.lo_unlink(oid) FROM "
                 "pg_catalog.pg_largeobject_metadata WHERE oid = '77';\n"},
        DropCase{"TABLE", "", ""}));

struct OwnerCase {
  const char* desc;
  int release;
  const char* object;
};

class OwnedObjectTest : public testing::TestWithParam<OwnerCase> {};

TEST_P(OwnedObjectTest, NamesTheObjectAsAlterDoes) {
  TocEntry entry = MakeEntry(5, GetParam().desc, "Big", Section::kPreData);
  entry.drop_statement = "DROP FUNCTION app.f(integer, \"T;\");\n";
  RestoreDialect dialect;
  dialect.release = GetParam().release;
  ASSERT_OK_AND_ASSIGN(const std::string object, OwnedObject(entry, dialect));
  EXPECT_EQ(object, GetParam().object);
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, OwnedObjectTest,
    testing::Values(OwnerCase{"TABLE", 18, "TABLE app.\"Big\""},
                    OwnerCase{"VIEW", 18, "VIEW app.\"Big\""},
                    OwnerCase{"VIEW", 15, "TABLE app.\"Big\""},
                    OwnerCase{"MATERIALIZED VIEW", 13, "TABLE app.\"Big\""},
                    OwnerCase{"FOREIGN TABLE", 13, "FOREIGN TABLE app.\"Big\""},
                    OwnerCase{"FUNCTION", 18,
                              "FUNCTION app.f(integer, \"T;\")"},
                    OwnerCase{"BLOB", 15, "LARGE OBJECT Big"},
                    OwnerCase{"INDEX", 18, ""},
                    OwnerCase{"SOMETHING NEW", 18, ""}));

TEST(OwnedObjectOfANewerReleaseTest, IsNamedAsItIsDropped) {
  TocEntry entry = MakeEntry(5, "PROPERTY GRAPH", "g", Section::kPreData);
  entry.drop_statement = "DROP PROPERTY GRAPH app.g;\n";
  ASSERT_OK_AND_ASSIGN(const std::string object,
                       OwnedObject(entry, RestoreDialect()));
  EXPECT_EQ(object, "PROPERTY GRAPH app.g");
}

TEST(OwnedObjectFailureTest, RefusesADropStatementThatIsNone) {
  TocEntry entry = MakeEntry(5, "FUNCTION", "f()", Section::kPreData);
  entry.drop_statement = "DRO";
  EXPECT_THAT(OwnedObject(entry, RestoreDialect()),
              StatusIs(absl::StatusCode::kDataLoss));
}

TEST(LargeObjectTest, ReadsTheListOfAGroup) {
  TocEntry entry = MakeEntry(5, "BLOB METADATA", "1..2", Section::kData);
  entry.definition = "1\n4294967295\n";
  ASSERT_OK_AND_ASSIGN(const std::vector<Oid> oids, ParseLargeObjects(entry));
  EXPECT_THAT(oids, ElementsAre(1u, 4294967295u));
}

TEST(LargeObjectTest, RefusesLinesThatAreNoNumbersOfObjects) {
  TocEntry entry = MakeEntry(5, "BLOB METADATA", "1..2", Section::kData);
  for (const char* list : {"0\n", "1'); DROP TABLE t; --\n", "4294967296\n",
                           "-1\n", " 1\n", "1 \n"}) {
    entry.definition = list;
    EXPECT_THAT(ParseLargeObjects(entry), StatusIs(absl::StatusCode::kDataLoss))
        << list;
  }
}

TEST(LargeObjectTest, RepeatsEachStatementOfAnAclForEveryObject) {
  ASSERT_OK_AND_ASSIGN(
      const std::vector<std::string> texts,
      ExpandLargeObjectAcl("GRANT SELECT ON LARGE OBJECT 7 TO \"a;LARGE OBJECT "
                           "9\";\nSET SESSION AUTHORIZATION b;\n",
                           {7, 8}));
  EXPECT_THAT(
      texts,
      ElementsAre("GRANT SELECT ON LARGE OBJECT 7 TO \"a;LARGE OBJECT 9\";\n",
                  "GRANT SELECT ON LARGE OBJECT 8 TO \"a;LARGE OBJECT 9\";\n",
                  "\n", "SET SESSION AUTHORIZATION b;\n", "\n"));
}

TEST(LargeObjectTest, RefusesAnAclThatWouldFillTheMemory) {
  const std::vector<Oid> oids(1000000, 7);
  EXPECT_THAT(ExpandLargeObjectAcl(std::string(1000, 'x'), oids),
              StatusIs(absl::StatusCode::kResourceExhausted));
}

}  // namespace
}  // namespace pgark
