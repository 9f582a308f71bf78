#include "jobs/restore_row_feed.h"

#include <algorithm>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/jobs/restore_test_data.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

constexpr absl::string_view kEnd = "\\.\n\n\n";

std::string TakeAll(RowFeed& feed) {
  std::string all;
  while (const auto rows = feed.Next()) all += *rows;
  return all;
}

TEST(LastRowEndTest, IsBehindTheLastNewline) {
  EXPECT_EQ(LastRowEnd("a\nb\nc"), 4u);
  EXPECT_EQ(LastRowEnd("a\n"), 2u);
  EXPECT_EQ(LastRowEnd("\n"), 1u);
  EXPECT_EQ(LastRowEnd("no end"), 0u);
  EXPECT_EQ(LastRowEnd(""), 0u);
}

TEST(LastRowEndTest, LeavesOutNewlinesThatMayBelongToAColumn) {
  EXPECT_EQ(LastRowEnd("a\nb\\\nc"), 2u);
  EXPECT_EQ(LastRowEnd("b\\\n"), 0u);
}

class RowFeedTest : public testing::Test {
 protected:
  RowFeedTest() { source_.piece_bytes = 1000; }

  FakeDataSource source_;
  const TocEntry entry_ = MakeTableData(11, "t", 1);
};

TEST_F(RowFeedTest, GivesWholeRowsToThoseWhoShareThem) {
  std::string rows;
  for (int i = 0; i < 200000; ++i) absl::StrAppend(&rows, "row ", i, "\n");
  source_.tables[11] = rows + std::string(kEnd);
  RowFeed feed(source_, entry_, /*whole_rows=*/true);
  std::string all;
  int pieces = 0;
  while (const auto piece = feed.Next()) {
    EXPECT_EQ(piece->back(), '\n');
    all += *piece;
    ++pieces;
  }
  EXPECT_GT(pieces, 4);
  EXPECT_EQ(all, rows);
  const FeedResult result = feed.Finish();
  EXPECT_TRUE(result.ok());
  EXPECT_EQ(result.rows, 200000u);
  EXPECT_EQ(result.bytes, rows.size());
}

TEST_F(RowFeedTest, GivesARowThatIsLargerThanAnyPieceWhole) {
  const std::string huge = std::string(3000000, 'x') + "\n";
  source_.tables[11] = "a\n" + huge + "b\n" + std::string(kEnd);
  RowFeed feed(source_, entry_, /*whole_rows=*/true);
  std::string all;
  while (const auto piece = feed.Next()) {
    EXPECT_EQ(piece->back(), '\n');
    all += *piece;
  }
  EXPECT_EQ(all, "a\n" + huge + "b\n");
}

TEST_F(RowFeedTest, GivesEachFrameOnceToSeveralSessions) {
  std::vector<std::string>& pieces = source_.pieces[11];
  for (int i = 0; i < 500; ++i) {
    pieces.push_back(
        absl::StrCat("row ", i, "\n", std::string(9000, 'x'), "\n"));
  }
  pieces.emplace_back(kEnd);
  RowFeed feed(source_, entry_, /*whole_rows=*/true);
  feed.AddReader();
  std::vector<std::string> taken[2];
  std::thread other([&] {
    while (auto rows = feed.Next()) taken[1].push_back(*std::move(rows));
  });
  while (auto rows = feed.Next()) taken[0].push_back(*std::move(rows));
  other.join();
  EXPECT_EQ(source_.piece_readers, 2);
  EXPECT_EQ(taken[0].size() + taken[1].size(), 500u);
  std::set<std::string> different(taken[0].begin(), taken[0].end());
  different.insert(taken[1].begin(), taken[1].end());
  EXPECT_EQ(different.size(), 500u);
  EXPECT_EQ(feed.Finish().rows, 1000u);
}

TEST_F(RowFeedTest, TellsOfADamagedFrame) {
  source_.pieces[11] = {"1\n", "", std::string(kEnd)};
  RowFeed feed(source_, entry_, /*whole_rows=*/true);
  TakeAll(feed);
  EXPECT_THAT(feed.Finish().source_status,
              StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(RowFeedTest, TellsOfAnEndMarkerInTheMiddle) {
  source_.pieces[11] = {"1\n\\.\n", "2\n", std::string(kEnd)};
  RowFeed feed(source_, entry_, /*whole_rows=*/true);
  TakeAll(feed);
  EXPECT_THAT(feed.Finish().content_status,
              StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(RowFeedTest, TellsOfAMissingEndMarker) {
  source_.pieces[11] = {"1\n", "2\n"};
  RowFeed frames(source_, entry_, /*whole_rows=*/true);
  TakeAll(frames);
  EXPECT_THAT(frames.Finish().content_status,
              StatusIs(absl::StatusCode::kDataLoss));
  source_.pieces.clear();
  source_.tables[11] = "1\n";
  RowFeed stream(source_, entry_, /*whole_rows=*/true);
  TakeAll(stream);
  EXPECT_THAT(stream.Finish().content_status,
              StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(RowFeedTest, TellsOfAFrameThatEndsWithinARow) {
  source_.pieces[11] = {"1\n2", "3\n", std::string(kEnd)};
  RowFeed feed(source_, entry_, /*whole_rows=*/true);
  TakeAll(feed);
  EXPECT_THAT(feed.Finish().content_status,
              StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(RowFeedTest, EndsWhenNobodyWantsMore) {
  source_.tables[11] = std::string(50000000, '\n') + std::string(kEnd);
  source_.piece_bytes = 100000;
  RowFeed feed(source_, entry_, /*whole_rows=*/false);
  EXPECT_TRUE(feed.Next().has_value());
  feed.Abandon();
  EXPECT_TRUE(feed.Finish().ok());
  EXPECT_FALSE(feed.Next().has_value());
}

}  // namespace
}  // namespace pgark
