#ifndef PGARK_JOBS_ORDERED_FRAMES_H_
#define PGARK_JOBS_ORDERED_FRAMES_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "archive/digest.h"
#include "archive/dump_id.h"
#include "archive/frame_encoder.h"
#include "base/mutex.h"

namespace pgark {

// One frame of a table (large_object 0), or of a large object.
struct EncodedPart {
  Oid large_object = 0;
  // The first frame of its large object.
  bool begins_object = false;
  EncodedFrame frame;
};
// What is compressed together and written together.
using EncodedBatch = std::vector<EncodedPart>;

// The digest of a batch's raw contents, from those of its parts.
class BatchDigester {
 public:
  void Add(Oid large_object, const Digest128& raw_digest);
  Digest128 Get() const { return stream_.Get(); }

 private:
  DigestStream stream_;
};

// Where the workers' frames wait until it is their turn: made in any order,
// written in the order of tasks.
//
// Memory: the batches under way, raw or compressed, stay below a bound. The
// task that is being written (the head) has a share of its own, so it never
// waits for the others; they wait for it. Since tasks are begun in order, the
// head is always at work, and nothing can get stuck.
//
// thread-safe
class OrderedFrames {
 public:
  // `max_bytes` for all tasks but the head, which gets `max_head_bytes`. Of all
  // together at most `max_raw_bytes` (and one batch) wait for the compressors:
  // to read further ahead of them would win nothing but page faults.
  OrderedFrames(size_t task_count, uint64_t max_bytes, uint64_t max_head_bytes,
                uint64_t max_raw_bytes = ~uint64_t{0});
  OrderedFrames(const OrderedFrames&) = delete;
  OrderedFrames& operator=(const OrderedFrames&) = delete;

  // For workers. Waits until there is room for `raw_bytes` more of `task`, and
  // reserves the task's next place. Returns the place, or nothing once the
  // dump has failed.
  std::optional<size_t> Reserve(size_t task, uint64_t raw_bytes);
  // For compressors: fills a reserved place.
  void Complete(size_t task, size_t place, EncodedBatch batch);
  // For workers: no more places will be reserved for the task.
  void FinishTask(size_t task);
  // For a worker that has to read a task again: waits until all its reserved
  // places are filled and returns the digests of their raw bytes. Nothing
  // once the dump has failed.
  std::optional<std::vector<Digest128>> DigestsOf(size_t task);

  // For the writer: the next batch of the head; nothing at the task's end.
  // Call EndTask() then. Check status() for a failure.
  std::optional<EncodedBatch> Next();
  // The next task becomes the head.
  void EndTask();

  // For the leader: waits until the head is one of the tasks handed to it
  // (HandToLeader), and returns it; nothing when all tasks are written or the
  // dump has failed.
  std::optional<size_t> NextForLeader();
  void HandToLeader(size_t task);

  // Ends everything: all waiting calls return. The first failure counts.
  void Fail(absl::Status status);
  absl::Status status() const;

 private:
  struct Place {
    bool filled = false;
    uint64_t weight = 0;  // raw bytes until filled, stored bytes behind it
    EncodedBatch batch;
    Digest128 digest;
  };
  struct Task {
    std::deque<Place> places;  // written ones are popped
    size_t written = 0;        // how many were popped
    size_t open = 0;           // reserved, not filled
    uint64_t weight = 0;
    std::vector<Digest128> digests;  // of places that were popped
    bool finished = false;
    bool for_leader = false;
  };

  bool HasRoom(size_t task) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void NotifyEverybody() {
    head_changed_.NotifyAll();
    room_changed_.NotifyAll();
    leader_wakes_.NotifyAll();
  }
  bool Failed() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return !status_.ok();
  }

  const uint64_t max_bytes_;
  const uint64_t max_head_bytes_;
  const uint64_t max_raw_bytes_;
  mutable Mutex mutex_;
  // One for each kind of waiting, so that a frame does not wake everybody.
  CondVar head_changed_;  // the writer: a batch of the head, its end
  CondVar room_changed_;  // workers: room, places filled
  CondVar leader_wakes_;  // the leader: another head, a task handed over
  std::vector<Task> tasks_ ABSL_GUARDED_BY(mutex_);
  size_t head_ ABSL_GUARDED_BY(mutex_) = 0;
  uint64_t weight_ ABSL_GUARDED_BY(mutex_) = 0;
  uint64_t raw_weight_ ABSL_GUARDED_BY(mutex_) = 0;  // reserved, not filled
  absl::Status status_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace pgark

#endif  // PGARK_JOBS_ORDERED_FRAMES_H_
