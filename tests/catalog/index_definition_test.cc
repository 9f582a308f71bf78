#include "catalog/index_definition.h"

#include <string>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/catalog/relation_builder.h"

namespace pgark {
namespace {

using testing::Eq;
using testing::Optional;

constexpr Oid kInteger = 23;
constexpr Oid kText = 25;
constexpr Oid kVarchar = 1043;
constexpr Oid kPositive = 20001;  // a domain over integer
constexpr Oid kIntegerClass = 1978;
constexpr Oid kTextClass = 3126;
constexpr Oid kPatternClass = 4217;  // no default
constexpr Oid kDefaultCollation = 100;
constexpr Oid kOtherCollation = 950;

class PlainIndexDefinitionTest : public testing::Test {
 protected:
  PlainIndexDefinitionTest() {
    AddType(kInteger, 'b', 0);
    AddType(kText, 'b', kDefaultCollation);
    AddType(kVarchar, 'b', kDefaultCollation);
    AddType(kPositive, 'd', 0);
    classes_.input_types = {{kIntegerClass, kInteger}, {kTextClass, kText}};
    table_ = builder_.AddRelation("Orders");
    builder_.AddColumn(table_, "id").type_oid = kInteger;
    builder_.AddColumn(table_, "order").type_oid = kText;
    builder_.AddColumn(table_, "short").type_oid = kVarchar;
    builder_.AddColumn(table_, "positive").type_oid = kPositive;
    index_.name = "i";
  }

  void AddType(Oid oid, char kind, Oid collation) {
    Object object;
    object.kind = ObjectKind::kType;
    object.catalog_id = CatalogId{kPgTypeOid, oid};
    TypeObject type;
    type.oid = oid;
    type.kind = kind;
    type.collation = collation;
    AddWithDetail(builder_.catalog(), std::move(object), std::move(type),
                  builder_.catalog().types);
  }
  void AddKey(int16_t column, Oid op_class, Oid collation = 0,
              int32_t option = 0) {
    index_.columns.push_back(column);
    keys_.classes.push_back(op_class);
    keys_.collations.push_back(collation);
    keys_.options.push_back(option);
  }
  std::optional<std::string> Definition(int release = 17) {
    ReadContext context = builder_.Read(release);
    context.default_classes = classes_;
    return PlainIndexDefinition(context, builder_.Get(table_), index_, keys_);
  }

  RelationBuilder builder_;
  DefaultClasses classes_;
  DumpId table_;
  IndexObject index_;
  IndexKeys keys_;
};

TEST_F(PlainIndexDefinitionTest, NamesAreQualifiedAndQuoted) {
  AddKey(1, kIntegerClass);
  AddKey(2, kTextClass, kDefaultCollation);
  EXPECT_THAT(Definition(),
              Optional(Eq("CREATE INDEX i ON app.\"Orders\" USING btree "
                          "(id, \"order\")")));
}

TEST_F(PlainIndexDefinitionTest, AllNamesAreQuotedWhenTheServerQuotesAll) {
  builder_.options().quote_all_identifiers = true;
  keys_.is_unique = true;
  AddKey(1, kIntegerClass);
  EXPECT_THAT(Definition(),
              Optional(Eq("CREATE UNIQUE INDEX \"i\" ON \"app\".\"Orders\" "
                          "USING \"btree\" (\"id\")")));
}

TEST_F(PlainIndexDefinitionTest,
       OrderAndNullsAreToldWhereTheyAreNotTheDefault) {
  for (const int32_t option : {0, 1, 2, 3}) {
    AddKey(1, kIntegerClass, 0, option);
  }
  EXPECT_THAT(Definition(),
              Optional(Eq("CREATE INDEX i ON app.\"Orders\" USING btree "
                          "(id, id DESC NULLS LAST, id NULLS FIRST, "
                          "id DESC)")));
}

TEST_F(PlainIndexDefinitionTest, AVarcharTakesTheClassOfText) {
  AddKey(3, kTextClass, kDefaultCollation);
  EXPECT_TRUE(Definition().has_value());
  classes_.has_rival_of_text = true;
  EXPECT_FALSE(Definition().has_value());
}

TEST_F(PlainIndexDefinitionTest, OtherClassesAreForTheServer) {
  AddKey(2, kPatternClass, kDefaultCollation);
  EXPECT_FALSE(Definition().has_value());
}

TEST_F(PlainIndexDefinitionTest, DomainsAreForTheServer) {
  AddKey(4, kIntegerClass);
  classes_.input_types[kIntegerClass] = kPositive;
  EXPECT_FALSE(Definition().has_value());
}

TEST_F(PlainIndexDefinitionTest, ACollationOfItsOwnIsForTheServer) {
  AddKey(2, kTextClass, kOtherCollation);
  EXPECT_FALSE(Definition().has_value());
  builder_.Get(table_).columns[1].collation = kOtherCollation;
  EXPECT_TRUE(Definition().has_value());
}

TEST_F(PlainIndexDefinitionTest, WhatIsNoKnownColumnIsForTheServer) {
  AddKey(0, kIntegerClass);
  EXPECT_FALSE(Definition().has_value());
  index_.columns = {-6};
  EXPECT_FALSE(Definition().has_value());
  index_.columns = {1};
  EXPECT_TRUE(Definition().has_value());
  keys_.classes.clear();
  EXPECT_FALSE(Definition().has_value());
}

TEST_F(PlainIndexDefinitionTest, ANewerServerQuotesAsItLikes) {
  AddKey(1, kIntegerClass);
  EXPECT_TRUE(Definition(18).has_value());
  EXPECT_FALSE(Definition(19).has_value());
}

}  // namespace
}  // namespace pgark
