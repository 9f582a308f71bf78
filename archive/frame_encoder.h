#ifndef PGARK_ARCHIVE_FRAME_ENCODER_H_
#define PGARK_ARCHIVE_FRAME_ENCODER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "archive/codec.h"
#include "archive/compression_spec.h"
#include "archive/digest.h"

namespace pgark {

// How COPY data ends inside its stream. It is the last frame of a table's
// block, alone, with no rows.
inline constexpr absl::string_view kCopyEndMarker = "\\.\n\n\n";

// A run of whole rows (or a part of a large object), compressed alone. Where
// it stands in the block does not change it: a frame can be made on any
// thread before its neighbours are known.
struct EncodedFrame {
  CompressionMethod method = CompressionMethod::kNone;
  std::string stored;
  uint64_t raw_bytes = 0;
  uint64_t rows = 0;
  Digest128 raw_digest;
  Digest128 stored_digest;
  uint32_t raw_adler32 = 1;  // gzip only
};

// Makes frames: compresses, and computes the digests while the bytes are in
// the cache.
//
// thread-compatible: one for each thread
class FrameEncoder {
 public:
  // Returns INVALID_ARGUMENT as MakeCompressor() does.
  static absl::StatusOr<std::unique_ptr<FrameEncoder>> Create(
      const CompressionSpec& spec);

  // Replaces *frame by the frame of *raw, which holds `rows` whole rows.
  // Without compression the two strings are swapped, so *raw is unspecified
  // afterwards; its memory is there for the next frame.
  // Returns INVALID_ARGUMENT for 1 GiB and more (the server takes no message
  // of that size).
  absl::Status Encode(std::string* raw, uint64_t rows, EncodedFrame* frame);
  // The same for bytes that stay as they are.
  absl::Status EncodeCopy(absl::string_view raw, uint64_t rows,
                          EncodedFrame* frame);

 private:
  FrameEncoder(CompressionMethod method, std::unique_ptr<Compressor> compressor)
      : method_(method), compressor_(std::move(compressor)) {}

  // Fills in what is known before compression.
  absl::Status Describe(absl::string_view raw, uint64_t rows,
                        EncodedFrame* frame) const;

  const CompressionMethod method_;
  const std::unique_ptr<Compressor> compressor_;
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_FRAME_ENCODER_H_
