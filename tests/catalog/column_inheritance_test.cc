#include "catalog/column_inheritance.h"

#include "gtest/gtest.h"
#include "tests/catalog/relation_builder.h"

namespace pgark {
namespace {

class ColumnInheritanceTest : public testing::Test {
 protected:
  ColumnInheritanceTest() {
    parent_ = builder_.AddRelation("p");
    child_ = builder_.AddChild("c", parent_);
    builder_.AddColumn(parent_, "a");
    builder_.AddColumn(child_, "a").is_local = false;
  }
  void Analyze(int release) {
    ReadContext context = builder_.Read(release);
    AnalyzeInheritedColumns(context);
  }
  ColumnObject& Parent() { return builder_.Get(parent_).columns[0]; }
  ColumnObject& Child() { return builder_.Get(child_).columns[0]; }
  const Object& ChildDefault() {
    return builder_.catalog().Get(Child().default_value);
  }

  RelationBuilder builder_;
  DumpId parent_, child_;
};

TEST_F(ColumnInheritanceTest, Before18ANotNullThatAnyParentHasIsTheParents) {
  Child().not_null = NotNullForm::kUnnamed;
  Analyze(17);
  EXPECT_TRUE(Child().not_null_is_local);
  Parent().not_null = NotNullForm::kUnnamed;
  Analyze(17);
  EXPECT_FALSE(Child().not_null_is_local);
}

TEST_F(ColumnInheritanceTest, From18OnTheCatalogSaysWhoseANotNullIs) {
  Child().not_null = Parent().not_null = NotNullForm::kUnnamed;
  Child().not_null_is_local = true;
  Analyze(18);
  EXPECT_TRUE(Child().not_null_is_local);
  Child().not_null_is_local = false;
  Analyze(18);
  EXPECT_FALSE(Child().not_null_is_local);
}

TEST_F(ColumnInheritanceTest, AValidNotNullUnderAnInvalidOneIsTheChilds) {
  Child().not_null = NotNullForm::kNamed;
  Child().not_null_is_local = false;
  Parent().not_null_is_invalid = true;  // so its form is kNone
  Analyze(18);
  EXPECT_TRUE(Child().not_null_is_local);
}

TEST_F(ColumnInheritanceTest, ANoInheritNotNullOfTheParentDoesNotCount) {
  Child().not_null = Parent().not_null = NotNullForm::kUnnamed;
  Child().not_null_is_local = false;
  Parent().not_null_is_no_inherit = true;
  Analyze(18);
  EXPECT_TRUE(Child().not_null_is_local);
}

TEST_F(ColumnInheritanceTest, AChildWithoutItsParentsDefaultGetsDefaultNull) {
  builder_.AddDefault(parent_, 1, "5");
  Analyze(18);
  ASSERT_NE(Child().default_value, DumpId{});
  EXPECT_TRUE(ChildDefault().is_separate);
  EXPECT_EQ(ChildDefault().dependencies, std::vector<DumpId>{child_});
  EXPECT_EQ(builder_.catalog().defaults[ChildDefault().detail].expression,
            "NULL");
}

TEST_F(ColumnInheritanceTest, InAPrintedColumnDefaultNullStandsInTheTable) {
  builder_.AddDefault(parent_, 1, "5");
  Child().is_local = true;
  Analyze(18);
  ASSERT_NE(Child().default_value, DumpId{});
  EXPECT_FALSE(ChildDefault().is_separate);
}

TEST_F(ColumnInheritanceTest, ADefaultNullIsRepeatedBelowOnlyUpTo15) {
  builder_.AddDefault(parent_, 1, "NULL");
  Analyze(17);
  EXPECT_EQ(Child().default_value, DumpId{});
  Analyze(15);
  EXPECT_NE(Child().default_value, DumpId{});
}

TEST_F(ColumnInheritanceTest, TheParentsGenerationExpressionIsNotRepeated) {
  Parent().generated = Child().generated = 's';
  builder_.AddDefault(parent_, 1, "(b * 2)");
  builder_.AddDefault(child_, 1, "(b * 2)");
  Analyze(18);
  EXPECT_TRUE(ChildDefault().wanted.empty());
}

TEST_F(ColumnInheritanceTest, AnotherGenerationExpressionIsKept) {
  Parent().generated = Child().generated = 's';
  builder_.AddDefault(parent_, 1, "(b * 2)");
  builder_.AddDefault(child_, 1, "(b * 3)");
  Analyze(18);
  EXPECT_FALSE(ChildDefault().wanted.empty());
}

TEST_F(ColumnInheritanceTest, APartitionRepeatsItsGenerationExpression) {
  builder_.Get(child_).is_partition = true;
  Parent().generated = Child().generated = 's';
  builder_.AddDefault(parent_, 1, "(b * 2)");
  builder_.AddDefault(child_, 1, "(b * 2)");
  Analyze(18);
  EXPECT_FALSE(ChildDefault().wanted.empty());
}

}  // namespace
}  // namespace pgark
