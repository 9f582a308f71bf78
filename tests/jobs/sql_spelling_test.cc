#include "jobs/sql_spelling.h"

#include "gtest/gtest.h"
#include "tests/jobs/restore_test_data.h"

namespace pgark {
namespace {

TocEntry Defined(const std::string& desc, const std::string& definition) {
  TocEntry entry = MakeEntry(1, desc, "t", Section::kPreData);
  entry.definition = definition;
  return entry;
}

std::string Spelled(const std::string& desc, const std::string& definition,
                    int release) {
  return SpellForRelease(Defined(desc, definition), release, true)
      .value_or("unchanged");
}

TEST(SqlSpellingTest, NothingIsChangedForAServerThatKnowsIt) {
  for (const char* desc : {"TABLE", "TYPE", "SEQUENCE", "INDEX", "VIEW"}) {
    EXPECT_EQ(Spelled(desc, "CREATE TABLE t (NOT NULL a);\n", 18), "unchanged");
  }
  EXPECT_EQ(Spelled("VIEW", "CREATE TABLE t (NOT NULL a);\n", 13), "unchanged");
}

TEST(SqlSpellingTest, MultirangeNamesAreLeftOut) {
  const char* definition =
      "CREATE TYPE r AS RANGE (\n    subtype = numeric,\n"
      "    multirange_type_name = app.rs,\n    canonical = f\n);\n";
  EXPECT_EQ(Spelled("TYPE", definition, 14), "unchanged");
  EXPECT_EQ(Spelled("TYPE", definition, 13),
            "CREATE TYPE r AS RANGE (\n    subtype = numeric,\n"
            "    canonical = f\n);\n");
}

TEST(SqlSpellingTest, CompressionOfColumnsIsLeftOut) {
  EXPECT_EQ(Spelled("TABLE",
                    "CREATE TABLE t (a text DEFAULT 'SET COMPRESSION;');\n"
                    "ALTER TABLE ONLY t ALTER COLUMN a SET COMPRESSION lz4;\n"
                    "ALTER TABLE ONLY t ALTER COLUMN a SET STORAGE PLAIN;\n",
                    13),
            "CREATE TABLE t (a text DEFAULT 'SET COMPRESSION;');\n\n"
            "ALTER TABLE ONLY t ALTER COLUMN a SET STORAGE PLAIN;\n");
}

TEST(SqlSpellingTest, NotNullOfAnInheritedColumnComesBehindTheTable) {
  EXPECT_EQ(
      Spelled("TABLE",
              "CREATE TABLE s.t (\n    NOT NULL a,\n    b integer,\n"
              "    CONSTRAINT n NOT NULL \"C\",\n    CONSTRAINT m NOT NULL "
              "d\n)\nINHERITS (s.p);\n",
              17),
      "CREATE TABLE s.t (\n    \n    b integer\n)\nINHERITS (s.p);\n\n"
      "ALTER TABLE ONLY s.t ALTER COLUMN a SET NOT NULL;\n\n"
      "ALTER TABLE ONLY s.t ALTER COLUMN \"C\" SET NOT NULL;\n\n"
      "ALTER TABLE ONLY s.t ALTER COLUMN d SET NOT NULL;\n");
  EXPECT_EQ(
      Spelled("TABLE",
              "CREATE TABLE t (NOT NULL a, NOT NULL b) INHERITS (p);\n", 17),
      "CREATE TABLE t ( ) INHERITS (p);\n\n"
      "ALTER TABLE ONLY t ALTER COLUMN a SET NOT NULL;\n\n"
      "ALTER TABLE ONLY t ALTER COLUMN b SET NOT NULL;\n");
  EXPECT_EQ(Spelled("TABLE", "CREATE TABLE t (a integer NOT NULL);\n", 13),
            "unchanged");
}

TEST(SqlSpellingTest, StorageParametersThatAServerLacksAreLeftOut) {
  EXPECT_EQ(Spelled("TABLE",
                    "CREATE TABLE t (a int)\nWITH (fillfactor='70', "
                    "toast.autovacuum_vacuum_max_threshold='9', "
                    "autovacuum_vacuum_max_threshold='9');\n",
                    17),
            "CREATE TABLE t (a int)\nWITH (fillfactor='70');\n");
  EXPECT_EQ(Spelled("INDEX",
                    "CREATE INDEX i ON t USING btree (a) WITH "
                    "(deduplicate_items='off');\n",
                    12),
            "CREATE INDEX i ON t USING btree (a) ;\n");
}

TEST(SqlSpellingTest, UnloggedSequencesAreLogged) {
  EXPECT_EQ(Spelled("SEQUENCE",
                    "CREATE UNLOGGED SEQUENCE s\n    START WITH 1;\n"
                    "ALTER SEQUENCE s SET LOGGED;\n",
                    14),
            "CREATE  SEQUENCE s\n    START WITH 1;\n\n");
}

TEST(SqlSpellingTest, ParsedBodiesAreTold) {
  EXPECT_TRUE(
      HasParsedBody(Defined("FUNCTION",
                            "CREATE FUNCTION f(a int DEFAULT (1)) RETURNS int\n"
                            "    LANGUAGE sql\n    RETURN (a + 1);\n"),
                    true));
  EXPECT_TRUE(HasParsedBody(
      Defined("PROCEDURE",
              "CREATE PROCEDURE f()\n LANGUAGE sql\n BEGIN ATOMIC\nEND;\n"),
      true));
  EXPECT_FALSE(
      HasParsedBody(Defined("FUNCTION",
                            "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS "
                            "$$ RETURN 1 $$;\n"),
                    true));
}

TEST(SqlSpellingTest, LeakproofIsLeftOutWhereItIsAnAttribute) {
  EXPECT_EQ(WithoutLeakproof(Defined("FUNCTION",
                                     "CREATE FUNCTION leakproof(leakproof int) "
                                     "RETURNS int LANGUAGE sql LEAKPROOF AS "
                                     "'SELECT leakproof';\n"),
                             true),
            "CREATE FUNCTION leakproof(leakproof int) RETURNS int LANGUAGE sql "
            " AS 'SELECT leakproof';\n");
  EXPECT_FALSE(WithoutLeakproof(Defined("FUNCTION",
                                        "CREATE FUNCTION f() "
                                        "RETURNS int NOT LEAKPROOF "
                                        "AS 'x';\n"),
                                true)
                   .has_value());
}

TEST(SqlSpellingTest, DamagedDefinitionsDoNoHarm) {
  for (const char* text :
       {"", "(", "CREATE TABLE t (", "CREATE TABLE (", "WITH (",
        "WITH (deduplicate_items", "CREATE TABLE t (NOT NULL a",
        "CREATE TABLE t (,", "RANGE (", "RANGE (multirange_type_name", "SET",
        "SET COMPRESSION", "ALTER SET COMPRESSION", "CREATE UNLOGGED"}) {
    for (const char* desc : {"TABLE", "TYPE", "SEQUENCE", "INDEX"}) {
      SpellForRelease(Defined(desc, text), 12, true);
    }
    HasParsedBody(Defined("FUNCTION", text), true);
    WithoutLeakproof(Defined("FUNCTION", text), true);
  }
}

}  // namespace
}  // namespace pgark
