#include "base/parallel_for.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "base/mutex.h"
#include "base/worker_pool.h"

namespace pgark {
namespace {

// What the threads share.
class Progress {
 public:
  explicit Progress(size_t count) : count_(count) {}

  void Run(absl::FunctionRef<absl::Status(size_t)> work) {
    while (!failed_) {
      const size_t number = next_++;
      if (number >= count_) return;
      absl::Status status = work(number);
      if (!status.ok()) Fail(number, std::move(status));
    }
  }

  absl::Status TakeStatus() {
    MutexLock lock(mutex_);
    return std::move(status_);
  }

 private:
  void Fail(size_t number, absl::Status status) {
    failed_ = true;
    MutexLock lock(mutex_);
    if (!status_.ok() && failed_number_ < number) return;
    failed_number_ = number;
    status_ = std::move(status);
  }

  const size_t count_;
  std::atomic<size_t> next_ = 0;
  std::atomic<bool> failed_ = false;
  Mutex mutex_;
  absl::Status status_ ABSL_GUARDED_BY(mutex_);
  size_t failed_number_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace

absl::Status ParallelFor(int thread_count, size_t count,
                         absl::FunctionRef<absl::Status(size_t)> work) {
  Progress progress(count);
  const int threads = thread_count < 1
                          ? 1
                          : static_cast<int>(std::min<size_t>(
                                static_cast<size_t>(thread_count), count));
  if (threads <= 1) {
    progress.Run(work);
    return progress.TakeStatus();
  }
  {
    WorkerPool pool(threads);
    for (int i = 0; i < threads; ++i) {
      pool.Submit([&progress, work] { progress.Run(work); });
    }
  }
  return progress.TakeStatus();
}

}  // namespace pgark
