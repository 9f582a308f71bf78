#include "jobs/frame_cutter.h"

#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace pgark {
namespace {

constexpr FrameSizes kSmall = {.least = 1000, .middle = 3000, .greatest = 8000};

std::vector<std::string> Cut(const std::vector<std::string>& rows) {
  FrameCutter cutter(kSmall);
  std::vector<std::string> frames;
  for (const std::string& row : rows) {
    if (cutter.MustCutBefore(row.size())) frames.push_back(cutter.TakeFrame());
    if (cutter.AddRow(row)) frames.push_back(cutter.TakeFrame());
  }
  if (!cutter.empty()) frames.push_back(cutter.TakeFrame());
  return frames;
}

std::vector<std::string> Rows(int count) {
  std::vector<std::string> rows;
  for (int i = 0; i < count; ++i) {
    rows.push_back("row number " + std::to_string(i * 7919) + "\n");
  }
  return rows;
}

TEST(FrameCutterTest, FramesHoldWholeRowsInOrderWithinTheSizes) {
  const std::vector<std::string> rows = Rows(5000);
  const std::vector<std::string> frames = Cut(rows);
  std::string all;
  size_t total = 0;
  for (const std::string& row : rows) all += row;
  std::string joined;
  for (const std::string& frame : frames) {
    EXPECT_EQ(frame.back(), '\n');
    EXPECT_LE(frame.size(), kSmall.greatest);
    joined += frame;
    total += frame.size();
  }
  EXPECT_EQ(joined, all);
  const size_t average = total / frames.size();
  EXPECT_GT(average, kSmall.least);
  EXPECT_LT(average, kSmall.greatest);
}

TEST(FrameCutterTest, AnInsertedRowChangesOnlyTheFramesAroundIt) {
  std::vector<std::string> rows = Rows(5000);
  const std::vector<std::string> before = Cut(rows);
  rows.insert(rows.begin() + 100, "something new\n");
  const std::vector<std::string> after = Cut(rows);
  const std::set<std::string> known(before.begin(), before.end());
  size_t changed = 0;
  for (const std::string& frame : after) changed += 1 - known.count(frame);
  EXPECT_GE(changed, 1u);
  EXPECT_LE(changed, 8u);
  EXPECT_GT(after.size(), 20u);
}

TEST(FrameCutterTest, ARowLargerThanAFrameIsAFrameOfItsOwn) {
  const std::string wide(20000, 'x');
  const std::vector<std::string> frames =
      Cut({"small\n", wide + "\n", "small\n"});
  EXPECT_THAT(frames, testing::ElementsAre("small\n", wide + "\n", "small\n"));
}

TEST(FrameCutterTest, CountsRows) {
  FrameCutter cutter(kSmall);
  cutter.AddRow("a\n");
  cutter.AddRow("b\n");
  EXPECT_EQ(cutter.rows(), 2u);
  cutter.TakeFrame();
  EXPECT_EQ(cutter.rows(), 0u);
}

}  // namespace
}  // namespace pgark
