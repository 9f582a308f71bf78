#include "base/worker_pool.h"

#include <atomic>

#include "gtest/gtest.h"

namespace pgark {
namespace {

TEST(WorkerPoolTest, RunsEverythingBeforeItIsDestroyed) {
  std::atomic<int> sum = 0;
  {
    WorkerPool pool(3);
    for (int i = 1; i <= 100; ++i) {
      pool.Submit([&sum, i] { sum += i; });
    }
  }
  EXPECT_EQ(sum, 5050);
}

}  // namespace
}  // namespace pgark
