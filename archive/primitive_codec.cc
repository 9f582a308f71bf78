#include "archive/primitive_codec.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/byte_order.h"
#include "base/status_context.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

constexpr uint64_t kMaxMagnitude = 0x7fffffff;  // negative: one more

absl::Status Damaged(uint64_t offset, absl::string_view what) {
  return WithOffset(absl::DataLossError(what), offset);
}

// Returns the number in `count` octets, or nothing when it needs more than 64
// bits.
std::optional<uint64_t> DecodeMagnitude(absl::string_view octets) {
  for (size_t i = 8; i < octets.size(); ++i) {
    if (octets[i] != 0) return std::nullopt;
  }
  return DecodeLittleEndian(
      octets.data(), static_cast<int>(std::min<size_t>(octets.size(), 8)));
}

}  // namespace

void PrimitiveEncoder::Int(int64_t value) {
  const uint64_t magnitude = value < 0
                                 ? uint64_t{0} - static_cast<uint64_t>(value)
                                 : static_cast<uint64_t>(value);
  const bool fits =
      magnitude <= kMaxMagnitude + (value < 0 ? 1 : 0) &&
      (integer_bytes_ >= 8 || magnitude < (uint64_t{1} << 8 * integer_bytes_));
  if (!fits && status_.ok()) {
    status_ = absl::InvalidArgumentError(absl::StrCat(
        "the number ", value, " does not fit ", integer_bytes_, " octets"));
  }
  Octet(value < 0 ? 1 : 0);
  AppendLittleEndian(magnitude, integer_bytes_, out_);
}

void PrimitiveEncoder::String(absl::string_view text) {
  if (status_.ok() && text.find('\0') != absl::string_view::npos) {
    status_ = absl::InvalidArgumentError("a text holds a NUL octet");
  }
  Int(static_cast<int64_t>(text.size()));
  out_->append(text.data(), text.size());
}

void PrimitiveEncoder::NullableString(const std::optional<std::string>& text) {
  if (text.has_value()) {
    String(*text);
  } else {
    Null();
  }
}

void PrimitiveEncoder::Offset(const DataOffset& offset) {
  const uint64_t position = offset.position;
  if (status_.ok() && offset_bytes_ < 8 &&
      position >= (uint64_t{1} << 8 * offset_bytes_)) {
    status_ = absl::InvalidArgumentError(absl::StrCat(
        "the offset ", position, " does not fit ", offset_bytes_, " octets"));
  }
  Octet(static_cast<uint8_t>(offset.state));
  for (int i = 0; i < offset_bytes_; ++i) {
    Octet(i < 8 ? static_cast<uint8_t>(position >> (8 * i)) : 0);
  }
}

absl::StatusOr<uint8_t> PrimitiveDecoder::Octet() {
  ASSIGN_OR_RETURN(const absl::string_view octet, input_.ReadExact(1));
  return static_cast<uint8_t>(octet[0]);
}

absl::StatusOr<int32_t> PrimitiveDecoder::Int() {
  const uint64_t begin = input_.position();
  ASSIGN_OR_RETURN(const absl::string_view octets,
                   input_.ReadExact(1 + static_cast<size_t>(integer_bytes_)));
  const auto sign = static_cast<uint8_t>(octets[0]);
  if (sign > 1) {
    return Damaged(begin, absl::StrCat("a number's sign octet is ", sign));
  }
  const std::optional<uint64_t> magnitude = DecodeMagnitude(octets.substr(1));
  if (!magnitude.has_value() || *magnitude > kMaxMagnitude + sign) {
    return Damaged(begin, "a number is beyond 32 bits");
  }
  if (sign == 1 && *magnitude == 0) {
    return Damaged(begin, "a number is a negative zero");
  }
  const auto value = static_cast<int64_t>(*magnitude);
  return static_cast<int32_t>(sign == 1 ? -value : value);
}

absl::StatusOr<std::optional<std::string>> PrimitiveDecoder::String() {
  const uint64_t begin = input_.position();
  ASSIGN_OR_RETURN(const int32_t length, Int());
  std::optional<std::string> text;
  if (length == -1) return text;
  if (length < 0) {
    return Damaged(begin, absl::StrCat("a text's length is ", length));
  }
  const auto bytes = static_cast<uint64_t>(length);
  if (bytes > input_.remaining()) {
    return Damaged(begin, absl::StrCat("a text's length is ", length, ", but ",
                                       input_.remaining(),
                                       " octets are left in the file"));
  }
  if (bytes > limits_.max_string_bytes) {
    return WithOffset(absl::ResourceExhaustedError(
                          absl::StrCat("a text has ", length,
                                       " octets, more than the limit "
                                       "of ",
                                       limits_.max_string_bytes)),
                      begin);
  }
  text.emplace();
  RETURN_IF_ERROR(input_.ReadString(bytes, &*text));
  const size_t nul = text->find('\0');
  if (nul != std::string::npos) {
    return Damaged(input_.position() - bytes + nul, "a text holds a NUL octet");
  }
  return text;
}

absl::StatusOr<std::string> PrimitiveDecoder::RequiredString(
    absl::string_view what) {
  const uint64_t begin = input_.position();
  ASSIGN_OR_RETURN(std::optional<std::string> text, String());
  if (!text.has_value()) return Damaged(begin, absl::StrCat(what, " is NULL"));
  return *std::move(text);
}

absl::StatusOr<DataOffset> PrimitiveDecoder::Offset() {
  const uint64_t begin = input_.position();
  ASSIGN_OR_RETURN(const absl::string_view octets,
                   input_.ReadExact(1 + static_cast<size_t>(offset_bytes_)));
  const auto state = static_cast<uint8_t>(octets[0]);
  if (state < static_cast<uint8_t>(DataOffsetState::kNotSet) ||
      state > static_cast<uint8_t>(DataOffsetState::kNoData)) {
    return Damaged(begin, absl::StrCat("a data offset's flag is ", state));
  }
  const std::optional<uint64_t> position = DecodeMagnitude(octets.substr(1));
  if (!position.has_value() ||
      *position > static_cast<uint64_t>(std::numeric_limits<int64_t>::max())) {
    return Damaged(begin, "a data offset is beyond 63 bits");
  }
  DataOffset offset;
  offset.state = static_cast<DataOffsetState>(state);
  // As stored, also where the flag says that it means nothing: whoever checks
  // the archive wants to know.
  offset.position = *position;
  return offset;
}

}  // namespace pgark
