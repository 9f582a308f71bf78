#include "archive/column_type.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace pgark {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;
using Kind = ColumnTypeKind;

TEST(ParseTableColumnTypesTest, KnowsTheTypesAsTheServerSpellsThem) {
  const auto types = ParseTableColumnTypes(
      "CREATE TABLE public.t (\n"
      "    a integer NOT NULL,\n"
      "    \"b c\" character varying(10) DEFAULT 'x,y)'::character varying,\n"
      "    c timestamp(3) with time zone,\n"
      "    d numeric(10,2) DEFAULT 0.5,\n"
      "    e double precision,\n"
      "    f bit varying(7),\n"
      "    g character(1) COLLATE pg_catalog.\"C\",\n"
      "    CONSTRAINT t_check CHECK ((a > 0))\n"
      ");\n");
  EXPECT_THAT(types, UnorderedElementsAre(
                         Pair("a", ColumnType{Kind::kInteger, 0}),
                         Pair("b c", ColumnType{Kind::kVarchar, 10}),
                         Pair("c", ColumnType{Kind::kTimestampWithZone, 3}),
                         Pair("d", ColumnType{Kind::kNumeric, 0}),
                         Pair("e", ColumnType{Kind::kDoublePrecision, 0}),
                         Pair("f", ColumnType{Kind::kVarbit, 7}),
                         Pair("g", ColumnType{Kind::kBpchar, 1})));
}

TEST(ParseTableColumnTypesTest, LeavesOtherTypesAlone) {
  for (const std::string type :
       {"integer[]", "public.integer", "integerish", "text", "interval",
        "money", "\"char\"", "public.uuid NOT NULL", "date[] NOT NULL",
        "character varying(10)[]", "timestamp", "double", "integer USING",
        "numeric(10,2"}) {
    EXPECT_THAT(ParseTableColumnTypes("CREATE TABLE public.t (\n    a " + type +
                                      "\n);\n"),
                IsEmpty())
        << type;
  }
}

TEST(ParseTableColumnTypesTest, ReadsOnBehindDefaultsOfAnyText) {
  EXPECT_THAT(
      ParseTableColumnTypes(
          "CREATE UNLOGGED TABLE \"S\".\"t(\" (\n"
          "    a text DEFAULT E'it\\'s, )'::text,\n"
          "    \"b,\"\"(\" text DEFAULT concat('a''(', \"current_user\"(), "
          "ARRAY[1, 2]),\n"
          "    c uuid\n)\nPARTITION BY RANGE (c);\n"),
      ElementsAre(Pair("c", ColumnType{Kind::kUuid, 0})));
}

TEST(ParseTableColumnTypesTest, OtherStatementsHaveNone) {
  for (const char* definition :
       {"", "CREATE TABLE public.t (\n);\n", "CREATE VIEW public.v AS SELECT 1",
        "CREATE TABLE public.t OF public.y (\n    a WITH OPTIONS NOT NULL\n);",
        "CREATE TABLE public.t (\n    a integer",
        "-- x\nCREATE TABLE t (a int"}) {
    EXPECT_THAT(ParseTableColumnTypes(definition), IsEmpty()) << definition;
  }
}

TocEntry Entry(int id, const char* tag, const char* definition) {
  TocEntry entry;
  entry.id = DumpId{id};
  entry.tag = tag;
  entry.schema = "public";
  if (definition != nullptr) entry.definition = definition;
  return entry;
}

TEST(FindColumnTypesTest, FollowsTheOrderOfTheCopyStatement) {
  TocEntry data = Entry(2, "t", nullptr);
  data.copy_statement = "COPY public.t (c, b, a) FROM stdin;\n";
  data.dependencies = {DumpId{1}};
  const Toc toc({Entry(1, "t",
                       "CREATE TABLE public.t (\n    a integer,\n    "
                       "b text,\n    c uuid\n);\n"),
                 data});
  EXPECT_THAT(FindColumnTypes(toc, data),
              ElementsAre(ColumnType{Kind::kUuid, 0}, ColumnType(),
                          ColumnType{Kind::kInteger, 0}));
}

TEST(FindColumnTypesTest, JudgesNothingWhereTheTableIsNotTheDatas) {
  const char* const kTable = "CREATE TABLE public.t (\n    a integer\n);\n";
  TocEntry data = Entry(2, "t", nullptr);
  data.copy_statement = "COPY public.t (a) FROM stdin;\n";
  const Toc toc({Entry(1, "other", kTable), Entry(3, "t", kTable)});
  EXPECT_THAT(FindColumnTypes(toc, data), IsEmpty());
  data.dependencies = {DumpId{1}};
  EXPECT_THAT(FindColumnTypes(toc, data), IsEmpty());
  data.dependencies = {DumpId{3}};
  EXPECT_THAT(FindColumnTypes(toc, data),
              ElementsAre(ColumnType{Kind::kInteger, 0}));
  data.with_oids = true;
  EXPECT_THAT(FindColumnTypes(toc, data), IsEmpty());
}

TEST(HasEmptySearchPathTest, NeedsTheEntryThatSetsIt) {
  TocEntry entry =
      Entry(1, "SEARCHPATH",
            "SELECT pg_catalog.set_config('search_path', '', false);\n");
  entry.kind = EntryKind::kSearchPath;
  EXPECT_TRUE(HasEmptySearchPath(Toc({entry})));
  entry.definition = "SELECT pg_catalog.set_config('search_path', 'x', false);";
  EXPECT_FALSE(HasEmptySearchPath(Toc({entry})));
  EXPECT_FALSE(HasEmptySearchPath(Toc()));
}

}  // namespace
}  // namespace pgark
