#include "jobs/frame_compressor.h"

#include <utility>

#include "base/status_macros.h"

namespace pgark {
namespace {

// More idle memory than this, in each of two pools, is given back to the
// system. Buffers below the least are not worth the list.
constexpr size_t kMaxIdleBytes = size_t{24} << 20;
constexpr size_t kLeastBufferBytes = size_t{64} << 10;

// What is compressed by the thread that has read it.
constexpr uint64_t kSmallBatchBytes = uint64_t{16} << 10;

}  // namespace

uint64_t RawBytes(const RawBatch& batch) {
  uint64_t bytes = 0;
  for (const RawPart& part : batch) bytes += part.raw.size();
  return bytes;
}

std::string FrameCompressor::BufferPool::Take() {
  if (buffers_.empty()) return {};
  std::string buffer = std::move(buffers_.back());
  buffers_.pop_back();
  bytes_ -= buffer.capacity();
  buffer.clear();
  return buffer;
}

void FrameCompressor::BufferPool::Give(std::string buffer) {
  const size_t bytes = buffer.capacity();
  if (bytes < kLeastBufferBytes || bytes_ + bytes > kMaxIdleBytes) return;
  bytes_ += bytes;
  buffers_.push_back(std::move(buffer));
}

FrameCompressor::FrameCompressor(const CompressionSpec& spec, int thread_count,
                                 OrderedFrames& frames)
    : spec_(spec),
      stores_raw_bytes_(spec.method == CompressionMethod::kNone),
      frames_(frames),
      pool_(std::make_unique<WorkerPool>(thread_count)) {}

FrameCompressor::~FrameCompressor() { pool_.reset(); }

absl::StatusOr<std::unique_ptr<FrameCompressor>> FrameCompressor::Create(
    const CompressionSpec& spec, int thread_count, OrderedFrames& frames) {
  std::unique_ptr<FrameCompressor> compressor(
      new FrameCompressor(spec, thread_count, frames));
  ASSIGN_OR_RETURN(auto encoder, compressor->TakeEncoder());
  MutexLock lock(compressor->mutex_);
  compressor->idle_encoders_.push_back(std::move(encoder));
  return compressor;
}

void FrameCompressor::Submit(size_t task, size_t place, RawBatch batch) {
  if (RawBytes(batch) <= kSmallBatchBytes) {
    EncodeInto(task, place, batch);
    return;
  }
  // std::function wants a copyable closure.
  auto shared = std::make_shared<RawBatch>(std::move(batch));
  pool_->Submit(
      [this, task, place, shared] { EncodeInto(task, place, *shared); });
}

void FrameCompressor::EncodeInto(size_t task, size_t place, RawBatch& batch) {
  absl::StatusOr<EncodedBatch> encoded = Encode(batch);
  if (!encoded.ok()) {
    frames_.Fail(encoded.status());
    return;
  }
  frames_.Complete(task, place, *std::move(encoded));
}

// As many are made as are used at once.
absl::StatusOr<std::unique_ptr<FrameEncoder>> FrameCompressor::TakeEncoder() {
  {
    MutexLock lock(mutex_);
    if (!idle_encoders_.empty()) {
      auto encoder = std::move(idle_encoders_.back());
      idle_encoders_.pop_back();
      return encoder;
    }
  }
  return FrameEncoder::Create(spec_);
}

absl::StatusOr<EncodedBatch> FrameCompressor::Encode(RawBatch& batch) {
  ASSIGN_OR_RETURN(auto encoder, TakeEncoder());
  EncodedBatch encoded(batch.size());
  if (!stores_raw_bytes_ && RawBytes(batch) > kSmallBatchBytes) {
    MutexLock lock(mutex_);
    encoded.front().frame.stored = stored_buffers_.Take();
  }
  absl::Status status;
  for (size_t i = 0; i < batch.size() && status.ok(); ++i) {
    encoded[i].large_object = batch[i].large_object;
    encoded[i].begins_object = batch[i].begins_object;
    status = encoder->Encode(&batch[i].raw, batch[i].rows, &encoded[i].frame);
  }
  MutexLock lock(mutex_);
  idle_encoders_.push_back(std::move(encoder));
  for (RawPart& part : batch) raw_buffers_.Give(std::move(part.raw));
  if (!status.ok()) return status;
  return encoded;
}

std::string FrameCompressor::TakeBuffer() {
  MutexLock lock(mutex_);
  return raw_buffers_.Take();
}

void FrameCompressor::Recycle(EncodedBatch batch) {
  MutexLock lock(mutex_);
  BufferPool& buffers = stores_raw_bytes_ ? raw_buffers_ : stored_buffers_;
  for (EncodedPart& part : batch) buffers.Give(std::move(part.frame.stored));
}

}  // namespace pgark
