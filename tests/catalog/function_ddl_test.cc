#include "catalog/function_ddl.h"

#include <string>
#include <utility>

#include "catalog/catalog.h"
#include "gtest/gtest.h"

namespace pgark {
namespace {

// A catalog with one type, app.h with OID 70000, and what DDL needs beside.
class FunctionDdlTest : public ::testing::Test {
 protected:
  FunctionDdlTest() {
    Object object;
    object.kind = ObjectKind::kType;
    object.catalog_id = CatalogId{kPgTypeOid, 70000};
    catalog_.Add(object);
    TypeObject type;
    type.formatted = "app.h";
    catalog_.types.push_back(std::move(type));

    function_.name = "f";
    function_.language = "sql";
    function_.result = "integer";
    function_.cost = "100";
    function_.rows = "0";
    function_.source = "select 1";
  }

  std::string Define() const {
    return FunctionDefinition(
        DdlContext{catalog_, options_, SqlStyle(), 18, ""}, "app", function_);
  }
  // What stands behind LANGUAGE in its line.
  std::string Attributes() const {
    const std::string text = Define();
    const size_t begin = text.find("LANGUAGE ");
    return text.substr(begin, text.find('\n', begin) - begin);
  }
  // The last line or lines, from the body on.
  std::string Body() const {
    const std::string text = Define();
    return text.substr(text.find("\n    ", text.find("LANGUAGE ")) + 5);
  }

  Catalog catalog_;
  DumpOptions options_;
  FunctionObject function_;
};

TEST_F(FunctionDdlTest, PlainFunctionHasNameResultLanguageAndBody) {
  function_.arguments = "a integer DEFAULT 1";
  EXPECT_EQ(Define(),
            "CREATE FUNCTION app.f(a integer DEFAULT 1) RETURNS integer\n"
            "    LANGUAGE sql\n"
            "    AS $$select 1$$;\n");
}

// Case 88.
TEST_F(FunctionDdlTest, ProcedureReturnsNothing) {
  function_.kind = 'p';
  function_.result.reset();
  function_.arguments = "INOUT a integer";
  EXPECT_EQ(Define(),
            "CREATE PROCEDURE app.f(INOUT a integer)\n"
            "    LANGUAGE sql\n"
            "    AS $$select 1$$;\n");
}

// Case 87.
TEST_F(FunctionDdlTest, AttributesStandInTheirOrder) {
  function_.language = "Odd";
  function_.transform_types = {70000, 70000};
  function_.kind = 'w';
  function_.volatility = 'i';
  function_.is_strict = true;
  function_.is_security_definer = true;
  function_.is_leakproof = true;
  function_.cost = "7";
  function_.returns_set = true;
  function_.rows = "10";
  function_.support = "app.s";
  function_.parallel = 's';
  EXPECT_EQ(Attributes(),
            "LANGUAGE \"Odd\" TRANSFORM FOR TYPE app.h, FOR TYPE app.h WINDOW "
            "IMMUTABLE STRICT SECURITY DEFINER LEAKPROOF COST 7 ROWS 10 "
            "SUPPORT app.s PARALLEL SAFE");
}

// Case 87.
TEST_F(FunctionDdlTest, CostIsLeftOutWhereTheLanguageImpliesIt) {
  function_.cost = "1";
  EXPECT_EQ(Attributes(), "LANGUAGE sql COST 1");
  function_.language = "internal";
  EXPECT_EQ(Attributes(), "LANGUAGE internal");
  function_.cost = "100";
  EXPECT_EQ(Attributes(), "LANGUAGE internal COST 100");
  function_.cost = "0";
  EXPECT_EQ(Attributes(), "LANGUAGE internal");
}

// Case 87.
TEST_F(FunctionDdlTest, RowsAreLeftOutForSingleResultsAndTheDefault) {
  function_.rows = "10";
  EXPECT_EQ(Attributes(), "LANGUAGE sql");
  function_.returns_set = true;
  function_.rows = "1000";
  EXPECT_EQ(Attributes(), "LANGUAGE sql");
}

// Cases 83 and 84.
TEST_F(FunctionDdlTest, SettingsGetALineEach) {
  function_.settings = {R"(search_path="Mixed", "")", "my.param=x y"};
  EXPECT_EQ(Define(),
            "CREATE FUNCTION app.f() RETURNS integer\n"
            "    LANGUAGE sql\n"
            "    SET search_path TO 'Mixed', ''\n"
            "    SET \"my.param\" TO 'x y'\n"
            "    AS $$select 1$$;\n");
}

// Case 85.
TEST_F(FunctionDdlTest, BodyWithDollarsGetsALongerTag) {
  function_.source = "select $1";
  EXPECT_EQ(Body(), "AS $_$select $1$_$;\n");
  function_.source = "select '$_$'";
  EXPECT_EQ(Body(), "AS $_X$select '$_$'$_X$;\n");
}

TEST_F(FunctionDdlTest, BodyIsALiteralWithoutDollarQuoting) {
  options_.disable_dollar_quoting = true;
  function_.source = "select 'x'";
  EXPECT_EQ(Body(), "AS 'select ''x''';\n");
}

// Case 85.
TEST_F(FunctionDdlTest, SqlBodyStandsVerbatim) {
  function_.source = "";
  function_.sql_body = "RETURN (a + 1)";
  EXPECT_EQ(Body(), "RETURN (a + 1);\n");
}

// Case 86.
TEST_F(FunctionDdlTest, CFunctionHasLibraryAndSymbol) {
  function_.language = "c";
  function_.library = "$libdir/x";
  function_.source = "sym";
  EXPECT_EQ(Body(), "AS '$libdir/x', 'sym';\n");
  function_.source = "s'ym";
  EXPECT_EQ(Body(), "AS '$libdir/x', $$s'ym$$;\n");
  function_.source = "";
  EXPECT_EQ(Body(), "AS '$libdir/x';\n");
}

}  // namespace
}  // namespace pgark
