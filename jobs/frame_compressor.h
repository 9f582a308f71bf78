#ifndef PGARK_JOBS_FRAME_COMPRESSOR_H_
#define PGARK_JOBS_FRAME_COMPRESSOR_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "archive/compression_spec.h"
#include "archive/frame_encoder.h"
#include "base/mutex.h"
#include "base/worker_pool.h"
#include "jobs/ordered_frames.h"

namespace pgark {

// A frame before it is compressed.
struct RawPart {
  Oid large_object = 0;
  bool begins_object = false;
  std::string raw{};
  uint64_t rows = 0;
};
using RawBatch = std::vector<RawPart>;

uint64_t RawBytes(const RawBatch& batch);

// The pool of threads that turns raw frames into stored ones and puts them
// into their places. It serves all connections: receiving and compressing are
// different threads.
//
// thread-safe
class FrameCompressor {
 public:
  // `frames` must outlive the compressor. Returns INVALID_ARGUMENT for a spec
  // that no codec has.
  static absl::StatusOr<std::unique_ptr<FrameCompressor>> Create(
      const CompressionSpec& spec, int thread_count, OrderedFrames& frames);

  // Waits for what was submitted.
  ~FrameCompressor();

  // `place` was reserved for `task`. A small batch is done when it returns: for
  // those of small tables, waking another thread costs more than compressing.
  void Submit(size_t task, size_t place, RawBatch batch);

  // Returns an empty string with the memory of a frame that is done, so that
  // megabytes need not be mapped anew for each frame.
  std::string TakeBuffer();
  // Gives back the memory of frames that have been written.
  void Recycle(EncodedBatch batch);

 private:
  // Strings whose memory waits for the next frame.
  class BufferPool {
   public:
    std::string Take();
    void Give(std::string buffer);

   private:
    std::vector<std::string> buffers_;
    size_t bytes_ = 0;
  };

  FrameCompressor(const CompressionSpec& spec, int thread_count,
                  OrderedFrames& frames);

  void EncodeInto(size_t task, size_t place, RawBatch& batch);
  absl::StatusOr<EncodedBatch> Encode(RawBatch& batch);
  absl::StatusOr<std::unique_ptr<FrameEncoder>> TakeEncoder();

  const CompressionSpec spec_;
  // Without compression the raw bytes are what is stored.
  const bool stores_raw_bytes_;
  OrderedFrames& frames_;
  Mutex mutex_;
  std::vector<std::unique_ptr<FrameEncoder>> idle_encoders_
      ABSL_GUARDED_BY(mutex_);
  BufferPool raw_buffers_ ABSL_GUARDED_BY(mutex_);
  BufferPool stored_buffers_ ABSL_GUARDED_BY(mutex_);
  std::unique_ptr<WorkerPool> pool_;  // last: its threads use all above
};

}  // namespace pgark

#endif  // PGARK_JOBS_FRAME_COMPRESSOR_H_
