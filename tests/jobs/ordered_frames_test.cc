#include "jobs/ordered_frames.h"

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

EncodedBatch Batch(const std::string& stored) {
  EncodedBatch batch(1);
  batch[0].frame.stored = stored;
  batch[0].frame.raw_digest = ComputeDigest128(stored);
  return batch;
}

// Reads everything as the writer of an archive does.
std::string WriteAll(OrderedFrames& frames, size_t task_count) {
  std::string written;
  for (size_t task = 0; task < task_count; ++task) {
    while (auto batch = frames.Next()) {
      for (const EncodedPart& part : *batch) written += part.frame.stored;
    }
    if (!frames.status().ok()) break;
    written += '|';
    frames.EndTask();
  }
  return written;
}

TEST(OrderedFramesTest, WritesInTaskOrderWhateverTheOrderOfCompletion) {
  OrderedFrames frames(2, 1000, 1000);
  const size_t c = *frames.Reserve(1, 1);
  const size_t a = *frames.Reserve(0, 1);
  const size_t b = *frames.Reserve(0, 1);
  frames.Complete(1, c, Batch("c"));
  frames.Complete(0, b, Batch("b"));
  frames.Complete(0, a, Batch("a"));
  frames.FinishTask(1);
  frames.FinishTask(0);
  EXPECT_EQ(WriteAll(frames, 2), "ab|c|");
}

TEST(OrderedFramesTest, TheHeadGoesOnWhileOthersWaitForMemory) {
  constexpr uint64_t kBound = 10;
  OrderedFrames frames(2, kBound, kBound);
  frames.Complete(1, *frames.Reserve(1, kBound), Batch("0123456789"));
  std::atomic<bool> second_got_room = false;
  std::thread second([&] {
    const auto place = frames.Reserve(1, 1);
    ASSERT_TRUE(place.has_value());
    second_got_room = true;
    frames.Complete(1, *place, Batch("x"));
    frames.FinishTask(1);
  });
  // The bound is used up by task 1, and still the head gets a place at once.
  frames.Complete(0, *frames.Reserve(0, kBound), Batch("head"));
  EXPECT_FALSE(second_got_room);
  frames.FinishTask(0);
  EXPECT_EQ(WriteAll(frames, 2), "head|0123456789x|");
  second.join();
}

TEST(OrderedFramesTest, AFailureWakesEverybodyAndTheFirstOneCounts) {
  OrderedFrames frames(3, 1, 1);
  frames.Complete(1, *frames.Reserve(1, 1), Batch("b"));
  std::thread producer([&] { EXPECT_EQ(frames.Reserve(2, 1), std::nullopt); });
  std::thread writer([&] { EXPECT_EQ(frames.Next(), std::nullopt); });
  std::thread leader([&] { EXPECT_EQ(frames.NextForLeader(), std::nullopt); });
  frames.Fail(absl::DataLossError("first"));
  frames.Fail(absl::InternalError("second"));
  producer.join();
  writer.join();
  leader.join();
  EXPECT_THAT(frames.status(), StatusIs(absl::StatusCode::kDataLoss));
}

TEST(OrderedFramesTest, TheLeaderGetsATaskOnlyWhenItsTurnHasCome) {
  OrderedFrames frames(2, 1000, 1000);
  frames.HandToLeader(1);
  frames.FinishTask(0);
  std::atomic<bool> got = false;
  std::thread leader([&] {
    EXPECT_EQ(frames.NextForLeader(), 1u);
    got = true;
    frames.FinishTask(1);
    EXPECT_EQ(frames.NextForLeader(), std::nullopt);
  });
  EXPECT_FALSE(got);
  EXPECT_EQ(WriteAll(frames, 2), "||");
  leader.join();
}

TEST(OrderedFramesTest, RemembersTheDigestsOfWhatWasWrittenToo) {
  OrderedFrames frames(1, 1000, 1000);
  frames.Complete(0, *frames.Reserve(0, 1), Batch("a"));
  ASSERT_TRUE(frames.Next().has_value());
  frames.Complete(0, *frames.Reserve(0, 1), Batch("b"));
  const auto digests = frames.DigestsOf(0);
  ASSERT_TRUE(digests.has_value());
  ASSERT_EQ(digests->size(), 2u);
  EXPECT_NE((*digests)[0], (*digests)[1]);
}

}  // namespace
}  // namespace pgark
