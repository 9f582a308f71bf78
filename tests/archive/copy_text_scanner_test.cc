#include "archive/copy_text_scanner.h"

#include <optional>
#include <random>
#include <string>
#include <vector>

#include "archive/text_encoding.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace pgark {
namespace {

using Kind = CopyTextProblemKind;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::string kEnd = "\\.\n\n\n";

struct Problem {
  Kind kind;
  uint64_t offset;
  uint64_t row;
  uint64_t count;

  friend bool operator==(const Problem&, const Problem&) = default;
  friend void PrintTo(const Problem& p, std::ostream* out) {
    *out << "{kind " << static_cast<int>(p.kind) << ", offset " << p.offset
         << ", row " << p.row << ", count " << p.count << "}";
  }
};

struct Result {
  uint64_t rows = 0;
  std::vector<Problem> problems;

  friend bool operator==(const Result&, const Result&) = default;
};

Result ScanCut(const std::string& text, const CopyTextOptions& options,
               size_t cut) {
  CopyTextScanner scanner(options);
  for (size_t i = 0; i < text.size(); i += cut) {
    scanner.Write(absl::string_view(text).substr(i, cut));
  }
  scanner.Finish();
  Result result;
  result.rows = scanner.row_count();
  for (const CopyTextProblem& problem : scanner.problems()) {
    result.problems.push_back(
        {problem.kind, problem.offset, problem.row, problem.count});
  }
  return result;
}

// The same for every way to cut.
Result Scan(const std::string& text, const CopyTextOptions& options) {
  Result whole = ScanCut(text, options, text.size() + 1);
  for (size_t cut = 1; cut < text.size(); ++cut) {
    EXPECT_EQ(ScanCut(text, options, cut), whole) << "cut every " << cut;
  }
  return whole;
}

Result Scan(const std::string& text, std::optional<size_t> columns,
            const char* encoding = "UTF8") {
  CopyTextOptions options;
  options.column_count = columns;
  options.encoding = FindTextEncoding(encoding);
  return Scan(text, options);
}

Result Clean(uint64_t rows) { return {rows, {}}; }

TEST(CopyTextScannerTest, CountsTheRowsOfGoodText) {
  EXPECT_EQ(Scan(kEnd, 3), Clean(0));
  EXPECT_EQ(Scan("1\ta\t\\N\n\\N\t\\\\\\t\\n\t\n" + kEnd, 3), Clean(2));
}

TEST(CopyTextScannerTest, AnEmptyLineIsARowOfOneEmptyColumn) {
  EXPECT_EQ(Scan("\n\nx\n" + kEnd, 1), Clean(3));
}

TEST(CopyTextScannerTest, RowsWithoutColumnsAreEmptyLines) {
  EXPECT_EQ(Scan("\n\n" + kEnd, 0), Clean(2));
  const Result result = Scan("\nx\n" + kEnd, 0);
  EXPECT_EQ(result.rows, 2u);
  EXPECT_THAT(result.problems,
              ElementsAre(Problem{Kind::kColumnCount, 1, 2, 1}));
}

TEST(CopyTextScannerTest, TooFewAndTooManyColumnsAreReportedOnceWithACount) {
  const Result result = Scan("1\t2\n1\n1\t2\t3\n1\t2\n" + kEnd, 2);
  EXPECT_EQ(result.rows, 4u);
  EXPECT_THAT(result.problems,
              ElementsAre(Problem{Kind::kColumnCount, 4, 2, 2}));
}

TEST(CopyTextScannerTest, WithoutAColumnCountAnyWidthIsFine) {
  EXPECT_EQ(Scan("1\t2\n1\n" + kEnd, std::nullopt), Clean(2));
}

TEST(CopyTextScannerTest, EscapedTabsAndNewlinesDoNotSeparate) {
  const Result result = Scan("a\\\tb\\\nc\td\n" + kEnd, 2);
  EXPECT_EQ(result.rows, 1u);
  EXPECT_THAT(result.problems,
              ElementsAre(Problem{Kind::kUnusualEscape, 1, 1, 2}));
}

TEST(CopyTextScannerTest, ABackslashPairDoesNotEscapeWhatFollows) {
  EXPECT_EQ(Scan("a\\\\\tb\\\\\n" + kEnd, 2), Clean(1));
  EXPECT_EQ(Scan("\\\\.\n" + kEnd, 1), Clean(1));
}

TEST(CopyTextScannerTest, NullMustBeTheWholeField) {
  EXPECT_EQ(Scan("\\N\n" + kEnd, 1), Clean(1));
  EXPECT_THAT(Scan("a\\N\n" + kEnd, 1).problems,
              ElementsAre(Problem{Kind::kUnusualEscape, 1, 1, 1}));
  EXPECT_THAT(Scan("\\Na\n" + kEnd, 1).problems,
              ElementsAre(Problem{Kind::kUnusualEscape, 0, 1, 1}));
  EXPECT_THAT(Scan("\\N\\N\n" + kEnd, 1).problems,
              ElementsAre(Problem{Kind::kUnusualEscape, 0, 1, 2}));
}

TEST(CopyTextScannerTest, EscapesThatPgDumpNeverWritesAreUnusual) {
  for (const char* escape : {"\\x41", "\\101", "\\q", "\\ "}) {
    EXPECT_THAT(Scan("1\t" + std::string(escape) + "\n" + kEnd, 2).problems,
                ElementsAre(Problem{Kind::kUnusualEscape, 2, 1, 1}));
  }
  for (const char* escape : {"\\b", "\\f", "\\n", "\\r", "\\t", "\\v"}) {
    EXPECT_EQ(Scan("1\t" + std::string(escape) + "\n" + kEnd, 2), Clean(1));
  }
}

TEST(CopyTextScannerTest, TheEndMarkerMustStandAlone) {
  EXPECT_THAT(Scan("1\nab\\.\n" + kEnd, 1).problems,
              ElementsAre(Problem{Kind::kMisplacedEndMarker, 4, 2, 1}));
  EXPECT_THAT(Scan("1\n\\.x\n2\n" + kEnd, 1).problems,
              ElementsAre(Problem{Kind::kMisplacedEndMarker, 2, 2, 1},
                          Problem{Kind::kTextAfterEndMarker, 4, 2, 1}));
}

TEST(CopyTextScannerTest, TextBehindTheEndMarkerIsNoRow) {
  const Result result = Scan("1\n\\.\n2\n3\n" + kEnd, 1);
  EXPECT_EQ(result.rows, 1u);
  ASSERT_EQ(result.problems.size(), 1u);
  EXPECT_EQ(result.problems[0].kind, Kind::kTextAfterEndMarker);
  EXPECT_EQ(result.problems[0].offset, 5u);
}

TEST(CopyTextScannerTest, AnotherNumberOfNewlinesAtTheEndIsUnusual) {
  for (const char* end : {"\\.", "\\.\n", "\\.\n\n", "\\.\n\n\n\n"}) {
    EXPECT_THAT(Scan(std::string("1\n") + end, 1).problems,
                ElementsAre(Problem{Kind::kUnusualEnd, 2, 2, 1}));
  }
}

TEST(CopyTextScannerTest, AMissingEndMarkerIsReported) {
  EXPECT_THAT(Scan("1\n2\n", 1).problems,
              ElementsAre(Problem{Kind::kMissingEndMarker, 4, 3, 1}));
  EXPECT_THAT(Scan("", 1).problems,
              ElementsAre(Problem{Kind::kMissingEndMarker, 0, 1, 1}));
}

TEST(CopyTextScannerTest, TextThatEndsInsideARowIsReported) {
  EXPECT_THAT(Scan("1\n2", 1).problems,
              ElementsAre(Problem{Kind::kIncompleteRow, 2, 2, 1},
                          Problem{Kind::kMissingEndMarker, 3, 2, 1}));
  EXPECT_THAT(Scan("1\n\\", 1).problems,
              ElementsAre(Problem{Kind::kIncompleteRow, 2, 2, 1},
                          Problem{Kind::kMissingEndMarker, 3, 2, 1}));
}

TEST(CopyTextScannerTest, APartOfWholeRowsNeedsNoEndMarker) {
  CopyTextOptions options;
  options.column_count = 1;
  options.expects_end_marker = false;
  EXPECT_EQ(Scan("1\n2\n", options), Clean(2));
  EXPECT_THAT(Scan("1\n2", options).problems,
              ElementsAre(Problem{Kind::kIncompleteRow, 2, 2, 1}));
}

TEST(CopyTextScannerTest, CarriageReturnsAndZeroBytesAreReported) {
  const std::string text("1\r\n2\0\n", 6);
  EXPECT_THAT(Scan(text + kEnd, 1).problems,
              ElementsAre(Problem{Kind::kCarriageReturn, 1, 1, 1},
                          Problem{Kind::kZeroByte, 4, 2, 1}));
}

TEST(CopyTextScannerTest, InvalidUtf8IsReportedWithItsRow) {
  EXPECT_THAT(Scan("gr\xc3\xbcn\n\xe2\x82z\n\xff\n" + kEnd, 1).problems,
              ElementsAre(Problem{Kind::kInvalidEncoding, 6, 2, 1}));
  EXPECT_EQ(Scan("\xff\n" + kEnd, 1, "SQL_ASCII"), Clean(1));
  EXPECT_EQ(Scan("\xff\n" + kEnd, 1, "LATIN1"), Clean(1));
}

TEST(CopyTextScannerTest, ABackslashAsTrailByteIsNoEscape) {
  // U+8868 in SJIS is 95 5C: a backslash in front of the tab.
  EXPECT_EQ(Scan("\x95\x5c\tb\n\x95\x5c\n\t\n" + kEnd, std::nullopt, "SJIS"),
            Clean(3));
  EXPECT_EQ(Scan("\x95\x5c\tb\n" + kEnd, 2, "SJIS"), Clean(1));
  // A backslash behind half-width katakana is one.
  EXPECT_EQ(Scan("\xb1\\t\tb\n" + kEnd, 2, "SJIS"), Clean(1));
  for (const char* encoding : {"BIG5", "GBK", "GB18030"}) {
    EXPECT_EQ(Scan("\xa6\x5c\tb\n\xa6\x5c\\\\\t\\N\n" + kEnd, 2, encoding),
              Clean(2))
        << encoding;
  }
}

TEST(CopyTextScannerTest, ACharacterThatDoesNotExistIsFollowedNevertheless) {
  // The server takes the backslash for a part of it, and then refuses it.
  for (const char* encoding : {"UHC", "JOHAB"}) {
    const Result result =
        Scan("\xb6\x5c\tb\n\xb6\x5c\\\\\t\\N\n" + kEnd, 2, encoding);
    EXPECT_EQ(result.rows, 2u) << encoding;
    EXPECT_THAT(result.problems,
                ElementsAre(Problem{Kind::kInvalidEncoding, 1, 1, 2}))
        << encoding;
  }
}

TEST(CopyTextScannerTest, UndefinedBytesAreOnlyUnusual) {
  EXPECT_THAT(Scan("a\nb\x81\n" + kEnd, 1, "WIN1252").problems,
              ElementsAre(Problem{Kind::kUndefinedByte, 3, 2, 1}));
  EXPECT_EQ(Scan("a\nb\x81\n" + kEnd, 1, "WIN1251"), Clean(2));
}

TEST(CopyTextScannerTest, Gb18030CharactersOfFourBytesAreFollowed) {
  EXPECT_EQ(Scan("\x81\x30\x81\x30\\t\tb\n" + kEnd, 2, "GB18030"), Clean(1));
  // The third byte of four must not be ASCII: the backslash is one.
  const Result result = Scan("\x81\x30\\t\tb\n" + kEnd, 2, "GB18030");
  EXPECT_EQ(result.rows, 1u);
  EXPECT_THAT(result.problems,
              ElementsAre(Problem{Kind::kInvalidEncoding, 2, 1, 1}));
}

TEST(CopyTextScannerTest, ANewlineIsNeverATrailByte) {
  const Result result = Scan("a\x95\nb\n" + kEnd, 1, "SJIS");
  EXPECT_EQ(result.rows, 2u);
  EXPECT_THAT(result.problems,
              ElementsAre(Problem{Kind::kInvalidEncoding, 2, 1, 1}));
}

// A second, plain implementation of the rules for one-byte encodings.
struct Model {
  uint64_t rows = 0;
  uint64_t wrong_widths = 0;
  bool ended = false;
};

Model ScanByModel(const std::string& text, size_t columns) {
  Model model;
  size_t width = 1;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool line_start = i == 0 || (text[i - 1] == '\n' && width == 1);
    if (text[i] == '\\') {
      if (i + 1 < text.size() && text[i + 1] == '.' && line_start) {
        model.ended = true;
        return model;
      }
      ++i;
      if (i < text.size() && text[i] == '\n') width += 1000;  // not a start
    } else if (text[i] == '\t') {
      ++width;
    } else if (text[i] == '\n') {
      if (width % 1000 != columns) ++model.wrong_widths;
      ++model.rows;
      width = 1;
    }
  }
  return model;
}

TEST(CopyTextScannerTest, AgreesWithAPlainModelOnRandomText) {
  std::mt19937 random(20261120);
  const std::string alphabet = "abcd\t\t\n\\N.\t\n";
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    const size_t size = random() % 400;
    for (size_t i = 0; i < size; ++i) {
      text.push_back(alphabet[random() % alphabet.size()]);
    }
    const size_t columns = 1 + random() % 3;
    const Model model = ScanByModel(text, columns);
    CopyTextOptions options;
    options.column_count = columns;
    CopyTextScanner scanner(options);
    const size_t cut = 1 + random() % 100;
    for (size_t i = 0; i < text.size(); i += cut) {
      scanner.Write(absl::string_view(text).substr(i, cut));
    }
    scanner.Finish();
    uint64_t wrong_widths = 0;
    for (const CopyTextProblem& problem : scanner.problems()) {
      if (problem.kind == Kind::kColumnCount) wrong_widths = problem.count;
    }
    ASSERT_EQ(scanner.row_count(), model.rows) << text;
    ASSERT_EQ(wrong_widths, model.wrong_widths) << text;
    ASSERT_EQ(scanner.ended(), model.ended) << text;
  }
}

}  // namespace
}  // namespace pgark
