#include "archive/copy_row.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string Decode(const std::string& field, const char* encoding = "UTF8") {
  std::string value;
  DecodeCopyField(field, FindTextEncoding(encoding), &value);
  return value;
}

TEST(CopyRowTest, FieldsAreWhatTabsSeparate) {
  std::vector<absl::string_view> fields;
  SplitCopyRow("a\t\t\\N\tx\\ty", &fields);
  EXPECT_THAT(fields, ElementsAre("a", "", "\\N", "x\\ty"));
  EXPECT_TRUE(IsCopyNull(fields[2]));
  EXPECT_FALSE(IsCopyNull(fields[1]));
  SplitCopyRow("", &fields);
  EXPECT_THAT(fields, ElementsAre(""));
}

TEST(CopyRowTest, EscapesBecomeTheirBytes) {
  EXPECT_EQ(Decode("a\\tb\\nc\\\\d"), "a\tb\nc\\d");
  EXPECT_EQ(Decode("\\b\\f\\r\\v"), "\b\f\r\v");
  EXPECT_EQ(Decode("\\x41\\101\\x4z"), "AA\x04z");
  EXPECT_EQ(Decode("\\q\\x"), "qx");
  EXPECT_EQ(Decode("end\\"), "end\\");
}

// In these encodings a backslash may be the second octet of a letter.
TEST(CopyRowTest, ABackslashWithinALetterIsNoEscape) {
  EXPECT_EQ(Decode("\x83\\n\\n", "SJIS"), "\x83\\n\n");
  EXPECT_EQ(Decode("\x83\\n\\n", "LATIN1"), "\x83\n\n");
  EXPECT_EQ(Decode("\x81\x30\x81\x30\\t", "GB18030"), "\x81\x30\x81\x30\t");
  EXPECT_EQ(Decode("\x83", "SJIS"), "\x83");
}

std::vector<std::string> SplitRows(const std::string& text, size_t cut,
                                   absl::Status* finished) {
  std::vector<std::string> rows;
  const auto take = [&rows](absl::string_view row) {
    rows.emplace_back(row);
    return absl::OkStatus();
  };
  CopyRowSplitter splitter(take);
  for (size_t i = 0; i < text.size(); i += cut) {
    EXPECT_OK(splitter.Write(absl::string_view(text).substr(i, cut)));
  }
  *finished = splitter.Finish();
  EXPECT_EQ(splitter.row_count(), rows.size());
  return rows;
}

TEST(CopyRowTest, RowsAreTheSameForEveryCut) {
  const std::string text = "1\tone\n\n22\n\\.\n\n\n";
  for (size_t cut = 1; cut <= text.size(); ++cut) {
    absl::Status finished;
    EXPECT_THAT(SplitRows(text, cut, &finished),
                ElementsAre("1\tone", "", "22"));
    EXPECT_OK(finished);
  }
}

TEST(CopyRowTest, BehindTheEndMarkerNothingIsARow) {
  absl::Status finished;
  EXPECT_THAT(SplitRows("1\n\\.\n2\n", 100, &finished), ElementsAre("1"));
  EXPECT_OK(finished);
}

TEST(CopyRowTest, ATextWithoutItsEndIsDamaged) {
  absl::Status finished;
  EXPECT_THAT(SplitRows("1\n", 100, &finished), ElementsAre("1"));
  EXPECT_TRUE(absl::IsDataLoss(finished));
  EXPECT_THAT(SplitRows("1", 100, &finished), IsEmpty());
  EXPECT_TRUE(absl::IsDataLoss(finished));
}

TEST(CopyRowTest, WhatTheConsumerSaysEndsTheWork) {
  int calls = 0;
  const auto take = [&calls](absl::string_view) {
    ++calls;
    return absl::CancelledError("enough");
  };
  CopyRowSplitter splitter(take);
  EXPECT_TRUE(absl::IsCancelled(splitter.Write("1\n2\n")));
  EXPECT_EQ(calls, 1);
}

}  // namespace
}  // namespace pgark
