#ifndef PGARK_ARCHIVE_CODEC_INTERNAL_H_
#define PGARK_ARCHIVE_CODEC_INTERNAL_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "archive/codec.h"
#include "base/move_bytes.h"

namespace pgark::internal {

// Bytes as ISA-L and zlib take them: not const, though they do not change their
// input.
inline uint8_t* Octets(const char* bytes) {
  return reinterpret_cast<uint8_t*>(const_cast<char*>(bytes));
}

// What a decompressor gives out at most at once.
inline constexpr size_t kOutputBytes = 256 << 10;

// Memory that is not filled with zeros first. It keeps its size until a
// larger one is wanted.
class ScratchBuffer {
 public:
  // Returns at least `bytes` bytes; what was there before is lost when it has
  // to grow.
  char* Reserve(size_t bytes) {
    if (bytes > capacity_) {
      data_.reset();
      data_.reset(new char[bytes]);
      capacity_ = bytes;
    }
    return data_.get();
  }
  // Appends the first `size` bytes to *to. What a giant frame has needed is
  // not there twice, nor kept for the next one: Reserve() it again.
  void MoveTo(size_t size, std::string* to) {
    if (size < kKeptBytes) {
      to->append(data_.get(), size);
      return;
    }
    MoveBytes(data_.get(), size, to);
    data_.reset();
    capacity_ = 0;
  }
  char* data() const { return data_.get(); }
  size_t capacity() const { return capacity_; }

 private:
  static constexpr size_t kKeptBytes = size_t{32} << 20;

  std::unique_ptr<char[]> data_;
  size_t capacity_ = 0;
};

// A level is one that CompressionSpec allows. One function of each kind for
// each codec_<method>.cc; codec.cc holds the table.
std::unique_ptr<Compressor> MakeNoneCompressor(const CompressionSpec& spec);
std::unique_ptr<Compressor> MakeGzipCompressor(const CompressionSpec& spec);
std::unique_ptr<Compressor> MakeLz4Compressor(const CompressionSpec& spec);
std::unique_ptr<Compressor> MakeZstdCompressor(const CompressionSpec& spec);

std::unique_ptr<Decompressor> MakeNoneDecompressor(const ReadLimits& limits);
std::unique_ptr<Decompressor> MakeGzipDecompressor(const ReadLimits& limits);
std::unique_ptr<Decompressor> MakeLz4Decompressor(const ReadLimits& limits);
std::unique_ptr<Decompressor> MakeZstdDecompressor(const ReadLimits& limits);

std::unique_ptr<FrameDecompressor> MakeNoneFrameDecompressor();
std::unique_ptr<FrameDecompressor> MakeGzipFrameDecompressor();
std::unique_ptr<FrameDecompressor> MakeLz4FrameDecompressor();
std::unique_ptr<FrameDecompressor> MakeZstdFrameDecompressor();

}  // namespace pgark::internal

#endif  // PGARK_ARCHIVE_CODEC_INTERNAL_H_
