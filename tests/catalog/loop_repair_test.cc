#include "catalog/loop_repair.h"

#include "tests/catalog/catalog_builder.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class LoopRepairTest : public ::testing::Test {
 protected:
  // Repairs the loop first -> second -> ... -> first.
  void Repair(const DependencyLoop& loop) {
    RepairLoop(builder_.catalog(), loop, &warnings_);
  }
  // Makes the dependencies of a loop and of its boundaries.
  void Loop(std::vector<DumpId> chain) {
    chain.push_back(chain.front());
    builder_.Need(chain);
  }
  const Object& Get(DumpId id) { return builder_.catalog().Get(id); }

  CatalogBuilder builder_;
  std::vector<std::string> warnings_;
};

TEST_F(LoopRepairTest, FunctionsOfATypeNeedItsShell) {
  const DumpId type = builder_.AddType("t");
  const DumpId function = builder_.Add(ObjectKind::kFunction, "in");
  const DumpId shell = builder_.Add(ObjectKind::kShellType, "t");
  builder_.catalog().Get(shell).wanted = Components::None();
  builder_.catalog().types[0].shell_type = shell;
  Loop({type, function});
  Repair({function, type});
  EXPECT_FALSE(builder_.Needs(function, type));
  EXPECT_TRUE(builder_.Needs(function, shell));
  EXPECT_TRUE(builder_.Needs(type, function));
  EXPECT_TRUE(Get(shell).wanted.Has(Component::kDefinition));
}

TEST_F(LoopRepairTest, AShellStaysUnwrittenWhenTheFunctionIsNotWritten) {
  const DumpId type = builder_.AddType("t");
  const DumpId function = builder_.Add(ObjectKind::kFunction, "in");
  const DumpId shell = builder_.Add(ObjectKind::kShellType, "t");
  builder_.catalog().Get(shell).wanted = Components::None();
  builder_.catalog().Get(function).wanted = Components::None();
  builder_.catalog().types[0].shell_type = shell;
  Loop({type, function});
  Repair({type, function});
  EXPECT_TRUE(Get(shell).wanted.empty());
}

TEST_F(LoopRepairTest, ATypeWithoutAShellStillLosesItsLoop) {
  const DumpId type = builder_.AddType("t");
  const DumpId function = builder_.Add(ObjectKind::kFunction, "in");
  Loop({type, function});
  Repair({type, function});
  EXPECT_FALSE(builder_.Needs(function, type));
  EXPECT_THAT(warnings_, IsEmpty());
}

TEST_F(LoopRepairTest, AViewKeepsItsQuery) {
  for (const RelationKind kind :
       {RelationKind::kView, RelationKind::kMaterializedView}) {
    const DumpId view = builder_.AddRelation("v", kind);
    const DumpId rule = builder_.AddSelectRule(view);
    Loop({view, rule});
    Repair({view, rule});
    EXPECT_FALSE(builder_.Needs(rule, view));
    EXPECT_TRUE(builder_.Needs(view, rule));
    EXPECT_FALSE(Get(view).is_dummy_view);
  }
}

TEST_F(LoopRepairTest, AViewInALongLoopBecomesADummy) {
  const DumpId view = builder_.AddRelation("v", RelationKind::kView);
  const DumpId rule = builder_.AddSelectRule(view);
  const DumpId function = builder_.Add(ObjectKind::kFunction, "f");
  builder_.AddBoundaries();
  Loop({view, rule, function});
  Repair({view, rule, function});
  EXPECT_TRUE(Get(view).is_dummy_view);
  EXPECT_TRUE(Get(rule).is_separate);
  EXPECT_FALSE(builder_.Needs(view, rule));
  EXPECT_TRUE(builder_.Needs(rule, view));
  EXPECT_TRUE(builder_.Needs(rule, builder_.catalog().post_data_boundary));
}

TEST_F(LoopRepairTest, AMaterializedViewThatNeedsAKeyIsPostponed) {
  const DumpId view =
      builder_.AddRelation("m", RelationKind::kMaterializedView);
  const DumpId rule = builder_.AddSelectRule(view);
  const DumpId table = builder_.AddRelation("t", RelationKind::kTable);
  const DumpId key = builder_.AddPrimaryKey(table);
  builder_.AddBoundaries();
  const DumpId pre = builder_.catalog().pre_data_boundary;
  const DumpId post = builder_.catalog().post_data_boundary;
  builder_.Need({view, rule, key});
  Repair({pre, view, rule, key, post});
  EXPECT_TRUE(Get(view).is_postponed);
  EXPECT_FALSE(builder_.Needs(pre, view));
  EXPECT_TRUE(builder_.Needs(pre, table));
}

TEST_F(LoopRepairTest, TheObjectBehindTheBoundaryMayCloseTheLoop) {
  const DumpId function = builder_.Add(ObjectKind::kFunction, "f");
  const DumpId table = builder_.AddRelation("t", RelationKind::kTable);
  const DumpId key = builder_.AddPrimaryKey(table);
  builder_.AddBoundaries();
  const DumpId pre = builder_.catalog().pre_data_boundary;
  const DumpId post = builder_.catalog().post_data_boundary;
  builder_.Need({function, key});
  Repair({function, key, post, pre});
  EXPECT_TRUE(Get(function).is_postponed);
  EXPECT_FALSE(builder_.Needs(pre, function));
}

TEST_F(LoopRepairTest, WhatNeedsAPostponedFunctionFollowsInTheNextLoop) {
  const DumpId cast = builder_.Add(ObjectKind::kCast, "c");
  const DumpId function = builder_.Add(ObjectKind::kFunction, "f");
  const DumpId table = builder_.AddRelation("t", RelationKind::kTable);
  const DumpId key = builder_.AddPrimaryKey(table);
  builder_.AddBoundaries();
  const DumpId pre = builder_.catalog().pre_data_boundary;
  builder_.Need({cast, function, key});
  Repair({pre, cast, function, key, builder_.catalog().post_data_boundary});
  EXPECT_FALSE(Get(function).is_postponed);
  EXPECT_FALSE(builder_.Needs(pre, cast));
  EXPECT_TRUE(builder_.Needs(pre, function));
}

TEST_F(LoopRepairTest, ChecksAndDefaultsAreWrittenWithTheirTable) {
  const DumpId table = builder_.AddRelation("t", RelationKind::kTable);
  for (const DumpId part :
       {builder_.AddCheck(table), builder_.AddDefault(table)}) {
    Loop({table, part});
    Repair({part, table});
    EXPECT_FALSE(builder_.Needs(part, table));
    EXPECT_TRUE(builder_.Needs(table, part));
    EXPECT_FALSE(Get(part).is_separate);
  }
}

TEST_F(LoopRepairTest, ACheckInALongLoopComesBehindTheData) {
  const DumpId table = builder_.AddRelation("t", RelationKind::kTable);
  const DumpId check = builder_.AddCheck(table);
  const DumpId function = builder_.Add(ObjectKind::kFunction, "f");
  builder_.AddBoundaries();
  Loop({table, check, function});
  Repair({function, table, check});
  EXPECT_TRUE(Get(check).is_separate);
  EXPECT_FALSE(builder_.Needs(table, check));
  EXPECT_TRUE(builder_.Needs(check, table));
  EXPECT_TRUE(builder_.Needs(check, builder_.catalog().post_data_boundary));
}

TEST_F(LoopRepairTest, ADefaultInALongLoopStaysBeforeTheData) {
  const DumpId table = builder_.AddRelation("t", RelationKind::kTable);
  const DumpId value = builder_.AddDefault(table);
  const DumpId sequence = builder_.AddRelation("q", RelationKind::kSequence);
  builder_.AddBoundaries();
  Loop({table, value, sequence});
  Repair({table, value, sequence});
  EXPECT_TRUE(Get(value).is_separate);
  EXPECT_FALSE(builder_.Needs(table, value));
  EXPECT_TRUE(builder_.Needs(value, table));
  EXPECT_FALSE(builder_.Needs(value, builder_.catalog().post_data_boundary));
}

TEST_F(LoopRepairTest, APartitionedIndexDoesNotNeedItsParts) {
  const DumpId parent = builder_.AddIndex("p");
  const DumpId part = builder_.AddIndex("c", parent);
  Loop({parent, part});
  Repair({part, parent});
  EXPECT_FALSE(builder_.Needs(parent, part));
  EXPECT_TRUE(builder_.Needs(part, parent));
}

TEST_F(LoopRepairTest, ADomainKeepsItsConstraint) {
  const DumpId domain = builder_.AddType("d");
  const DumpId constraint = builder_.AddDomainConstraint(domain);
  Loop({domain, constraint});
  Repair({domain, constraint});
  EXPECT_FALSE(builder_.Needs(constraint, domain));
  EXPECT_TRUE(builder_.Needs(domain, constraint));
}

TEST_F(LoopRepairTest, ADomainConstraintInALongLoopComesBehindTheData) {
  const DumpId domain = builder_.AddType("d");
  const DumpId constraint = builder_.AddDomainConstraint(domain);
  const DumpId function = builder_.Add(ObjectKind::kFunction, "f");
  builder_.AddBoundaries();
  Loop({domain, constraint, function});
  Repair({domain, constraint, function});
  EXPECT_TRUE(Get(constraint).is_separate);
  EXPECT_TRUE(builder_.Needs(constraint, domain));
  EXPECT_TRUE(
      builder_.Needs(constraint, builder_.catalog().post_data_boundary));
}

TEST_F(LoopRepairTest, ViewsAreTriedBeforeFunctions) {
  const DumpId view = builder_.AddRelation("v", RelationKind::kView);
  const DumpId rule = builder_.AddSelectRule(view);
  const DumpId function = builder_.Add(ObjectKind::kFunction, "f");
  const DumpId table = builder_.AddRelation("t", RelationKind::kTable);
  const DumpId key = builder_.AddPrimaryKey(table);
  builder_.AddBoundaries();
  builder_.Need({function, view, rule, key});
  Repair({builder_.catalog().pre_data_boundary, function, view, rule, key,
          builder_.catalog().post_data_boundary});
  EXPECT_TRUE(Get(view).is_dummy_view);
  EXPECT_FALSE(Get(function).is_postponed);
}

TEST_F(LoopRepairTest, ATableThatNeedsItselfIsNoProblem) {
  const DumpId table = builder_.AddRelation("t", RelationKind::kTable);
  builder_.Need({table, table});
  Repair({table});
  EXPECT_FALSE(builder_.Needs(table, table));
  EXPECT_THAT(warnings_, IsEmpty());
}

TEST_F(LoopRepairTest, CircularForeignKeysLoseOneDependencyAndAreTold) {
  const DumpId a = builder_.Add(ObjectKind::kTableData, "a");
  const DumpId b = builder_.Add(ObjectKind::kTableData, "b");
  Loop({a, b});
  Repair({a, b});
  EXPECT_FALSE(builder_.Needs(a, b));
  EXPECT_TRUE(builder_.Needs(b, a));
  ASSERT_EQ(warnings_.size(), 1u);
  EXPECT_THAT(warnings_[0], HasSubstr("circular foreign-key"));
  EXPECT_THAT(warnings_[0], HasSubstr("a, b"));
}

TEST_F(LoopRepairTest, OtherLoopsLoseTheirFirstDependencyAndAreTold) {
  const DumpId a = builder_.Add(ObjectKind::kConversion, "a");
  const DumpId b = builder_.Add(ObjectKind::kCast, "b");
  const DumpId c = builder_.Add(ObjectKind::kCollation, "c");
  Loop({a, b, c});
  Repair({a, b, c});
  EXPECT_FALSE(builder_.Needs(a, b));
  EXPECT_TRUE(builder_.Needs(b, c));
  ASSERT_EQ(warnings_.size(), 1u);
  EXPECT_THAT(warnings_[0], HasSubstr("dependency loop"));
}

TEST_F(LoopRepairTest, APatternThatWouldChangeNothingIsNotTakenAgain) {
  // The view is a dummy already: the loop goes through other dependencies.
  const DumpId view = builder_.AddRelation("v", RelationKind::kView);
  const DumpId rule = builder_.AddSelectRule(view);
  const DumpId cast = builder_.Add(ObjectKind::kCast, "c");
  builder_.AddBoundaries();
  Loop({rule, view, cast});
  Repair({rule, view, cast});
  EXPECT_FALSE(builder_.Needs(rule, view));
  EXPECT_EQ(warnings_.size(), 1u);
}

TEST(DependencyLoopsTest, OnlyObjectsInLoopsAreFound) {
  CatalogBuilder builder;
  const DumpId before = builder.Add(ObjectKind::kCast, "before");
  const DumpId a = builder.Add(ObjectKind::kCast, "a");
  const DumpId b = builder.Add(ObjectKind::kCast, "b");
  const DumpId after = builder.Add(ObjectKind::kCast, "after");
  const DumpId self = builder.Add(ObjectKind::kCast, "self");
  builder.Need({before, a, b, a});
  builder.Need({b, after});
  builder.Need({self, self});
  EXPECT_THAT(
      LoopFinder(builder.catalog()).ObjectsInLoops({before, a, b, after, self}),
      ::testing::ElementsAre(a, b, self));
}

TEST(DependencyLoopsTest, DisjointLoopsAreFoundInOneRound) {
  CatalogBuilder builder;
  const DumpId a = builder.Add(ObjectKind::kCast, "a");
  const DumpId b = builder.Add(ObjectKind::kCast, "b");
  const DumpId c = builder.Add(ObjectKind::kCast, "c");
  const DumpId d = builder.Add(ObjectKind::kCast, "d");
  builder.Need({a, b, a});
  builder.Need({c, d, c});
  builder.Need({b, c});
  EXPECT_THAT(
      LoopFinder(builder.catalog()).DisjointLoops({d, c, b, a}),
      ::testing::ElementsAre(DependencyLoop{a, b}, DependencyLoop{c, d}));
}

TEST(DependencyLoopsTest, TheLoopFoundIsTheFirstInOrderOfDependencies) {
  CatalogBuilder builder;
  const DumpId a = builder.Add(ObjectKind::kCast, "a");
  const DumpId b = builder.Add(ObjectKind::kCast, "b");
  const DumpId c = builder.Add(ObjectKind::kCast, "c");
  builder.Need({a, b, c, a});
  builder.Need({a, c});
  EXPECT_THAT(LoopFinder(builder.catalog()).DisjointLoops({a, b, c}),
              ::testing::ElementsAre(DependencyLoop{a, b, c}));
}

}  // namespace
}  // namespace pgark
