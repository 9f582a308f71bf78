#include "archive/field_type_scanner.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace pgark {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;
using Kind = ColumnTypeKind;
using Problem = FieldTypeScanner::Problem;

// An integer, something that is not judged, a json.
std::vector<ColumnType> Columns() {
  return {{Kind::kInteger, 0}, {}, {Kind::kJson, 0}};
}

FieldTypeScanner Scan(absl::string_view text, size_t cut = 1000,
                      const char* encoding = "UTF8") {
  FieldTypeScanner scanner(Columns(), FindTextEncoding(encoding));
  while (!text.empty()) {
    scanner.Write(text.substr(0, cut));
    text.remove_prefix(std::min(cut, text.size()));
  }
  return scanner;
}

TEST(FieldTypeScannerTest, FindsNothingInGoodText) {
  for (const size_t cut : {1, 2, 3, 1000}) {
    EXPECT_THAT(
        Scan("1\tx\t{}\n\\N\ty\\tz\t\"a\\\\n\"\n\\.\n\n\n", cut).problems(),
        IsEmpty());
  }
}

TEST(FieldTypeScannerTest, NamesRowColumnAndPlaceOfTheFirst) {
  const std::string text = "1\tx\t{}\nx\ty\t{}\n3\ty\t{]\nzz\t\t1\n\\.\n\n\n";
  for (const size_t cut : {1, 2, 3, 7, 1000}) {
    const FieldTypeScanner scanner = Scan(text, cut);
    const std::vector<Problem>& problems = scanner.problems();
    ASSERT_THAT(problems, SizeIs(2)) << cut;
    EXPECT_EQ(problems[0].column, 0u);
    EXPECT_EQ(problems[0].row, 2u);
    EXPECT_EQ(problems[0].offset, 7u);
    EXPECT_EQ(problems[0].count, 2u);
    EXPECT_EQ(problems[1].column, 2u);
    EXPECT_EQ(problems[1].row, 3u);
    EXPECT_EQ(problems[1].offset, 18u);
    EXPECT_EQ(problems[1].count, 1u);
  }
}

TEST(FieldTypeScannerTest, PassesOverWhatIsNoFieldOfAColumn) {
  // Surplus columns, the end marker and what follows, unusual escapes.
  EXPECT_THAT(Scan("1\tx\t{}\tx\n\\101\tx\t1\n\\.\nx\n").problems(), IsEmpty());
}

TEST(FieldTypeScannerTest, ABackslashInATrailByteHidesNoTab) {
  // 0x83 0x5c is one character.
  EXPECT_THAT(Scan("1\t\x83\x5c\tx\n\\.\n\n\n", 1000, "SJIS").problems(),
              SizeIs(1));
  EXPECT_THAT(Scan("1\t\x83\x5c\t{}\n\\.\n\n\n", 1, "SJIS").problems(),
              IsEmpty());
}

TEST(FieldTypeScannerTest, SkipsFieldsThatAreTooLarge) {
  const std::string field(FieldTypeScanner::kMaxFieldBytes + 1, 'x');
  for (const size_t cut : {size_t{100'000}, field.size() * 2}) {
    const FieldTypeScanner scanner =
        Scan("1\tx\t" + field + "\nx\t" + field + "\t1\n\\.\n\n\n", cut);
    EXPECT_THAT(scanner.problems(), SizeIs(1));
    EXPECT_EQ(scanner.skipped_fields(), 1u);
  }
}

}  // namespace
}  // namespace pgark
