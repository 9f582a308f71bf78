#include "catalog/constraint_ddl.h"

#include "gtest/gtest.h"
#include "tests/catalog/relation_builder.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

class KeyDefinitionTest : public testing::Test {
 protected:
  KeyDefinitionTest() {
    const DumpId t = builder_.AddRelation("t");
    builder_.AddColumn(t, "gone").is_dropped = true;
    builder_.AddColumn(t, "a");
    builder_.AddColumn(t, "B");
    constraint_.relation = index_.relation = t;
    constraint_.type = 'u';
    index_.name = "i";
    index_.columns = {2, 3};
    index_.key_count = 2;
  }
  absl::StatusOr<std::string> Define() {
    return KeyDefinition(builder_.Ddl(18), constraint_, index_);
  }

  RelationBuilder builder_;
  ConstraintObject constraint_;
  IndexObject index_;
};

TEST_F(KeyDefinitionTest, FindsColumnsByNumberNotByPlace) {
  constraint_.type = 'p';
  EXPECT_EQ(Define().value_or("failed"), "PRIMARY KEY (a, \"B\")");
}

TEST_F(KeyDefinitionTest, ClausesStandInTheirOrder) {
  index_.key_count = 1;
  index_.has_nulls_not_distinct = true;
  index_.options = "{fillfactor=70}";
  constraint_.is_deferrable = constraint_.is_deferred = true;
  EXPECT_EQ(Define().value_or("failed"),
            "UNIQUE NULLS NOT DISTINCT (a) INCLUDE (\"B\") WITH "
            "(fillfactor='70') DEFERRABLE INITIALLY DEFERRED");
}

TEST_F(KeyDefinitionTest, APeriodStandsBehindTheLastColumn) {
  constraint_.is_period = true;
  EXPECT_EQ(Define().value_or("failed"), "UNIQUE (a, \"B\" WITHOUT OVERLAPS)");
}

TEST_F(KeyDefinitionTest, AColumnThatTheTableHasNotNamesTheIndex) {
  index_.columns = {9};
  EXPECT_EQ(Define().status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(GetContext(Define().status(), ContextKey::kObject), "app.i");
}

TEST_F(KeyDefinitionTest, MoreKeysThanColumnsAreAllColumns) {
  index_.key_count = 99;
  EXPECT_EQ(Define().value_or("failed"), "UNIQUE (a, \"B\")");
}

TEST(ConstraintDdl, AnInheritedCheckHasNoEntryEvenIfItIsNotValid) {
  RelationBuilder builder;
  const DumpId t = builder.AddRelation("t");
  const DumpId check = builder.AddCheck(t, "c", "CHECK ((a > 0)) NOT VALID");
  builder.catalog().Get(check).is_separate = true;
  const DdlContext context = builder.Ddl(18);
  TocBuilder with(context);
  ASSERT_OK(EmitConstraint(context, builder.catalog().Get(check), with));
  const std::vector<TocEntry> entries = with.Finish();
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].definition,
            "ALTER TABLE app.t\n    ADD CONSTRAINT c CHECK ((a > 0)) NOT "
            "VALID;\n");
  EXPECT_EQ(entries[0].tag, "t c");
  builder.catalog().constraints[0].is_local = false;
  TocBuilder without(context);
  ASSERT_OK(EmitConstraint(context, builder.catalog().Get(check), without));
  EXPECT_TRUE(without.Finish().empty());
}

}  // namespace
}  // namespace pgark
