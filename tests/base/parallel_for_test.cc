#include "base/parallel_for.h"

#include <atomic>
#include <vector>

#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

TEST(ParallelForTest, EveryNumberIsTakenOnce) {
  for (const int threads : {1, 4}) {
    std::vector<std::atomic<int>> calls(100);
    EXPECT_OK(ParallelFor(threads, calls.size(), [&calls](size_t i) {
      ++calls[i];
      return absl::OkStatus();
    }));
    for (const std::atomic<int>& count : calls) EXPECT_EQ(count, 1);
  }
}

TEST(ParallelForTest, NothingToDoIsDone) {
  EXPECT_OK(
      ParallelFor(3, 0, [](size_t) { return absl::InternalError("called"); }));
}

TEST(ParallelForTest, AFailureEndsTheLoop) {
  std::atomic<int> calls = 0;
  const absl::Status status = ParallelFor(1, 100, [&calls](size_t i) {
    ++calls;
    return i == 3 ? absl::DataLossError("three") : absl::OkStatus();
  });
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_EQ(calls, 4);
}

}  // namespace
}  // namespace pgark
