#include <isa-l/igzip_lib.h>
#include <zlib.h>

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "archive/codec_internal.h"
#include "base/byte_order.h"
#include "base/status_macros.h"

namespace pgark {
namespace internal {
namespace {

// ISA-L's level for each of zlib's; beyond that zlib itself works. ISA-L's 0
// is hardly faster than its 1 and packs badly, short frames most of all.
constexpr std::array<uint32_t, 7> kIsalLevels = {1, 1, 1, 1, 1, 2, 3};
constexpr int kMaxIsalLevel = 6;

constexpr std::array<uint32_t, 4> kLevelBufferBytes = {
    0, ISAL_DEF_LVL1_DEFAULT, ISAL_DEF_LVL2_DEFAULT, ISAL_DEF_LVL3_DEFAULT};

// What deflate needs at most for data that cannot be compressed, and a flush.
size_t DeflateBound(size_t raw_bytes) {
  return raw_bytes + raw_bytes / 1000 + 512;
}

// ISA-L 2.30 (levels 1 and 2, as it is on x86) enters the third octet of a
// stream under a hash of the address of isal_zstream, so that the same octets
// may be packed otherwise by another thread. The code that packs the end of a
// piece has not got this error: the first octets go through it, as a piece of
// their own, which costs 7 octets a frame.
constexpr size_t kFirstPieceBytes = 4;

class IsalCompressor : public Compressor {
 public:
  explicit IsalCompressor(const CompressionSpec& spec)
      : level_(kIsalLevels[static_cast<size_t>(spec.level)]),
        level_buffer_(new uint8_t[kLevelBufferBytes[level_] + 1]) {}

  absl::Status CompressFrame(absl::string_view raw,
                             std::string* stored) override {
    isal_deflate_init(&stream_);
    stream_.level = level_;
    stream_.level_buf = level_buffer_.get();
    stream_.level_buf_size = kLevelBufferBytes[level_];
    stream_.flush = SYNC_FLUSH;
    stream_.gzip_flag = IGZIP_DEFLATE;
    stream_.next_in = Octets(raw.data());
    const size_t first = std::min(raw.size(), kFirstPieceBytes);
    stored->clear();
    RETURN_IF_ERROR(CompressPiece(first, stored));
    if (first == raw.size()) return absl::OkStatus();
    return CompressPiece(raw.size() - first, stored);
  }

 private:
  absl::Status CompressPiece(size_t raw_bytes, std::string* stored) {
    const size_t bound = DeflateBound(raw_bytes);
    stream_.avail_in = static_cast<uint32_t>(raw_bytes);
    do {
      stream_.next_out = Octets(scratch_.Reserve(bound));
      stream_.avail_out = static_cast<uint32_t>(bound);
      const int result = isal_deflate(&stream_);
      if (result != COMP_OK) {
        return absl::InternalError(
            absl::StrCat("ISA-L cannot compress: code ", result));
      }
      scratch_.MoveTo(bound - stream_.avail_out, stored);
    } while (stream_.avail_out == 0);
    return absl::OkStatus();
  }

  const uint32_t level_;
  const std::unique_ptr<uint8_t[]> level_buffer_;
  isal_zstream stream_;
  ScratchBuffer scratch_;
};

class ZlibCompressor : public Compressor {
 public:
  explicit ZlibCompressor(const CompressionSpec& spec) {
    constexpr int kRawDeflate = -15;
    constexpr int kMemoryLevel = 8;
    ok_ = deflateInit2(&stream_, spec.level, Z_DEFLATED, kRawDeflate,
                       kMemoryLevel, Z_DEFAULT_STRATEGY) == Z_OK;
  }
  ~ZlibCompressor() override { deflateEnd(&stream_); }
  ZlibCompressor(const ZlibCompressor&) = delete;
  ZlibCompressor& operator=(const ZlibCompressor&) = delete;

  absl::Status CompressFrame(absl::string_view raw,
                             std::string* stored) override {
    if (!ok_ || deflateReset(&stream_) != Z_OK) {
      return absl::InternalError("zlib cannot compress");
    }
    stream_.next_in = Octets(raw.data());
    stream_.avail_in = static_cast<uInt>(raw.size());
    const size_t bound = DeflateBound(raw.size());
    stored->clear();
    do {
      stream_.next_out = Octets(scratch_.Reserve(bound));
      stream_.avail_out = static_cast<uInt>(bound);
      const int result = deflate(&stream_, Z_SYNC_FLUSH);
      if (result != Z_OK && result != Z_BUF_ERROR) {
        return absl::InternalError(
            absl::StrCat("zlib cannot compress: code ", result));
      }
      scratch_.MoveTo(bound - stream_.avail_out, stored);
    } while (stream_.avail_out == 0);
    return absl::OkStatus();
  }

 private:
  z_stream stream_ = {};
  bool ok_ = false;
  ScratchBuffer scratch_;
};

absl::Status InflateFailure(int result) {
  switch (result) {
    case ISAL_NEED_DICT:
      return absl::UnimplementedError("a zlib stream needs a dictionary");
    case ISAL_INCORRECT_CHECKSUM:
      return absl::DataLossError("the zlib stream's checksum is wrong");
    case ISAL_INVALID_WRAPPER:
    case ISAL_UNSUPPORTED_METHOD:
      return absl::DataLossError("the data is no zlib stream");
    default:
      return absl::DataLossError(
          absl::StrCat("the zlib stream is damaged: code ", result));
  }
}

class GzipDecompressor : public Decompressor {
 public:
  GzipDecompressor()
      : state_(new inflate_state), output_(new char[kOutputBytes]) {
    Reset();
  }

  void SetInput(absl::string_view stored) override {
    state_->next_in = Octets(stored.data());
    state_->avail_in = static_cast<uint32_t>(stored.size());
  }

  absl::StatusOr<absl::string_view> Next() override {
    while (state_->avail_in > 0 || output_was_full_) {
      if (ended_) return BehindEnd();
      state_->next_out = Octets(output_.get());
      state_->avail_out = static_cast<uint32_t>(kOutputBytes);
      const int result = isal_inflate(state_.get());
      if (result != ISAL_DECOMP_OK && result != ISAL_END_INPUT) {
        return InflateFailure(result);
      }
      output_was_full_ = state_->avail_out == 0;
      ended_ = state_->block_state == ISAL_BLOCK_FINISH;
      const size_t size = kOutputBytes - state_->avail_out;
      if (size > 0) return absl::string_view(output_.get(), size);
      output_was_full_ = false;
    }
    if (ended_ && state_->read_in_length >= 8) return BehindEnd();
    return absl::string_view();
  }

  void EndChunk() override {}

  absl::Status Finish() override {
    if (ended_) return absl::OkStatus();
    return absl::DataLossError("the zlib stream ends too early");
  }

  void Reset() override {
    isal_inflate_init(state_.get());
    state_->crc_flag = ISAL_ZLIB;
    ended_ = false;
    output_was_full_ = false;
  }

  uint64_t hidden_bytes() const override { return 0; }
  uint64_t frame_count() const override { return ended_ ? 1 : 0; }

 private:
  static absl::Status BehindEnd() {
    return absl::DataLossError("there are octets behind the zlib stream's end");
  }

  const std::unique_ptr<inflate_state> state_;
  const std::unique_ptr<char[]> output_;
  bool ended_ = false;
  bool output_was_full_ = false;
};

class GzipFrameDecompressor : public FrameDecompressor {
 public:
  GzipFrameDecompressor() : state_(new inflate_state) {}

  absl::Status DecompressFrame(absl::string_view stored, uint64_t raw_bytes,
                               std::string* raw) override {
    isal_inflate_init(state_.get());
    state_->crc_flag = ISAL_DEFLATE;
    state_->next_in = Octets(stored.data());
    state_->avail_in = static_cast<uint32_t>(stored.size());
    // One octet more than there should be: it shows a longer frame, and keeps
    // ISA-L going up to the flush at the end.
    raw->resize(raw_bytes + 1);
    state_->next_out = Octets(raw->data());
    state_->avail_out = static_cast<uint32_t>(raw->size());
    const int result = isal_inflate(state_.get());
    if (result != ISAL_DECOMP_OK && result != ISAL_END_INPUT) {
      return InflateFailure(result);
    }
    // In front of a block's head, with nothing of it read.
    const bool at_flush = (state_->block_state == ISAL_BLOCK_NEW_HDR ||
                           state_->block_state == ISAL_BLOCK_HDR) &&
                          state_->avail_in == 0 &&
                          state_->read_in_length == 0 &&
                          state_->tmp_in_size == 0;
    if (!at_flush || state_->avail_out != 1) {
      return absl::DataLossError(absl::StrCat(
          "the chunk is not one deflate piece of ", raw_bytes, " octets"));
    }
    raw->resize(raw_bytes);
    return absl::OkStatus();
  }

 private:
  const std::unique_ptr<inflate_state> state_;
};

}  // namespace

std::unique_ptr<Compressor> MakeGzipCompressor(const CompressionSpec& spec) {
  if (spec.level <= kMaxIsalLevel) {
    return std::make_unique<IsalCompressor>(spec);
  }
  return std::make_unique<ZlibCompressor>(spec);
}

std::unique_ptr<Decompressor> MakeGzipDecompressor(const ReadLimits&) {
  return std::make_unique<GzipDecompressor>();
}

std::unique_ptr<FrameDecompressor> MakeGzipFrameDecompressor() {
  return std::make_unique<GzipFrameDecompressor>();
}

}  // namespace internal

absl::string_view ZlibStreamHeader() {
  // Deflate with a window of 32 KiB, default level, no dictionary.
  return "\x78\x9c";
}

void AppendZlibStreamEnd(uint32_t adler, std::string* out) {
  out->append("\x03\x00", 2);  // a last block that holds nothing
  AppendBigEndian32(adler, out);
}

uint32_t ComputeAdler32(absl::string_view bytes) {
  return isal_adler32(1, reinterpret_cast<const unsigned char*>(bytes.data()),
                      bytes.size());
}

uint32_t CombineAdler32(uint32_t first, uint32_t second,
                        uint64_t second_bytes) {
  return static_cast<uint32_t>(
      adler32_combine(first, second, static_cast<z_off_t>(second_bytes)));
}

}  // namespace pgark
