#ifndef PGARK_ARCHIVE_CODEC_H_
#define PGARK_ARCHIVE_CODEC_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "archive/compression_spec.h"
#include "archive/read_limits.h"

namespace pgark {

// Compresses frames, each for itself (docs/archive-format.md, "Frames").
//
//   none   the bytes as they are
//   gzip   a raw deflate piece that ends with a sync flush: at an octet border
//          and without a last block. The zlib header in front of a stream and
//          its end are the writer's (ZlibStreamHeader(), AppendZlibStreamEnd())
//   lz4    a complete frame with content checksum and content size
//   zstd   a complete frame with content checksum and content size
//
// thread-compatible: one for each thread
class Compressor {
 public:
  virtual ~Compressor() = default;

  // Replaces *stored by the frame that holds `raw`. Returns INTERNAL when the
  // library refuses, which it has no reason to do.
  virtual absl::Status CompressFrame(absl::string_view raw,
                                     std::string* stored) = 0;
};

// Returns INVALID_ARGUMENT for a level that the method does not have.
absl::StatusOr<std::unique_ptr<Compressor>> MakeCompressor(
    const CompressionSpec& spec);

// The level that stands for "none given" (what a bench chose).
int DefaultCompressionLevel(CompressionMethod method);

// The two octets in front of a zlib stream.
absl::string_view ZlibStreamHeader();
// Appends an empty last deflate block and the Adler-32 of the raw bytes.
void AppendZlibStreamEnd(uint32_t adler32, std::string* out);

uint32_t ComputeAdler32(absl::string_view bytes);
// The Adler-32 of two texts one after the other. That of nothing is 1.
uint32_t CombineAdler32(uint32_t first, uint32_t second, uint64_t second_bytes);

// Decodes one stream: what the chunks of a table's block, or of one large
// object, hold together. Memory is constant whatever the stream says.
//
// Chunk borders matter for zstd only: stock pg_restore drops what follows the
// end of a frame inside a chunk. We decode it, and count it (hidden_bytes()).
//
// thread-compatible
class Decompressor {
 public:
  using Output = absl::FunctionRef<absl::Status(absl::string_view)>;

  virtual ~Decompressor() = default;

  // Pull interface. SetInput() gives the next stored bytes, a chunk or a part
  // of it; they stay the caller's and must live until Next() has returned "".
  // REQUIRES: the former input is used up.
  virtual void SetInput(absl::string_view stored) = 0;
  // Returns some raw bytes, valid until the next call; "" when the input is
  // used up. Returns DATA_LOSS when the bytes are no such stream, or follow
  // the end of a zlib stream; UNIMPLEMENTED when a zstd window is too large or
  // a stream wants a dictionary. After an error nothing more may be called
  // but Reset().
  virtual absl::StatusOr<absl::string_view> Next() = 0;
  // The chunk ends here. Nothing happens; zstd remembers it.
  virtual void EndChunk() = 0;
  // The stream ends here. Returns DATA_LOSS when it is not complete. A stream
  // of no bytes at all is complete, except with gzip.
  virtual absl::Status Finish() = 0;
  // Ready for another stream.
  virtual void Reset() = 0;

  // Raw bytes of zstd frames that began behind another frame's end in the
  // same chunk, since Reset(): what stock pg_restore loses. 0 otherwise.
  virtual uint64_t hidden_bytes() const = 0;
  // Frames ended so far (zstd, lz4), streams (gzip); 0 without compression.
  virtual uint64_t frame_count() const = 0;

  // Push interface: a whole chunk, or a part when `ends_chunk` is false.
  // Returns what Next() or `output` return.
  absl::Status Write(absl::string_view stored, Output output,
                     bool ends_chunk = true);
};

// Returns UNIMPLEMENTED when `method` is none that we know (an archive may
// hold any octet there).
absl::StatusOr<std::unique_ptr<Decompressor>> MakeDecompressor(
    CompressionMethod method, const ReadLimits& limits = {});

// Decodes frames as CompressFrame() made them, at once.
//
// thread-compatible: one for each thread
class FrameDecompressor {
 public:
  virtual ~FrameDecompressor() = default;

  // Replaces *raw by the `raw_bytes` bytes of the frame. Returns DATA_LOSS
  // when `stored` is not exactly one frame of that size.
  // REQUIRES: the caller has bounded raw_bytes.
  virtual absl::Status DecompressFrame(absl::string_view stored,
                                       uint64_t raw_bytes,
                                       std::string* raw) = 0;
};

// Returns UNIMPLEMENTED as MakeDecompressor() does.
absl::StatusOr<std::unique_ptr<FrameDecompressor>> MakeFrameDecompressor(
    CompressionMethod method);

}  // namespace pgark

#endif  // PGARK_ARCHIVE_CODEC_H_
