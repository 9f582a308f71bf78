#include "archive/finding.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "archive/finding_collector.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/temporary_directory.h"

namespace pgark {
namespace {

using Code = FindingCode;

TEST(FindingTest, EveryCodeIsDocumentedWithItsSeverity) {
  const std::string text = ReadFile(PGARK_SOURCE_DIR "/docs/findings.md");
  for (int i = 0; i < kFindingCodeCount; ++i) {
    const auto code = static_cast<FindingCode>(i);
    EXPECT_THAT(text, ::testing::HasSubstr(absl::StrCat(
                          "| `", FindingCodeName(code), "` | ",
                          SeverityName(FindingSeverity(code)), " |")));
  }
}

TEST(FindingTest, EveryCodeHasAnOwnName) {
  std::vector<std::string> names;
  for (int i = 0; i < kFindingCodeCount; ++i) {
    names.emplace_back(FindingCodeName(static_cast<FindingCode>(i)));
  }
  std::sort(names.begin(), names.end());
  EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end());
  EXPECT_EQ(FindingCodeName(Code::kRowWidthWrong), "row-width-wrong");
}

TEST(FindingCollectorTest, DeliversInTheOrderOfTheFile) {
  FindingCollector collector;
  collector.Add(Code::kBlockOrder, {30, 40}, DumpId{2}, "later");
  collector.Add(Code::kTrailingBytes, {10, 20}, std::nullopt, "warning");
  collector.Add(Code::kBlockDamaged, {10, 20}, std::nullopt, "error");
  FindingList list;
  collector.Deliver(list);
  ASSERT_EQ(list.findings().size(), 3u);
  EXPECT_EQ(list.findings()[0].message, "error");
  EXPECT_EQ(list.findings()[1].message, "warning");
  EXPECT_EQ(list.findings()[2].message, "later");
}

TEST(FindingCollectorTest, KeepsABoundedNumberAndCountsTheRest) {
  FindingCollector collector;
  for (uint64_t i = 0; i < FindingCollector::kMaxKeptPerCode + 5; ++i) {
    collector.Add(Code::kBlockUnknown, {i, i + 1}, std::nullopt, "x");
  }
  EXPECT_EQ(collector.count(Severity::kNote),
            FindingCollector::kMaxKeptPerCode + 5);
  FindingList list;
  collector.Deliver(list);
  EXPECT_EQ(list.findings().size(), FindingCollector::kMaxKeptPerCode + 1);
  EXPECT_EQ(list.findings().back().code, Code::kFindingsOmitted);
}

TEST(FindingCollectorTest, KeepsTheFirstOfTheFileWhicheverComesFirst) {
  const auto deliver = [](bool backwards) {
    constexpr uint64_t kCount = FindingCollector::kMaxKeptPerCode * 2;
    FindingCollector collector;
    for (uint64_t i = 0; i < kCount; ++i) {
      const uint64_t place = backwards ? kCount - 1 - i : i;
      collector.Add(Code::kBlockUnknown, {place / 2, place / 2 + 1},
                    std::nullopt, absl::StrCat("block ", place));
    }
    FindingList list;
    collector.Deliver(list);
    std::string text;
    for (const Finding& finding : list.findings()) {
      text += FormatFinding(finding) + "\n";
    }
    return text;
  };
  EXPECT_EQ(deliver(true), deliver(false));
  EXPECT_THAT(deliver(true), ::testing::HasSubstr("block 999\n"));
}

TEST(FindingCollectorTest, MessagesNeverHoldControlCharacters) {
  FindingCollector collector;
  collector.Add(Code::kBlockUnknown, {0, 1}, std::nullopt, "a\n\x1b[31mb");
  FindingList list;
  collector.Deliver(list);
  EXPECT_EQ(list.findings().at(0).message, "a\\x0a\\x1b[31mb");
}

}  // namespace
}  // namespace pgark
