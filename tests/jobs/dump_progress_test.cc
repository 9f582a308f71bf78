#include "jobs/dump_progress.h"

#include <string>
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

// A table of so many pieces, of `estimate` bytes each.
void AddTable(int pieces, uint64_t estimate, std::vector<CopyTask>* tasks) {
  for (int piece = 0; piece < pieces; ++piece) {
    CopyTask task;
    task.piece = piece;
    task.piece_count = pieces;
    task.copy_statement = "COPY";
    task.estimated_bytes = estimate;
    tasks->push_back(task);
  }
}

void ReadTask(size_t task, uint64_t bytes, DumpProgress& progress) {
  for (int part = 0; part < 4; ++part) progress.Add(task, bytes / 4);
  progress.Finish(task);
}

TEST(DumpProgressTest, TheFirstTotalIsWhatTheTablesTake) {
  std::vector<CopyTask> tasks;
  AddTable(3, 10 * kMegabyte, &tasks);
  AddTable(1, 5000, &tasks);
  RecordingObserver observer;
  DumpProgress progress(tasks, observer);
  progress.Begin();
  EXPECT_EQ(observer.total, 30 * kMegabyte + 5000);
}

TEST(DumpProgressTest, APieceTellsWhatTheOthersOfItsTableGive) {
  std::vector<CopyTask> tasks;
  AddTable(10, 8 * kMegabyte, &tasks);
  RecordingObserver observer;
  DumpProgress progress(tasks, observer);
  progress.Begin();
  ReadTask(0, 2 * kMegabyte, progress);
  EXPECT_EQ(observer.total, 20 * kMegabyte);
  EXPECT_NEAR(observer.share, 0.1, 0.001);
}

TEST(DumpProgressTest, AndWhatOtherTablesGiveUntilTheyTellThemselves) {
  std::vector<CopyTask> tasks;
  AddTable(1, 8 * kMegabyte, &tasks);
  AddTable(2, 8 * kMegabyte, &tasks);
  RecordingObserver observer;
  DumpProgress progress(tasks, observer);
  progress.Begin();
  ReadTask(0, 16 * kMegabyte, progress);
  EXPECT_EQ(observer.total, 48 * kMegabyte);
  ReadTask(1, 4 * kMegabyte, progress);
  EXPECT_EQ(observer.total, 24 * kMegabyte);
}

TEST(DumpProgressTest, EmptyBlocksOfSmallTablesSayNothingOfLargeOnes) {
  std::vector<CopyTask> tasks;
  for (int i = 0; i < 100; ++i) AddTable(1, 8192, &tasks);
  AddTable(1, 100 * kMegabyte, &tasks);
  RecordingObserver observer;
  DumpProgress progress(tasks, observer);
  progress.Begin();
  for (size_t i = 0; i < 100; ++i) ReadTask(i, 400, progress);
  EXPECT_EQ(observer.total, 100 * kMegabyte + 100 * 400);
}

TEST(DumpProgressTest, ATableThatCompressesWellDoesNotStandForAll) {
  std::vector<CopyTask> tasks;
  AddTable(1, 500000, &tasks);
  for (int i = 0; i < 100; ++i) AddTable(1, 8192, &tasks);
  AddTable(1, 10 * kMegabyte, &tasks);
  AddTable(1, 100 * kMegabyte, &tasks);
  RecordingObserver observer;
  DumpProgress progress(tasks, observer);
  progress.Begin();
  ReadTask(0, 50000000, progress);
  EXPECT_LE(observer.total - observer.done, 111 * kMegabyte);
  ReadTask(101, 500 * kMegabyte, progress);
  EXPECT_LE(observer.total - observer.done, 301 * kMegabyte);
}

TEST(DumpProgressTest, ItEndsAtTheWholeWhateverWasExpected) {
  for (const uint64_t factor : {1, 20}) {
    std::vector<CopyTask> tasks;
    AddTable(5, 3 * kMegabyte, &tasks);
    AddTable(1, 0, &tasks);
    tasks.emplace_back().estimated_bytes = 1000;  // large objects
    tasks.emplace_back().estimated_bytes = 1000;
    RecordingObserver observer;
    DumpProgress progress(tasks, observer);
    progress.Begin();
    for (size_t i = 0; i < tasks.size(); ++i) {
      ReadTask(i, factor * kMegabyte, progress);
    }
    EXPECT_EQ(observer.done, tasks.size() * factor * kMegabyte);
    EXPECT_EQ(observer.total, observer.done);
    EXPECT_DOUBLE_EQ(observer.share, 1);
  }
}

TEST(DumpProgressTest, ATableLargerThanExpectedIsNeverDoneBeforeItsEnd) {
  std::vector<CopyTask> tasks;
  AddTable(1, 2 * kMegabyte, &tasks);
  RecordingObserver observer;
  DumpProgress progress(tasks, observer);
  progress.Begin();
  for (int i = 0; i < 100; ++i) {
    progress.Add(0, kMegabyte);
    EXPECT_GT(observer.total, observer.done);
    EXPECT_LT(observer.share, 0.99);
  }
  progress.Finish(0);
  EXPECT_EQ(observer.total, observer.done);
}

TEST(DumpProgressTest, WhatIsReadAgainCountsOnce) {
  std::vector<CopyTask> tasks;
  AddTable(1, 8 * kMegabyte, &tasks);
  RecordingObserver observer;
  DumpProgress progress(tasks, observer);
  progress.Begin();
  progress.Add(0, 3 * kMegabyte);
  progress.Restart(0);
  progress.Add(0, 2 * kMegabyte);
  EXPECT_EQ(observer.done, 3 * kMegabyte);
  progress.Add(0, 6 * kMegabyte);
  progress.Finish(0);
  EXPECT_EQ(observer.done, 8 * kMegabyte);
}

TEST(DumpProgressTest, ManySmallTablesAreWorkAlthoughTheyHoldLittle) {
  std::vector<CopyTask> tasks;
  for (int i = 0; i < 5000; ++i) AddTable(1, 0, &tasks);
  AddTable(1, kMegabyte, &tasks);
  RecordingObserver observer;
  DumpProgress progress(tasks, observer);
  progress.Begin();
  for (size_t i = 0; i < 2500; ++i) ReadTask(i, 400, progress);
  EXPECT_NEAR(observer.share, 0.5, 0.02);
}

}  // namespace
}  // namespace pgark
