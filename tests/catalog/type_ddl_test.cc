#include "catalog/type_ddl.h"

#include <string>

#include "gtest/gtest.h"

namespace pgark {
namespace {

const SqlStyle kStyle;

TEST(TypeDdl, ShellTypeHasNothingBehindItsName) {
  EXPECT_EQ(ShellTypeDefinition("app.t"), "CREATE TYPE app.t;\n");
}

// Case 94.
TEST(TypeDdl, EnumLabelsKeepTheirOrderAndAreQuoted) {
  EnumType type;
  type.labels = {"sad", "it's", "a\\b"};
  EXPECT_EQ(EnumTypeDefinition("app.mood", type, kStyle),
            "CREATE TYPE app.mood AS ENUM (\n"
            "    'sad',\n"
            "    'it''s',\n"
            "    'a\\b'\n"
            ");\n");
}

// Case 94.
TEST(TypeDdl, EnumWithoutLabelsHasEmptyParentheses) {
  EXPECT_EQ(EnumTypeDefinition("app.none", EnumType(), kStyle),
            "CREATE TYPE app.none AS ENUM (\n);\n");
}

TEST(TypeDdl, CompositeAttributesStandBehindTabs) {
  CompositeType type;
  type.attributes.push_back({1, "a", "integer", {}});
  type.attributes.push_back(
      {3, "Col Two", "text", NameInSchema{"pg_catalog", "C"}});
  EXPECT_EQ(CompositeTypeDefinition("app.comp", type, kStyle),
            "CREATE TYPE app.comp AS (\n"
            "\ta integer,\n"
            "\t\"Col Two\" text COLLATE pg_catalog.\"C\"\n"
            ");\n");
}

TEST(TypeDdl, CompositeWithoutAttributesIsStillAType) {
  EXPECT_EQ(CompositeTypeDefinition("app.comp", CompositeType(), kStyle),
            "CREATE TYPE app.comp AS (\n);\n");
}

TEST(TypeDdl, RangeSaysOnlyWhatDiffersFromItsSubtype) {
  RangeType type;
  type.subtype = "double precision";
  EXPECT_EQ(RangeTypeDefinition("app.r", type, kStyle),
            "CREATE TYPE app.r AS RANGE (\n    subtype = double precision\n"
            ");\n");
}

// Case 94.
TEST(TypeDdl, RangeClausesStandInTheirOrder) {
  RangeType type;
  type.subtype = "text";
  type.multirange = "app.\"My Multi\"";
  type.operator_class = NameInSchema{"pg_catalog", "text_pattern_ops"};
  type.collation = NameInSchema{"app", "Odd"};
  type.canonical = "app.canon";
  type.subtype_difference = "app.diff";
  EXPECT_EQ(RangeTypeDefinition("app.r", type, kStyle),
            "CREATE TYPE app.r AS RANGE (\n"
            "    subtype = text,\n"
            "    multirange_type_name = app.\"My Multi\",\n"
            "    subtype_opclass = pg_catalog.text_pattern_ops,\n"
            "    collation = app.\"Odd\",\n"
            "    canonical = app.canon,\n"
            "    subtype_diff = app.diff\n"
            ");\n");
}

TEST(TypeDdl, BaseTypeLeavesOutWhatTheServerAssumes) {
  BaseType type;
  type.length = 4;
  type.input = "app.t_in";
  type.output = "app.t_out";
  type.is_passed_by_value = true;
  EXPECT_EQ(BaseTypeDefinition("app.t", type, kStyle),
            "CREATE TYPE app.t (\n"
            "    INTERNALLENGTH = 4,\n"
            "    INPUT = app.t_in,\n"
            "    OUTPUT = app.t_out,\n"
            "    ALIGNMENT = int4,\n"
            "    STORAGE = plain,\n"
            "    PASSEDBYVALUE\n"
            ");\n");
}

// Case 94.
TEST(TypeDdl, BaseTypeClausesStandInTheirOrder) {
  BaseType type;
  type.input = "i";
  type.output = "o";
  type.receive = "r";
  type.send = "s";
  type.typmod_input = "ti";
  type.typmod_output = "app.\"tm Out\"";
  type.analyze = "an";
  type.subscript = "sub";
  type.is_collatable = true;
  type.default_value = "it's";
  type.default_is_literal = true;
  type.element = "double precision";
  type.category = 'S';
  type.is_preferred = true;
  type.delimiter = ";";
  type.alignment = 'd';
  type.storage = 'x';
  EXPECT_EQ(BaseTypeDefinition("app.t", type, kStyle),
            "CREATE TYPE app.t (\n"
            "    INTERNALLENGTH = variable,\n"
            "    INPUT = i,\n"
            "    OUTPUT = o,\n"
            "    RECEIVE = r,\n"
            "    SEND = s,\n"
            "    TYPMOD_IN = ti,\n"
            "    TYPMOD_OUT = app.\"tm Out\",\n"
            "    ANALYZE = an,\n"
            "    COLLATABLE = true,\n"
            "    DEFAULT = 'it''s',\n"
            "    SUBSCRIPT = sub,\n"
            "    ELEMENT = double precision,\n"
            "    CATEGORY = 'S',\n"
            "    PREFERRED = true,\n"
            "    DELIMITER = ';',\n"
            "    ALIGNMENT = double,\n"
            "    STORAGE = extended\n"
            ");\n");
}

TEST(TypeDdl, DefaultExpressionOfABaseTypeIsNoLiteral) {
  BaseType type;
  type.default_value = "'x'::app.t";
  const std::string text = BaseTypeDefinition("app.t", type, kStyle);
  EXPECT_NE(text.find("    DEFAULT = 'x'::app.t,\n"), std::string::npos);
}

}  // namespace
}  // namespace pgark
