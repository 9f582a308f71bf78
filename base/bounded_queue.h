#ifndef PGARK_BASE_BOUNDED_QUEUE_H_
#define PGARK_BASE_BOUNDED_QUEUE_H_

#include <cstddef>
#include <deque>
#include <optional>
#include <utility>

#include "base/mutex.h"

namespace pgark {

// A first-in first-out queue between threads whose bound is a weight (bytes,
// usually), not a count. An item heavier than the bound passes when the queue
// is empty, so nothing ever gets stuck.
//
// thread-safe
template <typename T>
class BoundedQueue {
 public:
  explicit BoundedQueue(size_t max_weight) : max_weight_(max_weight) {}
  BoundedQueue(const BoundedQueue&) = delete;
  BoundedQueue& operator=(const BoundedQueue&) = delete;

  // Waits until there is room. Returns false, dropping `item`, once the queue
  // is closed.
  bool Push(T item, size_t weight) {
    MutexLock lock(mutex_);
    while (!closed_ && !items_.empty() && weight_ + weight > max_weight_) {
      room_.Wait(mutex_);
    }
    if (closed_) return false;
    weight_ += weight;
    items_.emplace_back(std::move(item), weight);
    filled_.NotifyOne();
    return true;
  }

  // Waits for an item. Returns nothing once the queue is closed and drained.
  std::optional<T> Pop() {
    MutexLock lock(mutex_);
    while (!closed_ && items_.empty()) filled_.Wait(mutex_);
    if (items_.empty()) return std::nullopt;
    std::pair<T, size_t> front = std::move(items_.front());
    items_.pop_front();
    weight_ -= front.second;
    room_.NotifyAll();
    return std::move(front.first);
  }

  // No more pushes; what is in the queue can still be popped.
  void Close() {
    MutexLock lock(mutex_);
    closed_ = true;
    room_.NotifyAll();
    filled_.NotifyAll();
  }

  // Closes and drops what is in the queue: for failures.
  void Abandon() {
    MutexLock lock(mutex_);
    closed_ = true;
    items_.clear();
    weight_ = 0;
    room_.NotifyAll();
    filled_.NotifyAll();
  }

 private:
  const size_t max_weight_;
  Mutex mutex_;
  CondVar room_;
  CondVar filled_;
  std::deque<std::pair<T, size_t>> items_ ABSL_GUARDED_BY(mutex_);
  size_t weight_ ABSL_GUARDED_BY(mutex_) = 0;
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace pgark

#endif  // PGARK_BASE_BOUNDED_QUEUE_H_
