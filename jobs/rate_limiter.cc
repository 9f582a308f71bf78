#include "jobs/rate_limiter.h"

#include <algorithm>
#include <thread>

namespace pgark {
namespace {

constexpr std::chrono::milliseconds kLongestSleep{50};

}  // namespace

void RateLimiter::Take(uint64_t bytes, absl::FunctionRef<bool()> must_end) {
  if (bytes_per_second_ == 0) return;
  const std::chrono::duration<double> cost(
      static_cast<double>(bytes) / static_cast<double>(bytes_per_second_));
  Clock::time_point due;
  {
    MutexLock lock(mutex_);
    due_ = std::max(due_, Clock::now()) +
           std::chrono::duration_cast<Clock::duration>(cost);
    due = due_;
  }
  for (auto now = Clock::now(); now < due && !must_end(); now = Clock::now()) {
    std::this_thread::sleep_for(
        std::min<Clock::duration>(kLongestSleep, due - now));
  }
}

}  // namespace pgark
