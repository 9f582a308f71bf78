#ifndef PGARK_ARCHIVE_PRIMITIVE_CODEC_H_
#define PGARK_ARCHIVE_PRIMITIVE_CODEC_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "archive/archive_input.h"
#include "archive/data_offset.h"
#include "archive/read_limits.h"

namespace pgark {

// The sizes that a header names and we read (docs/archive-format.md, "Numbers
// and strings"). Every writer of today uses 4 and 8.
inline constexpr int kMaxIntegerBytes = 8;
inline constexpr int kMaxOffsetBytes = 16;

// Appends the format's numbers and strings to a byte string. The first value
// that has no encoding is remembered; status() tells it at the end.
//
// thread-compatible
class PrimitiveEncoder {
 public:
  PrimitiveEncoder(int integer_bytes, int offset_bytes, std::string* out)
      : integer_bytes_(integer_bytes), offset_bytes_(offset_bytes), out_(out) {}

  void Octet(uint8_t value) { out_->push_back(static_cast<char>(value)); }
  // A sign octet and the magnitude. INVALID_ARGUMENT when it does not fit.
  void Int(int64_t value);
  // INVALID_ARGUMENT for a NUL octet inside or for 2^31 octets and more.
  void String(absl::string_view text);
  // Nothing is stored as NULL.
  void NullableString(const std::optional<std::string>& text);
  void Null() { Int(-1); }
  void Offset(const DataOffset& offset);

  const absl::Status& status() const { return status_; }

 private:
  const int integer_bytes_;
  const int offset_bytes_;
  std::string* const out_;
  absl::Status status_;
};

// Reads them back, strictly: what no writer writes is DATA_LOSS with the
// offset of the value's first octet.
//
// thread-compatible
class PrimitiveDecoder {
 public:
  // `input` and `limits` must outlive this.
  PrimitiveDecoder(ArchiveInput& input, int integer_bytes, int offset_bytes,
                   const ReadLimits& limits)
      : input_(input),
        integer_bytes_(integer_bytes),
        offset_bytes_(offset_bytes),
        limits_(limits) {}

  absl::StatusOr<uint8_t> Octet();
  // Within int32_t.
  absl::StatusOr<int32_t> Int();
  // Nothing for NULL.
  absl::StatusOr<std::optional<std::string>> String();
  // DATA_LOSS for NULL; `what` names the field.
  absl::StatusOr<std::string> RequiredString(absl::string_view what);
  absl::StatusOr<DataOffset> Offset();

 private:
  ArchiveInput& input_;
  const int integer_bytes_;
  const int offset_bytes_;
  const ReadLimits& limits_;
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_PRIMITIVE_CODEC_H_
