#include "jobs/dump_progress.h"

#include <optional>
#include <vector>

#include "gtest/gtest.h"

namespace pgark {
namespace {

constexpr uint64_t kMegabyte = 1 << 20;

class RecordingObserver : public SilentObserver {
 public:
  void BeginPhase(absl::string_view, uint64_t total_bytes) override {
    total = total_bytes;
  }
  void SetEstimate(uint64_t total_bytes, double share_done) override {
    total = total_bytes;
    share = share_done;
  }
  void AddBytes(uint64_t bytes) override { done += bytes; }

  uint64_t total = 0;
  uint64_t done = 0;
  double share = 0;
};

class DumpProgressTest : public testing::Test {
 protected:
  // A table of so many pieces, of `estimate` bytes each.
  void AddTable(int pieces, uint64_t estimate) {
    for (int piece = 0; piece < pieces; ++piece) {
      CopyTask& task = tasks_.emplace_back();
      task.piece = piece;
      task.piece_count = pieces;
      task.copy_statement = "COPY";
      task.estimated_bytes = estimate;
    }
  }
  void AddLargeObjects(uint64_t estimate) {
    tasks_.emplace_back().estimated_bytes = estimate;
  }

  // Call it when all tasks were added.
  void Begin() {
    progress_.emplace(tasks_, observer_);
    progress_->Begin();
  }
  void ReadTask(size_t task, uint64_t bytes) {
    for (int part = 0; part < 4; ++part) progress_->Add(task, bytes / 4);
    progress_->Finish(task);
  }

  std::vector<CopyTask> tasks_;
  RecordingObserver observer_;
  std::optional<DumpProgress> progress_;
};

TEST_F(DumpProgressTest, TheFirstTotalIsWhatTheTablesTake) {
  AddTable(3, 10 * kMegabyte);
  AddTable(1, 5000);
  Begin();
  EXPECT_EQ(observer_.total, 30 * kMegabyte + 5000);
}

TEST_F(DumpProgressTest, APieceTellsWhatTheOthersOfItsTableGive) {
  AddTable(10, 8 * kMegabyte);
  Begin();
  ReadTask(0, 2 * kMegabyte);
  EXPECT_EQ(observer_.total, 20 * kMegabyte);
  EXPECT_NEAR(observer_.share, 0.1, 0.001);
}

TEST_F(DumpProgressTest, AndWhatOtherTablesGiveUntilTheyTellThemselves) {
  AddTable(1, 8 * kMegabyte);
  AddTable(2, 8 * kMegabyte);
  Begin();
  ReadTask(0, 16 * kMegabyte);
  EXPECT_EQ(observer_.total, 48 * kMegabyte);
  ReadTask(1, 4 * kMegabyte);
  EXPECT_EQ(observer_.total, 24 * kMegabyte);
}

TEST_F(DumpProgressTest, EmptyBlocksOfSmallTablesSayNothingOfLargeOnes) {
  for (int i = 0; i < 100; ++i) AddTable(1, 8192);
  AddTable(1, 100 * kMegabyte);
  Begin();
  for (size_t i = 0; i < 100; ++i) ReadTask(i, 400);
  EXPECT_EQ(observer_.total, 100 * kMegabyte + 100 * 400);
}

TEST_F(DumpProgressTest, ATableThatCompressesWellDoesNotStandForAll) {
  AddTable(1, 500000);
  for (int i = 0; i < 100; ++i) AddTable(1, 8192);
  AddTable(1, 10 * kMegabyte);
  AddTable(1, 100 * kMegabyte);
  Begin();
  ReadTask(0, 50000000);
  EXPECT_LE(observer_.total - observer_.done, 111 * kMegabyte);
  ReadTask(101, 500 * kMegabyte);
  EXPECT_LE(observer_.total - observer_.done, 301 * kMegabyte);
}

TEST_F(DumpProgressTest, ItEndsAtTheWholeWhateverWasExpected) {
  for (const uint64_t factor : {1, 20}) {
    progress_.reset();
    tasks_.clear();
    observer_ = RecordingObserver();
    AddTable(5, 3 * kMegabyte);
    AddTable(1, 0);
    AddLargeObjects(1000);
    AddLargeObjects(1000);
    Begin();
    for (size_t i = 0; i < tasks_.size(); ++i) {
      ReadTask(i, factor * kMegabyte);
    }
    EXPECT_EQ(observer_.done, tasks_.size() * factor * kMegabyte);
    EXPECT_EQ(observer_.total, observer_.done);
    EXPECT_DOUBLE_EQ(observer_.share, 1);
  }
}

TEST_F(DumpProgressTest, ATableLargerThanExpectedIsNeverDoneBeforeItsEnd) {
  AddTable(1, 2 * kMegabyte);
  Begin();
  for (int i = 0; i < 100; ++i) {
    progress_->Add(0, kMegabyte);
    EXPECT_GT(observer_.total, observer_.done);
    EXPECT_LT(observer_.share, 0.99);
  }
  progress_->Finish(0);
  EXPECT_EQ(observer_.total, observer_.done);
}

TEST_F(DumpProgressTest, WhatIsReadAgainCountsOnce) {
  AddTable(1, 8 * kMegabyte);
  Begin();
  progress_->Add(0, 3 * kMegabyte);
  progress_->Restart(0);
  progress_->Add(0, 2 * kMegabyte);
  EXPECT_EQ(observer_.done, 3 * kMegabyte);
  progress_->Add(0, 6 * kMegabyte);
  progress_->Finish(0);
  EXPECT_EQ(observer_.done, 8 * kMegabyte);
}

TEST_F(DumpProgressTest, ManySmallTablesAreWorkAlthoughTheyHoldLittle) {
  for (int i = 0; i < 5000; ++i) AddTable(1, 0);
  AddTable(1, kMegabyte);
  Begin();
  for (size_t i = 0; i < 2500; ++i) ReadTask(i, 400);
  EXPECT_NEAR(observer_.share, 0.5, 0.02);
}

}  // namespace
}  // namespace pgark
