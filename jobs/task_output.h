#ifndef PGARK_JOBS_TASK_OUTPUT_H_
#define PGARK_JOBS_TASK_OUTPUT_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "archive/digest.h"
#include "jobs/frame_compressor.h"
#include "jobs/ordered_frames.h"
#include "jobs/rate_limiter.h"

namespace pgark {

// Where the reader of one task puts its frames. When the connection is lost
// and the task is read again, the frames that were put already are compared
// and dropped: the archive holds every row once, and only rows of one reading.
//
// thread-compatible
class TaskOutput {
 public:
  // All must outlive this object; `limiter` may be null.
  TaskOutput(size_t task, OrderedFrames& frames, FrameCompressor& compressor,
             RateLimiter* limiter = nullptr)
      : task_(task),
        frames_(frames),
        compressor_(compressor),
        limiter_(limiter) {}

  // Gives a frame (or the frames of several large objects) to the compressors;
  // waits while memory is short, or the rate limit is reached. Returns the
  // dump's failure once it has failed, DATA_LOSS when a repeated reading
  // differs from the first.
  absl::Status Put(RawBatch batch);

  // Begins to read the task again, from its first row.
  absl::Status Rewind();
  // The reading has come to its end. Returns DATA_LOSS when a repeated one was
  // shorter than the first.
  absl::Status EndReading() const;

  // Whether anything was put.
  bool has_frames() const { return put_count_ > 0; }

  std::string TakeBuffer() { return compressor_.TakeBuffer(); }

 private:
  const size_t task_;
  OrderedFrames& frames_;
  FrameCompressor& compressor_;
  RateLimiter* const limiter_;
  size_t put_count_ = 0;            // that the archive has or will have
  size_t seen_count_ = 0;           // of this reading
  std::vector<Digest128> digests_;  // of what the former reading put
};

}  // namespace pgark

#endif  // PGARK_JOBS_TASK_OUTPUT_H_
