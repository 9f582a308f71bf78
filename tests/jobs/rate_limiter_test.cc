#include "jobs/rate_limiter.h"

#include <chrono>
#include <thread>

#include "gtest/gtest.h"

namespace pgark {
namespace {

using Clock = std::chrono::steady_clock;

double SecondsSince(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

bool Never() { return false; }

TEST(RateLimiterTest, WithoutALimitNobodySleeps) {
  RateLimiter limiter(0);
  const auto begin = Clock::now();
  limiter.Take(uint64_t{1} << 50, Never);
  EXPECT_LT(SecondsSince(begin), 5);
}

TEST(RateLimiterTest, AllReadersTogetherStayBelowTheRate) {
  RateLimiter limiter(1000000);
  const auto begin = Clock::now();
  std::thread other([&limiter] {
    for (int i = 0; i < 10; ++i) limiter.Take(10000, Never);
  });
  for (int i = 0; i < 10; ++i) limiter.Take(10000, Never);
  other.join();
  EXPECT_GE(SecondsSince(begin), 0.19);
}

TEST(RateLimiterTest, TimeWithoutReadingIsNotSavedUp) {
  RateLimiter limiter(1000000);
  limiter.Take(1, Never);
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  const auto begin = Clock::now();
  limiter.Take(100000, Never);
  EXPECT_GE(SecondsSince(begin), 0.09);
}

TEST(RateLimiterTest, TheEndOfTheJobEndsTheSleep) {
  RateLimiter limiter(1);
  const auto begin = Clock::now();
  limiter.Take(1000000, [begin] { return SecondsSince(begin) > 0.1; });
  EXPECT_LT(SecondsSince(begin), 60);
}

}  // namespace
}  // namespace pgark
