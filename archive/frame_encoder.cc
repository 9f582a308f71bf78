#include "archive/frame_encoder.h"

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

// The server takes no COPY message of 1 GiB, and stock pg_restore sends an
// uncompressed chunk as one.
constexpr size_t kMaxRawBytes = (size_t{1} << 30) - 1;

}  // namespace

absl::StatusOr<std::unique_ptr<FrameEncoder>> FrameEncoder::Create(
    const CompressionSpec& spec) {
  ASSIGN_OR_RETURN(std::unique_ptr<Compressor> compressor,
                   MakeCompressor(spec));
  return std::unique_ptr<FrameEncoder>(
      new FrameEncoder(spec.method, std::move(compressor)));
}

absl::Status FrameEncoder::Describe(absl::string_view raw, uint64_t rows,
                                    EncodedFrame* frame) const {
  if (raw.size() > kMaxRawBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("a frame of ", raw.size(), " octets is too large"));
  }
  frame->method = method_;
  frame->raw_bytes = raw.size();
  frame->rows = rows;
  frame->raw_digest = ComputeDigest128(raw);
  frame->raw_adler32 =
      method_ == CompressionMethod::kGzip ? ComputeAdler32(raw) : 1;
  return absl::OkStatus();
}

absl::Status FrameEncoder::Encode(std::string* raw, uint64_t rows,
                                  EncodedFrame* frame) {
  if (method_ != CompressionMethod::kNone) return EncodeCopy(*raw, rows, frame);
  RETURN_IF_ERROR(Describe(*raw, rows, frame));
  frame->stored.swap(*raw);
  frame->stored_digest = frame->raw_digest;
  return absl::OkStatus();
}

absl::Status FrameEncoder::EncodeCopy(absl::string_view raw, uint64_t rows,
                                      EncodedFrame* frame) {
  RETURN_IF_ERROR(Describe(raw, rows, frame));
  RETURN_IF_ERROR(compressor_->CompressFrame(raw, &frame->stored));
  frame->stored_digest = ComputeDigest128(frame->stored);
  return absl::OkStatus();
}

}  // namespace pgark
