#ifndef PGARK_JOBS_RATE_LIMITER_H_
#define PGARK_JOBS_RATE_LIMITER_H_

#include <chrono>
#include <cstdint>

#include "absl/functional/function_ref.h"
#include "base/mutex.h"

namespace pgark {

// Keeps the readers of a dump below so many bytes a second, all together, so
// that the server has something left for others. Who has read too much sleeps
// and does not read on, so the server waits with its sending.
//
// thread-safe
class RateLimiter {
 public:
  // 0 = no limit.
  explicit RateLimiter(uint64_t bytes_per_second)
      : bytes_per_second_(bytes_per_second) {}

  // Counts `bytes` that have been read, and sleeps until they were due.
  // `must_end` is asked some times a second and ends the sleep.
  void Take(uint64_t bytes, absl::FunctionRef<bool()> must_end);

 private:
  using Clock = std::chrono::steady_clock;

  const uint64_t bytes_per_second_;
  Mutex mutex_;
  // When the next byte is due. Time in which nothing was read is not saved up.
  Clock::time_point due_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace pgark

#endif  // PGARK_JOBS_RATE_LIMITER_H_
