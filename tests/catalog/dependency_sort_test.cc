#include "catalog/dependency_sort.h"

#include <algorithm>
#include <random>

#include "tests/catalog/catalog_builder.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr SortRules kRules18;

SortKey Text(const std::string& text) {
  SortKey key;
  key.text = text;
  return key;
}

SortKey Number(int32_t number) {
  SortKey key;
  key.number = number;
  return key;
}

SortKey Types(std::vector<Oid> types) {
  SortKey key;
  key.types = std::move(types);
  return key;
}

TEST(InitialOrderTest, KindsComeByPriority) {
  CatalogBuilder builder;
  const DumpId trigger = builder.Add(ObjectKind::kTrigger, "a");
  const DumpId table = builder.Add(ObjectKind::kRelation, "b");
  const DumpId language = builder.Add(ObjectKind::kProceduralLanguage, "c");
  const DumpId schema = builder.AddSchema("d");
  EXPECT_THAT(InitialOrder(builder.catalog(), kRules18),
              ElementsAre(schema, language, table, trigger));
}

TEST(InitialOrderTest, SchemasComeByBytesAndObjectsWithoutOneLast) {
  CatalogBuilder builder;
  const DumpId lower = builder.AddSchema("b");
  const DumpId upper = builder.AddSchema("Z");
  const DumpId none = builder.Add(ObjectKind::kDefaultAcl, "r");
  const DumpId in_lower = builder.Add(ObjectKind::kDefaultAcl, "r", lower);
  const DumpId in_upper = builder.Add(ObjectKind::kDefaultAcl, "r", upper);
  EXPECT_THAT(InitialOrder(builder.catalog(), kRules18),
              ElementsAre(upper, lower, in_upper, in_lower, none));
}

TEST(InitialOrderTest, NamesDecideBeforeKindsOfOnePriority) {
  CatalogBuilder builder;
  const DumpId family_b = builder.Add(ObjectKind::kOperatorFamily, "b");
  const DumpId class_b = builder.Add(ObjectKind::kOperatorClass, "b");
  const DumpId family_a = builder.Add(ObjectKind::kOperatorFamily, "a");
  EXPECT_THAT(InitialOrder(builder.catalog(), kRules18),
              ElementsAre(family_a, class_b, family_b));
}

TEST(InitialOrderTest, RowSecurityStandsAmongPolicies) {
  CatalogBuilder builder;
  const DumpId security =
      builder.Add(ObjectKind::kRowSecurity, "b", {}, Text("b"));
  const DumpId policy_b = builder.Add(ObjectKind::kPolicy, "b", {}, Text("z"));
  const DumpId policy_c = builder.Add(ObjectKind::kPolicy, "c", {}, Text("a"));
  EXPECT_THAT(InitialOrder(builder.catalog(), kRules18),
              ElementsAre(security, policy_b, policy_c));
}

TEST(InitialOrderTest, FunctionsComeByCountAndNamesOfTheirArgumentTypes) {
  CatalogBuilder builder;
  const DumpId schema = builder.AddSchema("s");
  const DumpId int8 = builder.AddType("int8", 20, schema);
  const DumpId int4 = builder.AddType("int4", 23, schema);
  const DumpId two =
      builder.Add(ObjectKind::kFunction, "f", {}, Types({23, 23}));
  const DumpId of_int8 =
      builder.Add(ObjectKind::kFunction, "f", {}, Types({20}));
  const DumpId of_int4 =
      builder.Add(ObjectKind::kFunction, "f", {}, Types({23}));
  const DumpId none = builder.Add(ObjectKind::kFunction, "f");
  EXPECT_THAT(InitialOrder(builder.catalog(), kRules18),
              ElementsAre(schema, int4, int8, none, of_int4, of_int8, two));
}

TEST(InitialOrderTest, UnknownTypesCompareByOid) {
  CatalogBuilder builder;
  const DumpId later =
      builder.Add(ObjectKind::kFunction, "f", {}, Types({999}));
  const DumpId sooner =
      builder.Add(ObjectKind::kFunction, "f", {}, Types({998}));
  EXPECT_THAT(InitialOrder(builder.catalog(), kRules18),
              ElementsAre(sooner, later));
}

TEST(InitialOrderTest, DomainConstraintsComeBeforeThoseOfTables) {
  CatalogBuilder builder;
  const DumpId of_table =
      builder.Add(ObjectKind::kConstraint, "c", {}, Text("a"));
  const DumpId of_domain =
      builder.Add(ObjectKind::kDomainConstraint, "c", {}, Text("z"));
  EXPECT_THAT(InitialOrder(builder.catalog(), kRules18),
              ElementsAre(of_domain, of_table));
}

TEST(InitialOrderTest, Release13TellsEqualConstraintsApartByOid) {
  CatalogBuilder builder;
  const DumpId older = builder.Add(ObjectKind::kConstraint, "c", {}, Text("z"));
  const DumpId newer = builder.Add(ObjectKind::kConstraint, "c", {}, Text("a"));
  EXPECT_THAT(InitialOrder(builder.catalog(), SortRules{13, false}),
              ElementsAre(older, newer));
  EXPECT_THAT(InitialOrder(builder.catalog(), SortRules{15, false}),
              ElementsAre(newer, older));
}

TEST(InitialOrderTest, Release13KnowsTheKindOfOperatorsButNotTheirTypes) {
  CatalogBuilder builder;
  builder.AddType("aaa", 900);
  builder.AddType("zzz", 901);
  SortKey infix_z = Types({901, 901});
  infix_z.number = 2;
  SortKey infix_a = Types({900, 900});
  infix_a.number = 2;
  const DumpId z = builder.Add(ObjectKind::kOperator, "+", {}, infix_z);
  const DumpId a = builder.Add(ObjectKind::kOperator, "+", {}, infix_a);
  const DumpId prefix = builder.Add(ObjectKind::kOperator, "+", {}, Number(0));
  std::vector<DumpId> order =
      InitialOrder(builder.catalog(), SortRules{13, false});
  order.erase(order.begin(), order.begin() + 2);
  EXPECT_THAT(order, ElementsAre(prefix, z, a));
  order = InitialOrder(builder.catalog(), kRules18);
  order.erase(order.begin(), order.begin() + 2);
  EXPECT_THAT(order, ElementsAre(prefix, a, z));
}

TEST(InitialOrderTest, Release13PutsAccessMethodsBehindOperators) {
  CatalogBuilder builder;
  const DumpId schema = builder.AddSchema("s");
  const DumpId method = builder.Add(ObjectKind::kAccessMethod, "a");
  const DumpId op = builder.Add(ObjectKind::kOperator, "+", schema);
  EXPECT_THAT(InitialOrder(builder.catalog(), SortRules{13, false}),
              ElementsAre(schema, op, method));
  EXPECT_THAT(InitialOrder(builder.catalog(), SortRules{15, false}),
              ElementsAre(schema, method, op));
}

TEST(InitialOrderTest, LargeObjectsAreDataOrStandBeforeIt) {
  CatalogBuilder builder;
  const DumpId data = builder.Add(ObjectKind::kTableData, "t");
  const DumpId large = builder.Add(ObjectKind::kLargeObject, "1");
  EXPECT_THAT(InitialOrder(builder.catalog(), SortRules{15, false}),
              ElementsAre(large, data));
  EXPECT_THAT(InitialOrder(builder.catalog(), SortRules{18, true}),
              ElementsAre(data, large));
}

TEST(TopologicalOrderTest, KeepsTheOrderOfWhatIsIndependent) {
  CatalogBuilder builder;
  const DumpId a = builder.Add(ObjectKind::kRelation, "a");
  const DumpId b = builder.Add(ObjectKind::kRelation, "b");
  const DumpId c = builder.Add(ObjectKind::kRelation, "c");
  const auto order = TopologicalOrder(builder.catalog(), {c, a, b});
  ASSERT_TRUE(order.has_value());
  EXPECT_THAT(*order, ElementsAre(c, a, b));
}

TEST(TopologicalOrderTest, WhatIsNeededIsPulledForwardNoFurtherThanItMust) {
  CatalogBuilder builder;
  const DumpId a = builder.Add(ObjectKind::kRelation, "a");
  const DumpId b = builder.Add(ObjectKind::kRelation, "b");
  const DumpId c = builder.Add(ObjectKind::kRelation, "c");
  const DumpId d = builder.Add(ObjectKind::kRelation, "d");
  builder.Need({b, d});
  const auto order = TopologicalOrder(builder.catalog(), {a, b, c, d});
  ASSERT_TRUE(order.has_value());
  EXPECT_THAT(*order, ElementsAre(a, d, b, c));
}

TEST(TopologicalOrderTest, DependenciesThatAreListedTwiceAreHarmless) {
  CatalogBuilder builder;
  const DumpId a = builder.Add(ObjectKind::kRelation, "a");
  const DumpId b = builder.Add(ObjectKind::kRelation, "b");
  builder.Need({a, b});
  builder.Need({a, b});
  const auto order = TopologicalOrder(builder.catalog(), {a, b});
  ASSERT_TRUE(order.has_value());
  EXPECT_THAT(*order, ElementsAre(b, a));
}

TEST(TopologicalOrderTest, ALoopHasNoOrder) {
  CatalogBuilder builder;
  const DumpId a = builder.Add(ObjectKind::kRelation, "a");
  const DumpId b = builder.Add(ObjectKind::kRelation, "b");
  builder.Need({a, b, a});
  EXPECT_FALSE(TopologicalOrder(builder.catalog(), {a, b}).has_value());
}

TEST(SortObjectsTest, EverythingStandsOnItsSideOfTheBoundaries) {
  CatalogBuilder builder;
  const DumpId table = builder.AddRelation("t", RelationKind::kTable);
  const DumpId data = builder.Add(ObjectKind::kTableData, "t");
  const DumpId index = builder.AddIndex("i");
  const DumpId key = builder.AddPrimaryKey(table);
  builder.AddBoundaries();
  std::vector<std::string> warnings;
  ASSERT_OK_AND_ASSIGN(const std::vector<DumpId> order,
                       SortObjects(builder.catalog(), kRules18, &warnings));
  const Catalog& catalog = builder.catalog();
  EXPECT_THAT(order, ElementsAre(table, catalog.pre_data_boundary, data,
                                 catalog.post_data_boundary, key, index));
  EXPECT_THAT(warnings, IsEmpty());
}

TEST(SortObjectsTest, ADependencyOnNothingIsAnError) {
  CatalogBuilder builder;
  const DumpId a = builder.Add(ObjectKind::kRelation, "a");
  builder.catalog().AddDependency(a, DumpId{99});
  std::vector<std::string> warnings;
  EXPECT_THAT(SortObjects(builder.catalog(), kRules18, &warnings),
              StatusIs(absl::StatusCode::kInternal));
}

TEST(SortObjectsTest, AnyGraphGetsAnOrderThatItsRemainingDependenciesKeep) {
  for (uint32_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    CatalogBuilder builder;
    std::vector<DumpId> ids;
    for (int i = 0; i < 40; ++i) {
      const DumpId table = builder.AddRelation(
          "t", i % 3 == 0 ? RelationKind::kView : RelationKind::kTable);
      ids.push_back(table);
      ids.push_back(i % 3 == 0 ? builder.AddSelectRule(table)
                               : builder.AddDefault(table));
      ids.push_back(builder.Add(ObjectKind::kFunction, "f"));
      ids.push_back(builder.Add(ObjectKind::kTableData, "d"));
    }
    for (int i = 0; i < 200; ++i) {
      builder.Need({ids[random() % ids.size()], ids[random() % ids.size()]});
    }
    builder.AddBoundaries();
    std::vector<std::string> warnings;
    ASSERT_OK_AND_ASSIGN(const std::vector<DumpId> order,
                         SortObjects(builder.catalog(), kRules18, &warnings));
    ASSERT_EQ(order.size(), builder.catalog().objects.size());
    std::vector<size_t> place(order.size() + 1);
    for (size_t i = 0; i < order.size(); ++i) {
      place[static_cast<size_t>(order[i].value)] = i;
    }
    for (const Object& object : builder.catalog().objects) {
      for (const DumpId id : object.dependencies) {
        EXPECT_LT(place[static_cast<size_t>(id.value)],
                  place[static_cast<size_t>(object.id.value)]);
      }
    }
  }
}

TEST(SortObjectsTest, LongChainsDoNotExhaustTheStack) {
  CatalogBuilder builder;
  std::vector<DumpId> chain;
  chain.reserve(200000);
  for (int i = 0; i < 200000; ++i) {
    chain.push_back(builder.Add(ObjectKind::kFunction, "f"));
  }
  builder.Need(chain);
  // A loop at the end makes the search for loops walk all of it.
  builder.Need({chain.back(), chain[chain.size() - 2]});
  builder.AddBoundaries();
  std::vector<std::string> warnings;
  ASSERT_OK_AND_ASSIGN(const std::vector<DumpId> order,
                       SortObjects(builder.catalog(), kRules18, &warnings));
  EXPECT_EQ(warnings.size(), 1u);
  EXPECT_EQ(order.size(), chain.size() + 2);
}

}  // namespace
}  // namespace pgark
