#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "archive/codec_internal.h"

namespace pgark::internal {
namespace {

// pg_restore takes no larger window.
constexpr int kLongDistanceWindowLog = 27;

// What we do when no level is asked for: the library's fast strategy with a
// table and a window as a frame of some MiB wants them (its own levels 1 and 2
// save memory there), and matches of 7 octets at least, since shorter ones in
// hexadecimal digits cost more than they save. It is a quarter faster than
// level 3, and of keys and numbers, though not of running text, makes less
// (docs/performance.md, "Levels").
constexpr int kDefaultWindowLog = 22;
constexpr int kDefaultHashLog = 17;
constexpr int kDefaultMinMatch = 7;

struct ContextDeleter {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};
using CompressionContext = std::unique_ptr<ZSTD_CCtx, ContextDeleter>;
using DecompressionContext = std::unique_ptr<ZSTD_DCtx, ContextDeleter>;

absl::Status CompressionFailure(size_t code) {
  return absl::InternalError(
      absl::StrCat("zstd cannot compress: ", ZSTD_getErrorName(code)));
}

absl::Status DecompressionFailure(size_t code) {
  const std::string text =
      absl::StrCat("the zstd stream is damaged: ", ZSTD_getErrorName(code));
  switch (ZSTD_getErrorCode(code)) {
    case ZSTD_error_frameParameter_windowTooLarge:
      return absl::UnimplementedError("a zstd window is too large");
    case ZSTD_error_dictionary_wrong:
      return absl::UnimplementedError("a zstd frame needs a dictionary");
    case ZSTD_error_memory_allocation:
      return absl::ResourceExhaustedError("no memory for a zstd window");
    default:
      return absl::DataLossError(text);
  }
}

class ZstdCompressor : public Compressor {
 public:
  explicit ZstdCompressor(const CompressionSpec& spec)
      : context_(ZSTD_createCCtx()) {
    ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_compressionLevel, spec.level);
    ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_checksumFlag, 1);
    ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_contentSizeFlag, 1);
    if (!spec.has_level) {
      ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_strategy, ZSTD_fast);
      ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_windowLog,
                             kDefaultWindowLog);
      ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_hashLog, kDefaultHashLog);
      ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_minMatch, kDefaultMinMatch);
    }
    if (spec.long_distance) {
      ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_enableLongDistanceMatching,
                             1);
      ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_windowLog,
                             kLongDistanceWindowLog);
    }
  }

  absl::Status CompressFrame(absl::string_view raw,
                             std::string* stored) override {
    const size_t bound = ZSTD_compressBound(raw.size());
    char* const out = scratch_.Reserve(bound);
    const size_t size =
        ZSTD_compress2(context_.get(), out, bound, raw.data(), raw.size());
    if (ZSTD_isError(size)) return CompressionFailure(size);
    stored->clear();
    scratch_.MoveTo(size, stored);
    return absl::OkStatus();
  }

 private:
  const CompressionContext context_;
  ScratchBuffer scratch_;
};

class ZstdDecompressor : public Decompressor {
 public:
  explicit ZstdDecompressor(const ReadLimits& limits)
      : context_(ZSTD_createDCtx()), output_(new char[kOutputBytes]) {
    ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_windowLogMax,
                           limits.max_zstd_window_log);
  }

  void SetInput(absl::string_view stored) override {
    input_ = {stored.data(), stored.size(), 0};
  }

  absl::StatusOr<absl::string_view> Next() override {
    while (input_.pos < input_.size || output_was_full_) {
      if (between_frames_) {
        if (input_.pos == input_.size) break;
        BeginFrame();
      }
      ZSTD_outBuffer out = {output_.get(), kOutputBytes, 0};
      const size_t input_begin = input_.pos;
      const size_t result =
          ZSTD_decompressStream(context_.get(), &out, &input_);
      if (ZSTD_isError(result)) return DecompressionFailure(result);
      KeepFrameHeader(input_begin);
      frame_bytes_ += out.pos;
      output_was_full_ = out.pos == out.size && result != 0;
      if (result == 0) {
        if (!FrameHasItsSize()) {
          return absl::DataLossError(
              "a zstd frame holds another number of octets than it says");
        }
        between_frames_ = true;
        frame_ended_in_chunk_ = true;
        ++frame_count_;
      }
      if (out.pos > 0) {
        if (frame_is_hidden_) hidden_bytes_ += out.pos;
        return absl::string_view(output_.get(), out.pos);
      }
    }
    return absl::string_view();
  }

  void EndChunk() override { frame_ended_in_chunk_ = false; }

  absl::Status Finish() override {
    if (between_frames_) return absl::OkStatus();
    return absl::DataLossError("the zstd stream ends within a frame");
  }

  void Reset() override {
    ZSTD_DCtx_reset(context_.get(), ZSTD_reset_session_only);
    input_ = {nullptr, 0, 0};
    between_frames_ = true;
    output_was_full_ = false;
    frame_ended_in_chunk_ = false;
    frame_is_hidden_ = false;
    hidden_bytes_ = 0;
    frame_count_ = 0;
  }

  uint64_t hidden_bytes() const override { return hidden_bytes_; }
  uint64_t frame_count() const override { return frame_count_; }

 private:
  // The longest header of a frame.
  static constexpr size_t kMaxHeaderBytes = 18;

  void BeginFrame() {
    between_frames_ = false;
    frame_is_hidden_ = frame_ended_in_chunk_;
    frame_bytes_ = 0;
    header_bytes_ = 0;
  }
  // Remembers the first octets of the frame, from the input just taken.
  void KeepFrameHeader(size_t input_begin) {
    const size_t count =
        std::min(input_.pos - input_begin, kMaxHeaderBytes - header_bytes_);
    if (count == 0) return;
    std::memcpy(header_ + header_bytes_,
                static_cast<const char*>(input_.src) + input_begin, count);
    header_bytes_ += count;
  }
  // The library compares the size in the header too, but not where a frame
  // ends in an empty block and comes in pieces (1.5.4).
  bool FrameHasItsSize() const {
    const unsigned long long size =
        ZSTD_getFrameContentSize(header_, header_bytes_);
    return size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR ||
           size == frame_bytes_;
  }

  const DecompressionContext context_;
  const std::unique_ptr<char[]> output_;
  ZSTD_inBuffer input_ = {nullptr, 0, 0};
  bool between_frames_ = true;
  bool output_was_full_ = false;       // there may be more without input
  bool frame_ended_in_chunk_ = false;  // since the last EndChunk()
  bool frame_is_hidden_ = false;
  char header_[kMaxHeaderBytes] = {};  // of the current frame
  size_t header_bytes_ = 0;
  uint64_t frame_bytes_ = 0;  // that it has given so far
  uint64_t hidden_bytes_ = 0;
  uint64_t frame_count_ = 0;
};

class ZstdFrameDecompressor : public FrameDecompressor {
 public:
  ZstdFrameDecompressor() : context_(ZSTD_createDCtx()) {}

  absl::Status DecompressFrame(absl::string_view stored, uint64_t raw_bytes,
                               std::string* raw) override {
    const size_t frame_bytes =
        ZSTD_findFrameCompressedSize(stored.data(), stored.size());
    if (ZSTD_isError(frame_bytes)) return DecompressionFailure(frame_bytes);
    if (frame_bytes != stored.size()) {
      return absl::DataLossError("the chunk is not one zstd frame");
    }
    raw->resize(raw_bytes);
    const size_t size = ZSTD_decompressDCtx(
        context_.get(), raw->data(), raw->size(), stored.data(), stored.size());
    if (ZSTD_isError(size)) return DecompressionFailure(size);
    if (size != raw_bytes) {
      return absl::DataLossError(absl::StrCat(
          "the zstd frame has ", size, " octets instead of ", raw_bytes));
    }
    return absl::OkStatus();
  }

 private:
  const DecompressionContext context_;
};

}  // namespace

std::unique_ptr<Compressor> MakeZstdCompressor(const CompressionSpec& spec) {
  return std::make_unique<ZstdCompressor>(spec);
}

std::unique_ptr<Decompressor> MakeZstdDecompressor(const ReadLimits& limits) {
  return std::make_unique<ZstdDecompressor>(limits);
}

std::unique_ptr<FrameDecompressor> MakeZstdFrameDecompressor() {
  return std::make_unique<ZstdFrameDecompressor>();
}

}  // namespace pgark::internal
