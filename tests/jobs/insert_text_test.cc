#include "jobs/insert_text.h"

#include <vector>

#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

using Form = InsertValueForm;

InsertShape ShapeOf(std::vector<Form> values, int rows_per_statement = 1) {
  InsertShape shape;
  shape.begin = "INSERT INTO t VALUES";
  shape.values = std::move(values);
  shape.end = ";\n";
  shape.rows_per_statement = rows_per_statement;
  shape.encoding = "UTF8";
  return shape;
}

std::string Written(const InsertShape& shape,
                    const std::vector<std::string>& rows) {
  InsertWriter writer(shape);
  std::string text;
  for (const std::string& row : rows) EXPECT_OK(writer.AddRow(row, &text));
  writer.Finish(&text);
  return text;
}

TEST(InsertWriterTest, EachFormOfAValueIsWrittenInItsWay) {
  EXPECT_EQ(Written(ShapeOf({Form::kNumber, Form::kNumber, Form::kBits,
                             Form::kBoolean, Form::kBoolean, Form::kText}),
                    {"-1.5e+10\tNaN\t101\tt\tf\tit's\n"}),
            "INSERT INTO t VALUES (-1.5e+10, 'NaN', B'101', true, false, "
            "'it''s');\n");
}

TEST(InsertWriterTest, NullsAndEmptyTextsAreDifferent) {
  EXPECT_EQ(Written(ShapeOf({Form::kText, Form::kNumber, Form::kText}),
                    {"\t\\N\t\\N\n"}),
            "INSERT INTO t VALUES ('', NULL, NULL);\n");
}

TEST(InsertWriterTest, EscapesOfCopyAreTakenBack) {
  EXPECT_EQ(Written(ShapeOf({Form::kText, Form::kText}),
                    {"a\\tb\\nc\\\\N\t\\b\\f\\r\\v\\\\.\n"}),
            "INSERT INTO t VALUES ('a\tb\nc\\N', '\b\f\r\v\\.');\n");
}

TEST(InsertWriterTest, BackslashesAreDoubledWithoutStandardStrings) {
  InsertShape shape = ShapeOf({Form::kText});
  shape.style.standard_strings = false;
  EXPECT_EQ(Written(shape, {"\\\\x00\n"}),
            "INSERT INTO t VALUES ('\\\\x00');\n");
}

// 0x95 0x5C is one character in SJIS; COPY leaves it as it is.
TEST(InsertWriterTest, AByteOfACharacterIsNoBackslash) {
  InsertShape shape = ShapeOf({Form::kText, Form::kText});
  shape.encoding = "SJIS";
  EXPECT_EQ(Written(shape, {"\x95\x5c\t\\\\\x95\x5c\n"}),
            "INSERT INTO t VALUES ('\x95\x5c', '\\\x95\x5c');\n");
}

TEST(InsertWriterTest, DefaultsTakeNoValue) {
  EXPECT_EQ(Written(ShapeOf({Form::kDefault, Form::kNumber, Form::kDefault}),
                    {"7\n"}),
            "INSERT INTO t VALUES (DEFAULT, 7, DEFAULT);\n");
  EXPECT_EQ(Written(ShapeOf({Form::kDefault}), {"\n"}),
            "INSERT INTO t VALUES (DEFAULT);\n");
}

TEST(InsertWriterTest, SeveralRowsShareAStatement) {
  EXPECT_EQ(Written(ShapeOf({Form::kNumber}, 2), {"1\n", "2\n", "3\n"}),
            "INSERT INTO t VALUES\n\t(1),\n\t(2);\n"
            "INSERT INTO t VALUES\n\t(3);\n");
}

TEST(InsertWriterTest, ARowComesWhenTheNextOneIsKnown) {
  const InsertShape shape = ShapeOf({Form::kNumber}, 100);
  InsertWriter writer(shape);
  std::string text;
  ASSERT_OK(writer.AddRow("1\n", &text));
  EXPECT_EQ(text, "");
  EXPECT_TRUE(writer.has_row());
  ASSERT_OK(writer.AddRow("2\n", &text));
  EXPECT_EQ(text, "INSERT INTO t VALUES\n\t(1),");
  text.clear();
  writer.Finish(&text);
  EXPECT_EQ(text, "\n\t(2);\n");
  EXPECT_FALSE(writer.has_row());
}

TEST(InsertWriterTest, NoRowsAreNoText) {
  EXPECT_EQ(Written(ShapeOf({Form::kNumber}), {}), "");
}

TEST(InsertWriterTest, RowsWithoutColumnsAreStatements) {
  InsertShape shape = ShapeOf({});
  shape.begin = "INSERT INTO t DEFAULT VALUES";
  EXPECT_EQ(Written(shape, {"\n", "\n"}),
            "INSERT INTO t DEFAULT VALUES;\nINSERT INTO t DEFAULT VALUES;\n");
}

TEST(InsertWriterTest, ARowWithAnotherNumberOfColumnsIsRefused) {
  const InsertShape shape = ShapeOf({Form::kText, Form::kText});
  for (const char* row : {"a\n", "a\tb\tc\n"}) {
    InsertWriter writer(shape);
    std::string text;
    EXPECT_THAT(writer.AddRow(row, &text),
                StatusIs(absl::StatusCode::kDataLoss))
        << row;
  }
}

}  // namespace
}  // namespace pgark
