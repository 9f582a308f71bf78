#include "archive/toc.h"

#include "archive/entry_kind.h"
#include "gtest/gtest.h"

namespace pgark {
namespace {

TEST(EntryKindTest, EveryKindParsesFromItsOwnDesc) {
  for (int i = 1; i <= static_cast<int>(EntryKind::kSecurityLabel); ++i) {
    const auto kind = static_cast<EntryKind>(i);
    EXPECT_FALSE(EntryKindDesc(kind).empty()) << i;
    EXPECT_EQ(ParseEntryKind(EntryKindDesc(kind)), kind) << EntryKindDesc(kind);
  }
}

TEST(EntryKindTest, OtherTextIsUnknown) {
  for (const char* desc : {"", "TABLES", "TABLE ", "table", "TABL", "zzz"}) {
    EXPECT_EQ(ParseEntryKind(desc), EntryKind::kUnknown) << desc;
  }
  EXPECT_EQ(EntryKindDesc(EntryKind::kUnknown), "");
}

// Of 19; it goes where the statistics of tables go.
TEST(EntryKindTest, ExtendedStatisticsAreStatistics) {
  EXPECT_EQ(ParseEntryKind("EXTENDED STATISTICS DATA"),
            EntryKind::kStatisticsData);
  EXPECT_EQ(EntryKindDesc(EntryKind::kStatisticsData), "STATISTICS DATA");
}

TEST(TocTest, FindsEntriesByNumber) {
  TocEntry first;
  first.id = {7};
  first.tag = "first";
  TocEntry second;
  second.id = {3};
  second.tag = "second";
  const Toc toc({first, second});
  ASSERT_NE(toc.Find({3}), nullptr);
  EXPECT_EQ(toc.Find({3})->tag, "second");
  EXPECT_EQ(toc.IndexOf({7}), 0u);
  EXPECT_EQ(toc.Find({4}), nullptr);
  EXPECT_EQ(toc.IndexOf({4}), 2u);
}

TEST(TocTest, DescriptionsStayOneLine) {
  TocEntry entry;
  entry.id = {12};
  entry.desc = "TABLE DATA";
  entry.tag = "odd\nname";
  EXPECT_EQ(DescribeEntry(entry), "12 TABLE DATA odd?name");
  entry.schema = "public";
  EXPECT_EQ(DescribeEntry(entry), "12 TABLE DATA public.odd?name");
}

}  // namespace
}  // namespace pgark
