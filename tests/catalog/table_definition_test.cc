#include "catalog/table_definition.h"

#include "gtest/gtest.h"
#include "tests/catalog/relation_builder.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

class TableDefinitionTest : public testing::Test {
 protected:
  std::string Define(DumpId id, int release = 18) {
    const absl::StatusOr<std::string> text =
        TableDefinition(builder_.Ddl(release), builder_.Get(id));
    return text.ok() ? *text : text.status().ToString();
  }

  RelationBuilder builder_;
};

TEST_F(TableDefinitionTest, ATableWithoutColumnsHasEmptyParentheses) {
  EXPECT_EQ(Define(builder_.AddRelation("t")), "CREATE TABLE app.t (\n);\n");
}

TEST_F(TableDefinitionTest, DroppedColumnsAreLeftOutAndClausesKeepTheirOrder) {
  const DumpId t = builder_.AddRelation("t");
  builder_.AddColumn(t, "gone").is_dropped = true;
  ColumnObject& column = builder_.AddColumn(t, "Odd");
  column.not_null = NotNullForm::kNamed;
  column.not_null_name = "Own";
  column.not_null_is_local = true;
  column.not_null_is_no_inherit = true;
  builder_.AddDefault(t, 2, "5");
  EXPECT_EQ(Define(t),
            "CREATE TABLE app.t (\n"
            "    \"Odd\" integer DEFAULT 5 CONSTRAINT \"Own\" NOT NULL NO "
            "INHERIT\n);\n");
}

TEST_F(TableDefinitionTest, ACheckAloneIsAnElement) {
  const DumpId t = builder_.AddRelation("t");
  builder_.AddCheck(t, "c", "CHECK (true)");
  EXPECT_EQ(Define(t),
            "CREATE TABLE app.t (\n    CONSTRAINT c CHECK (true)\n);\n");
}

TEST_F(TableDefinitionTest, ASeparateDefaultAndCheckAreNotInTheTable) {
  const DumpId t = builder_.AddRelation("t");
  builder_.AddColumn(t, "a");
  const DumpId value = builder_.AddDefault(t, 1, "app.f()");
  const DumpId check = builder_.AddCheck(t, "c", "CHECK (app.g(t.*))");
  builder_.catalog().Get(value).is_separate = true;
  builder_.catalog().Get(check).is_separate = true;
  EXPECT_EQ(Define(t), "CREATE TABLE app.t (\n    a integer\n);\n");
}

TEST_F(TableDefinitionTest, GenerationExpressionsSayHowTheyAreKept) {
  const DumpId t = builder_.AddRelation("t");
  builder_.AddColumn(t, "s").generated = 's';
  builder_.AddColumn(t, "v").generated = 'v';
  builder_.AddDefault(t, 1, "(1 + 1)");
  builder_.AddDefault(t, 2, "(2 + 2)");
  EXPECT_EQ(Define(t),
            "CREATE TABLE app.t (\n"
            "    s integer GENERATED ALWAYS AS ((1 + 1)) STORED,\n"
            "    v integer GENERATED ALWAYS AS ((2 + 2))\n);\n");
}

TEST_F(TableDefinitionTest, AChildPrintsItsOwnColumnsAndItsParents) {
  const DumpId parent = builder_.AddRelation("p");
  const DumpId child = builder_.AddChild("c", parent);
  builder_.AddColumn(child, "inherited").is_local = false;
  builder_.AddColumn(child, "own");
  EXPECT_EQ(Define(child),
            "CREATE TABLE app.c (\n    own integer\n)\nINHERITS (app.p);\n");
}

TEST_F(TableDefinitionTest, ANotNullOfAnInheritedColumnDependsOnTheRelease) {
  const DumpId parent = builder_.AddRelation("p");
  const DumpId child = builder_.AddChild("c", parent);
  ColumnObject& column = builder_.AddColumn(child, "a");
  column.is_local = false;
  column.not_null = NotNullForm::kUnnamed;
  column.not_null_is_local = true;
  EXPECT_EQ(Define(child, 18),
            "CREATE TABLE app.c (\n    NOT NULL a\n)\nINHERITS (app.p);\n");
  EXPECT_EQ(Define(child, 17),
            "CREATE TABLE app.c (\n)\nINHERITS (app.p);\n"
            "ALTER TABLE ONLY app.c ALTER COLUMN a SET NOT NULL;\n");
}

TEST_F(TableDefinitionTest, APartitionIsCreatedAloneWithEverythingItHas) {
  const DumpId parent =
      builder_.AddRelation("p", RelationKind::kPartitionedTable);
  const DumpId partition = builder_.AddPartition("c", parent);
  ColumnObject& column = builder_.AddColumn(partition, "a");
  column.is_local = false;
  column.not_null = NotNullForm::kUnnamed;
  builder_.Get(partition).partition_bound = "DEFAULT";
  EXPECT_EQ(Define(partition, 14),
            "CREATE TABLE app.c (\n    a integer NOT NULL\n);\n");
}

TEST_F(TableDefinitionTest, UpTo13APartitionIsAttachedWithinItsDefinition) {
  const DumpId parent =
      builder_.AddRelation("p", RelationKind::kPartitionedTable);
  const DumpId partition = builder_.AddPartition("c", parent);
  builder_.Get(partition).partition_bound = "FOR VALUES IN (1)";
  EXPECT_EQ(Define(partition, 13),
            "CREATE TABLE app.c (\n);\nALTER TABLE ONLY app.p ATTACH PARTITION "
            "app.c FOR VALUES IN (1);\n");
}

TEST_F(TableDefinitionTest, UnloggedPartitionedTablesLoseTheWordFrom18On) {
  const DumpId t = builder_.AddRelation("t", RelationKind::kPartitionedTable);
  builder_.Get(t).persistence = Persistence::kUnlogged;
  builder_.Get(t).partition_key = "LIST (a)";
  EXPECT_EQ(Define(t, 18), "CREATE TABLE app.t (\n)\nPARTITION BY LIST (a);\n");
  EXPECT_EQ(Define(t, 17),
            "CREATE UNLOGGED TABLE app.t (\n)\nPARTITION BY LIST (a);\n");
}

TEST_F(TableDefinitionTest, ATypedTablePrintsOnlyColumnsWithClauses) {
  const DumpId t = builder_.AddRelation("t");
  builder_.Get(t).typed_table_type = 17000;
  builder_.Get(t).typed_table_type_name = "app.comp";
  builder_.AddColumn(t, "a");
  EXPECT_EQ(Define(t), "CREATE TABLE app.t OF app.comp;\n");
  builder_.AddColumn(t, "b");
  builder_.AddDefault(t, 2, "1");
  EXPECT_EQ(Define(t),
            "CREATE TABLE app.t OF app.comp (\n    b DEFAULT 1\n);\n");
}

TEST_F(TableDefinitionTest, OptionsOfTheToastTableFollowTheTables) {
  const DumpId t = builder_.AddRelation("t");
  builder_.Get(t).options = "{fillfactor=70,autovacuum_enabled=false}";
  builder_.Get(t).toast_options = "{vacuum_truncate=true}";
  EXPECT_EQ(Define(t),
            "CREATE TABLE app.t (\n)\nWITH (fillfactor='70', "
            "autovacuum_enabled='false', toast.vacuum_truncate='true');\n");
}

TEST_F(TableDefinitionTest, OptionsThatAreNoArrayNameTheTable) {
  const DumpId t = builder_.AddRelation("t");
  builder_.Get(t).options = "{fillfactor";
  const absl::Status status =
      TableDefinition(builder_.Ddl(18), builder_.Get(t)).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(GetContext(status, ContextKey::kObject), "app.t");
}

TEST_F(TableDefinitionTest, AnUnknownCollationNamesTheTable) {
  const DumpId t = builder_.AddRelation("t");
  builder_.AddColumn(t, "a").collation = 4711;
  const absl::Status status =
      TableDefinition(builder_.Ddl(18), builder_.Get(t)).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(GetContext(status, ContextKey::kObject), "app.t");
}

TEST_F(TableDefinitionTest, WhatCreateCannotSayFollowsColumnByColumn) {
  const DumpId t = builder_.AddRelation("t");
  ColumnObject& a = builder_.AddColumn(t, "a");
  a.statistics_target = 0;
  a.storage = 'e';
  a.type_storage = 'x';
  a.compression = 'l';
  a.options = "n_distinct=5";
  builder_.Get(t).replica_identity = 'f';
  builder_.Get(t).forces_row_security = true;
  EXPECT_EQ(AlterLines(builder_.Ddl(18), builder_.Get(t)),
            "ALTER TABLE ONLY app.t ALTER COLUMN a SET STATISTICS 0;\n"
            "ALTER TABLE ONLY app.t ALTER COLUMN a SET STORAGE EXTERNAL;\n"
            "ALTER TABLE ONLY app.t ALTER COLUMN a SET COMPRESSION lz4;\n"
            "ALTER TABLE ONLY app.t ALTER COLUMN a SET (n_distinct=5);\n"
            "\nALTER TABLE ONLY app.t REPLICA IDENTITY FULL;\n"
            "\nALTER TABLE ONLY app.t FORCE ROW LEVEL SECURITY;\n");
}

TEST_F(TableDefinitionTest, ColumnOptionsOfForeignTablesSayOnlyFrom17On) {
  const DumpId t = builder_.AddRelation("t", RelationKind::kForeignTable);
  builder_.Get(t).replica_identity = 'n';
  builder_.AddColumn(t, "a").foreign_options = "x '1'";
  EXPECT_EQ(AlterLines(builder_.Ddl(17), builder_.Get(t)),
            "ALTER FOREIGN TABLE ONLY app.t ALTER COLUMN a OPTIONS (\n"
            "    x '1'\n);\n");
  EXPECT_EQ(AlterLines(builder_.Ddl(15), builder_.Get(t)),
            "ALTER FOREIGN TABLE app.t ALTER COLUMN a OPTIONS (\n"
            "    x '1'\n);\n");
}

}  // namespace
}  // namespace pgark
