#ifndef PGARK_BASE_BYTE_SINK_H_
#define PGARK_BASE_BYTE_SINK_H_

#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace pgark {

// Where bytes are written, front to back; some sinks can also change what was
// written before (an archive's offsets are known only after its data).
//
// thread-compatible
class ByteSink {
 public:
  virtual ~ByteSink() = default;

  // Writes all of `bytes`. After an error nothing more may be written.
  virtual absl::Status Append(absl::string_view bytes) = 0;
  // Whether PatchAt() works: a regular file, not a pipe or device.
  virtual bool can_patch() const = 0;
  // Overwrites bytes that were appended before.
  // REQUIRES: can_patch(), offset + bytes.size() <= position().
  virtual absl::Status PatchAt(uint64_t offset, absl::string_view bytes) = 0;
  // The number of bytes appended so far.
  virtual uint64_t position() const = 0;
};

// Collects in memory: for small outputs and for tests.
class StringSink : public ByteSink {
 public:
  // `patchable` = false behaves as a pipe does.
  explicit StringSink(bool patchable = true) : patchable_(patchable) {}

  absl::Status Append(absl::string_view bytes) override {
    data_.append(bytes.data(), bytes.size());
    return absl::OkStatus();
  }
  bool can_patch() const override { return patchable_; }
  absl::Status PatchAt(uint64_t offset, absl::string_view bytes) override {
    if (!patchable_ || offset + bytes.size() > data_.size()) {
      return absl::FailedPreconditionError("cannot patch there");
    }
    data_.replace(offset, bytes.size(), bytes.data(), bytes.size());
    return absl::OkStatus();
  }
  uint64_t position() const override { return data_.size(); }

  const std::string& data() const { return data_; }
  std::string TakeData() { return std::move(data_); }

 private:
  const bool patchable_;
  std::string data_;
};

}  // namespace pgark

#endif  // PGARK_BASE_BYTE_SINK_H_
