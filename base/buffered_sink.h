#ifndef PGARK_BASE_BUFFERED_SINK_H_
#define PGARK_BASE_BUFFERED_SINK_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "base/byte_sink.h"
#include "base/status_macros.h"

namespace pgark {

// Collects what is written in small parts, and gives it to another sink in
// larger ones. What was not flushed is lost with the object.
//
// thread-compatible
class BufferedSink : public ByteSink {
 public:
  // `sink` must outlive this object and is not used by others meanwhile.
  explicit BufferedSink(ByteSink& sink) : sink_(sink) {}
  BufferedSink(const BufferedSink&) = delete;
  BufferedSink& operator=(const BufferedSink&) = delete;

  // A failure may be that of something appended before.
  absl::Status Append(absl::string_view bytes) override {
    if (buffer_.size() + bytes.size() > kBufferBytes) RETURN_IF_ERROR(Flush());
    if (bytes.size() >= kBufferBytes) return sink_.Append(bytes);
    buffer_.append(bytes.data(), bytes.size());
    return absl::OkStatus();
  }
  bool can_patch() const override { return sink_.can_patch(); }
  absl::Status PatchAt(uint64_t offset, absl::string_view bytes) override {
    RETURN_IF_ERROR(Flush());
    return sink_.PatchAt(offset, bytes);
  }
  uint64_t position() const override {
    return sink_.position() + buffer_.size();
  }

  // Gives on all that was appended so far.
  absl::Status Flush() {
    if (buffer_.empty()) return absl::OkStatus();
    absl::Status status = sink_.Append(buffer_);
    buffer_.clear();
    return status;
  }

 private:
  static constexpr size_t kBufferBytes = size_t{64} << 10;

  ByteSink& sink_;
  std::string buffer_;
};

}  // namespace pgark

#endif  // PGARK_BASE_BUFFERED_SINK_H_
