#ifndef PGARK_BASE_WORKER_POOL_H_
#define PGARK_BASE_WORKER_POOL_H_

#include <cstddef>
#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "base/mutex.h"

namespace pgark {

// A fixed number of threads that run closures in the order they were given.
// The queue has no bound: whoever submits bounds what is under way.
//
// thread-safe
class WorkerPool {
 public:
  // REQUIRES: thread_count >= 1.
  explicit WorkerPool(int thread_count);
  // Runs what was submitted, then joins the threads.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // `work` runs on one of the threads. It must not throw, and must not wait
  // for work that is submitted later.
  void Submit(std::function<void()> work);

 private:
  void Run();

  Mutex mutex_;
  CondVar changed_;
  std::deque<std::function<void()>> work_ ABSL_GUARDED_BY(mutex_);
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;  // constant after construction
};

}  // namespace pgark

#endif  // PGARK_BASE_WORKER_POOL_H_
