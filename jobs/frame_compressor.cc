#include "jobs/frame_compressor.h"

#include <utility>

#include "base/status_macros.h"

namespace pgark {
namespace {

// More idle buffers than this are given back to the system.
constexpr size_t kMaxIdleBuffers = 16;

}  // namespace

uint64_t RawBytes(const RawBatch& batch) {
  uint64_t bytes = 0;
  for (const RawPart& part : batch) bytes += part.raw.size();
  return bytes;
}

FrameCompressor::FrameCompressor(int thread_count, OrderedFrames& frames)
    : frames_(frames), pool_(std::make_unique<WorkerPool>(thread_count)) {}

FrameCompressor::~FrameCompressor() { pool_.reset(); }

absl::StatusOr<std::unique_ptr<FrameCompressor>> FrameCompressor::Create(
    const CompressionSpec& spec, int thread_count, OrderedFrames& frames) {
  std::unique_ptr<FrameCompressor> compressor(
      new FrameCompressor(thread_count, frames));
  for (int i = 0; i < thread_count; ++i) {
    ASSIGN_OR_RETURN(auto encoder, FrameEncoder::Create(spec));
    MutexLock lock(compressor->mutex_);
    compressor->idle_encoders_.push_back(std::move(encoder));
  }
  return compressor;
}

void FrameCompressor::Submit(size_t task, size_t place, RawBatch batch) {
  // std::function wants a copyable closure.
  auto shared = std::make_shared<RawBatch>(std::move(batch));
  pool_->Submit([this, task, place, shared] {
    absl::StatusOr<EncodedBatch> encoded = Encode(*shared);
    if (!encoded.ok()) {
      frames_.Fail(encoded.status());
      return;
    }
    frames_.Complete(task, place, *std::move(encoded));
  });
}

absl::StatusOr<EncodedBatch> FrameCompressor::Encode(RawBatch& batch) {
  std::unique_ptr<FrameEncoder> encoder;
  {
    // One encoder a thread was made, so there is always one.
    MutexLock lock(mutex_);
    encoder = std::move(idle_encoders_.back());
    idle_encoders_.pop_back();
  }
  EncodedBatch encoded(batch.size());
  absl::Status status;
  for (size_t i = 0; i < batch.size() && status.ok(); ++i) {
    encoded[i].large_object = batch[i].large_object;
    encoded[i].begins_object = batch[i].begins_object;
    status = encoder->Encode(&batch[i].raw, batch[i].rows, &encoded[i].frame);
  }
  MutexLock lock(mutex_);
  idle_encoders_.push_back(std::move(encoder));
  for (RawPart& part : batch) {
    if (buffers_.size() < kMaxIdleBuffers) {
      buffers_.push_back(std::move(part.raw));
    }
  }
  if (!status.ok()) return status;
  return encoded;
}

std::string FrameCompressor::TakeBuffer() {
  MutexLock lock(mutex_);
  if (buffers_.empty()) return {};
  std::string buffer = std::move(buffers_.back());
  buffers_.pop_back();
  buffer.clear();
  return buffer;
}

}  // namespace pgark
