#include "jobs/row_writer.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace pgark {
namespace {

using Type = ColumnTypeKind;

std::string Write(RowFormat format, const std::vector<OutputColumn>& columns,
                  size_t count, const std::string& row) {
  RowWriter writer(format, columns, count, FindTextEncoding("UTF8"));
  std::string out;
  const absl::Status status = writer.AppendRow(row, &out);
  return status.ok() ? out
                     : std::string(absl::StatusCodeToString(status.code()));
}

std::string Csv(const std::string& row, size_t count) {
  std::vector<OutputColumn> columns;
  for (size_t i = 0; i < count; ++i) columns.push_back({i, "c"});
  return Write(RowFormat::kCsv, columns, count, row);
}

std::string Json(Type type, const std::string& field) {
  return Write(RowFormat::kJsonLines, {{0, "c", type}}, 1, field);
}

TEST(RowWriterTest, CopyTextStaysAsItIs) {
  EXPECT_EQ(Write(RowFormat::kCopy, {{0, "a"}, {1, "b"}}, 2, "1\t\\N"),
            "1\t\\N\n");
}

TEST(RowWriterTest, ColumnsComeInTheOrderThatIsAskedFor) {
  EXPECT_EQ(
      Write(RowFormat::kCopy, {{2, "c"}, {0, "a"}, {2, "c"}}, 3, "1\t\\N\t\\t"),
      "\\t\t1\t\\t\n");
}

TEST(RowWriterTest, CsvHasQuotesOnlyWhereTheyAreNeeded) {
  EXPECT_EQ(Csv("a b\t1,2\t\"x\"", 3), "a b,\"1,2\",\"\"\"x\"\"\"\n");
  EXPECT_EQ(Csv("x\\ny\tx\\ry\tx\\ty", 3), "\"x\ny\",\"x\ry\",x\ty\n");
}

TEST(RowWriterTest, CsvTellsNullFromTheEmptyText) {
  EXPECT_EQ(Csv("\\N\t", 2), ",\"\"\n");
  EXPECT_EQ(Csv("\\\\N\tx", 2), "\\N,x\n");
}

TEST(RowWriterTest, CsvOfOneColumnHidesWhatWouldEndTheData) {
  EXPECT_EQ(Csv("\\\\.", 1), "\"\\.\"\n");
  EXPECT_EQ(Csv("\\\\.\t1", 2), "\\.,1\n");
}

TEST(RowWriterTest, TheHeaderNamesTheColumns) {
  const RowWriter writer(RowFormat::kCsv, {{0, "a"}, {1, "b,c"}}, 2, nullptr);
  std::string out;
  writer.AppendHeader(&out);
  EXPECT_EQ(out, "a,\"b,c\"\n");
}

TEST(RowWriterTest, JsonHasNumbersAndBooleansOfTheirTypes) {
  EXPECT_EQ(Json(Type::kInteger, "-12"), "{\"c\":-12}\n");
  EXPECT_EQ(Json(Type::kNumeric, "0.50"), "{\"c\":0.50}\n");
  EXPECT_EQ(Json(Type::kReal, "1e+20"), "{\"c\":1e+20}\n");
  EXPECT_EQ(Json(Type::kBoolean, "t"), "{\"c\":true}\n");
  EXPECT_EQ(Json(Type::kUnjudged, "12"), "{\"c\":\"12\"}\n");
}

TEST(RowWriterTest, WhatJsonHasNoNumberForIsText) {
  EXPECT_EQ(Json(Type::kNumeric, "NaN"), "{\"c\":\"NaN\"}\n");
  EXPECT_EQ(Json(Type::kReal, "-Infinity"), "{\"c\":\"-Infinity\"}\n");
  EXPECT_EQ(Json(Type::kInteger, "007"), "{\"c\":\"007\"}\n");
  EXPECT_EQ(Json(Type::kInteger, "1."), "{\"c\":\"1.\"}\n");
  EXPECT_EQ(Json(Type::kInteger, ""), "{\"c\":\"\"}\n");
  EXPECT_EQ(Json(Type::kBoolean, "x"), "{\"c\":\"x\"}\n");
}

TEST(RowWriterTest, JsonNullIsNull) {
  EXPECT_EQ(Json(Type::kInteger, "\\N"), "{\"c\":null}\n");
  EXPECT_EQ(Json(Type::kUnjudged, "\\N"), "{\"c\":null}\n");
}

TEST(RowWriterTest, JsonTextIsEscaped) {
  EXPECT_EQ(Json(Type::kUnjudged, "a\"b\\\\c\\nd\\te\x01\\r"),
            "{\"c\":\"a\\\"b\\\\c\\nd\\te\\u0001\\r\"}\n");
  EXPECT_EQ(Json(Type::kUnjudged, "caf\xc3\xa9"), "{\"c\":\"caf\xc3\xa9\"}\n");
}

TEST(RowWriterTest, JsonTextThatIsNotUtf8ComesInBase64Too) {
  EXPECT_EQ(Json(Type::kUnjudged, "caf\xe9"),
            "{\"c\":\"caf\xef\xbf\xbd\",\"c_base64\":\"Y2Fm6Q==\"}\n");
}

TEST(RowWriterTest, ARowOfAnotherWidthIsDamaged) {
  EXPECT_EQ(Csv("1\t2", 1), "DATA_LOSS");
  EXPECT_EQ(Json(Type::kInteger, "1\t2"), "DATA_LOSS");
}

TEST(RowWriterTest, ATableMayHaveNoColumns) {
  EXPECT_EQ(Write(RowFormat::kJsonLines, {}, 0, ""), "{}\n");
  EXPECT_EQ(Write(RowFormat::kCsv, {}, 0, ""), "\n");
}

}  // namespace
}  // namespace pgark
