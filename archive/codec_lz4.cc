#include <lz4frame.h>

#include "absl/strings/str_cat.h"
#include "archive/codec_internal.h"
#include "archive/digest.h"

namespace pgark::internal {
namespace {

struct ContextDeleter {
  void operator()(LZ4F_dctx* context) const {
    LZ4F_freeDecompressionContext(context);
  }
};
using DecompressionContext = std::unique_ptr<LZ4F_dctx, ContextDeleter>;

// Null only without memory, which ends the program anyway.
DecompressionContext NewContext() {
  LZ4F_dctx* context = nullptr;
  (void)LZ4F_createDecompressionContext(&context, LZ4F_VERSION);
  return DecompressionContext(context);
}

absl::Status DecompressionFailure(size_t code) {
  return absl::DataLossError(
      absl::StrCat("the lz4 stream is damaged: ", LZ4F_getErrorName(code)));
}

// A frame's fields as lz4's "Frame Format Description" names them.
constexpr size_t kDescriptorOffset = 4;
constexpr size_t kFlagBytes = 2;  // FLG, BD
constexpr size_t kContentSizeBytes = 8;
constexpr char kContentSizeFlag = 0x08;  // in FLG; an empty frame has none
constexpr char kContentChecksumFlag = 0x04;
constexpr size_t kContentChecksumBytes = 4;

// Ends a frame that the library made without a checksum of its content with
// one: the library's own XXH32 takes a fifth of the whole time.
void AddContentChecksum(absl::string_view raw, std::string* frame) {
  char* const descriptor = frame->data() + kDescriptorOffset;
  const size_t descriptor_bytes =
      kFlagBytes + ((*descriptor & kContentSizeFlag) ? kContentSizeBytes : 0);
  *descriptor = static_cast<char>(*descriptor | kContentChecksumFlag);
  // The header's own checksum is the second octet of XXH32.
  descriptor[descriptor_bytes] = static_cast<char>(
      ComputeXxh32(absl::string_view(descriptor, descriptor_bytes)) >> 8);
  const uint32_t checksum = ComputeXxh32(raw);
  for (size_t i = 0; i < kContentChecksumBytes; ++i) {
    frame->push_back(static_cast<char>(checksum >> (8 * i)));
  }
}

class Lz4Compressor : public Compressor {
 public:
  explicit Lz4Compressor(const CompressionSpec& spec) {
    preferences_.compressionLevel = spec.level;
  }

  absl::Status CompressFrame(absl::string_view raw,
                             std::string* stored) override {
    preferences_.frameInfo.contentSize = raw.size();
    const size_t bound = LZ4F_compressFrameBound(raw.size(), &preferences_);
    char* const out = scratch_.Reserve(bound);
    const size_t size =
        LZ4F_compressFrame(out, bound, raw.data(), raw.size(), &preferences_);
    if (LZ4F_isError(size)) {
      return absl::InternalError(
          absl::StrCat("lz4 cannot compress: ", LZ4F_getErrorName(size)));
    }
    stored->clear();
    stored->reserve(size + kContentChecksumBytes);
    scratch_.MoveTo(size, stored);
    AddContentChecksum(raw, stored);
    return absl::OkStatus();
  }

 private:
  LZ4F_preferences_t preferences_ = LZ4F_INIT_PREFERENCES;
  ScratchBuffer scratch_;
};

class Lz4Decompressor : public Decompressor {
 public:
  explicit Lz4Decompressor(const ReadLimits&)
      : context_(NewContext()), output_(new char[kOutputBytes]) {}

  void SetInput(absl::string_view stored) override { input_ = stored; }

  absl::StatusOr<absl::string_view> Next() override {
    while (!input_.empty() || output_was_full_) {
      size_t output_bytes = kOutputBytes;
      size_t input_bytes = input_.size();
      const size_t result =
          LZ4F_decompress(context_.get(), output_.get(), &output_bytes,
                          input_.data(), &input_bytes, nullptr);
      if (LZ4F_isError(result)) return DecompressionFailure(result);
      input_.remove_prefix(input_bytes);
      between_frames_ = result == 0;
      output_was_full_ = output_bytes == kOutputBytes && !between_frames_;
      if (between_frames_) ++frame_count_;
      if (output_bytes > 0) {
        return absl::string_view(output_.get(), output_bytes);
      }
    }
    return absl::string_view();
  }

  void EndChunk() override {}

  absl::Status Finish() override {
    if (between_frames_) return absl::OkStatus();
    return absl::DataLossError("the lz4 stream ends within a frame");
  }

  void Reset() override {
    LZ4F_resetDecompressionContext(context_.get());
    input_ = {};
    between_frames_ = true;
    output_was_full_ = false;
    frame_count_ = 0;
  }

  uint64_t hidden_bytes() const override { return 0; }
  uint64_t frame_count() const override { return frame_count_; }

 private:
  const DecompressionContext context_;
  const std::unique_ptr<char[]> output_;
  absl::string_view input_;
  bool between_frames_ = true;
  bool output_was_full_ = false;
  uint64_t frame_count_ = 0;
};

class Lz4FrameDecompressor : public FrameDecompressor {
 public:
  Lz4FrameDecompressor() : context_(NewContext()) {}

  absl::Status DecompressFrame(absl::string_view stored, uint64_t raw_bytes,
                               std::string* raw) override {
    LZ4F_resetDecompressionContext(context_.get());
    raw->resize(raw_bytes);
    LZ4F_decompressOptions_t options = {};
    options.stableDst = 1;  // *raw does not move while it is filled
    size_t done = 0;
    while (true) {
      size_t output_bytes = raw->size() - done;
      size_t input_bytes = stored.size();
      const size_t result =
          LZ4F_decompress(context_.get(), raw->data() + done, &output_bytes,
                          stored.data(), &input_bytes, &options);
      if (LZ4F_isError(result)) return DecompressionFailure(result);
      stored.remove_prefix(input_bytes);
      done += output_bytes;
      if (result == 0) break;
      if (input_bytes == 0 && output_bytes == 0) {
        return absl::DataLossError(
            "the lz4 frame is cut or larger than it should be");
      }
    }
    if (!stored.empty() || done != raw_bytes) {
      return absl::DataLossError(absl::StrCat(
          "the chunk is not one lz4 frame of ", raw_bytes, " octets"));
    }
    return absl::OkStatus();
  }

 private:
  const DecompressionContext context_;
};

}  // namespace

std::unique_ptr<Compressor> MakeLz4Compressor(const CompressionSpec& spec) {
  return std::make_unique<Lz4Compressor>(spec);
}

std::unique_ptr<Decompressor> MakeLz4Decompressor(const ReadLimits& limits) {
  return std::make_unique<Lz4Decompressor>(limits);
}

std::unique_ptr<FrameDecompressor> MakeLz4FrameDecompressor() {
  return std::make_unique<Lz4FrameDecompressor>();
}

}  // namespace pgark::internal
