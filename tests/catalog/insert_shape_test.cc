#include "catalog/insert_shape.h"

#include "gtest/gtest.h"
#include "tests/catalog/relation_builder.h"

namespace pgark {
namespace {

constexpr Oid kInteger = 23;
constexpr Oid kText = 25;

class InsertShapeTest : public testing::Test {
 protected:
  InsertShapeTest() { builder_.options().inserts = InsertOptions{}; }

  InsertOptions& options() { return *builder_.options().inserts; }
  InsertShape Shape(DumpId relation) {
    return MakeInsertShape(builder_.Ddl(18), builder_.Get(relation),
                           builder_.Get(relation));
  }
  // A table with a dropped, a plain, a generated and a quoted column.
  DumpId AddTable() {
    const DumpId t = builder_.AddRelation("t");
    builder_.AddColumn(t, "gone").is_dropped = true;
    builder_.AddColumn(t, "a").value_type = kInteger;
    builder_.AddColumn(t, "g").generated = 's';
    builder_.AddColumn(t, "b c").value_type = kText;
    return t;
  }

  RelationBuilder builder_;
};

TEST_F(InsertShapeTest, WithoutNamesAGeneratedColumnIsADefault) {
  const InsertShape shape = Shape(AddTable());
  EXPECT_EQ(shape.begin, "INSERT INTO app.t VALUES");
  EXPECT_EQ(shape.values,
            (std::vector{InsertValueForm::kNumber, InsertValueForm::kDefault,
                         InsertValueForm::kText}));
  EXPECT_EQ(shape.end, ";\n");
}

TEST_F(InsertShapeTest, WithNamesAGeneratedColumnIsLeftOut) {
  options().column_names = true;
  const InsertShape shape = Shape(AddTable());
  EXPECT_EQ(shape.begin, "INSERT INTO app.t (a, \"b c\") VALUES");
  EXPECT_EQ(shape.values.size(), 2u);
}

TEST_F(InsertShapeTest, AnIdentityThatIsAlwaysGeneratedIsOverridden) {
  const DumpId t = AddTable();
  builder_.AddColumn(t, "id").identity = 'd';
  EXPECT_EQ(Shape(t).begin, "INSERT INTO app.t VALUES");
  builder_.AddColumn(t, "always").identity = 'a';
  EXPECT_EQ(Shape(t).begin, "INSERT INTO app.t OVERRIDING SYSTEM VALUE VALUES");
}

TEST_F(InsertShapeTest, ConflictsArePassedOverBehindTheLastRow) {
  options().on_conflict_do_nothing = true;
  options().rows_per_statement = 5;
  const InsertShape shape = Shape(AddTable());
  EXPECT_EQ(shape.end, " ON CONFLICT DO NOTHING;\n");
  EXPECT_EQ(shape.rows_per_statement, 5);
}

TEST_F(InsertShapeTest, ATableWithoutColumnsHasOneStatementARow) {
  options().on_conflict_do_nothing = true;
  options().rows_per_statement = 5;
  const InsertShape shape = Shape(builder_.AddRelation("t"));
  EXPECT_EQ(shape.begin, "INSERT INTO app.t DEFAULT VALUES");
  EXPECT_EQ(shape.end, ";\n");
  EXPECT_EQ(shape.rows_per_statement, 1);
}

}  // namespace
}  // namespace pgark
