#include "tools/gzip_sink.h"

#include <zlib.h>

#include <algorithm>
#include <vector>

#include "base/status_macros.h"

namespace pgark {
namespace {

constexpr int kLevel = 6;
constexpr int kGzipWindow = 15 + 16;  // 16: with the header of a gzip file
constexpr int kMemoryLevel = 8;
constexpr size_t kOutputBytes = size_t{64} << 10;
constexpr size_t kMostInputBytes = size_t{1} << 30;  // zlib counts in 32 bits

}  // namespace

struct GzipSink::Stream {
  z_stream zlib{};
  bool is_ready = false;
  std::vector<char> output = std::vector<char>(kOutputBytes);
};

GzipSink::GzipSink(ByteSink& sink)
    : sink_(sink), stream_(std::make_unique<Stream>()) {
  stream_->is_ready =
      deflateInit2(&stream_->zlib, kLevel, Z_DEFLATED, kGzipWindow,
                   kMemoryLevel, Z_DEFAULT_STRATEGY) == Z_OK;
}

GzipSink::~GzipSink() {
  if (stream_->is_ready) deflateEnd(&stream_->zlib);
}

absl::Status GzipSink::Run(absl::string_view bytes, int flush) {
  if (!stream_->is_ready) {
    return absl::ResourceExhaustedError("no memory for gzip");
  }
  z_stream& zlib = stream_->zlib;
  // zlib does not write to its input.
  zlib.next_in =
      reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));  // NOLINT
  zlib.avail_in = static_cast<uInt>(bytes.size());
  int result = Z_OK;
  do {
    zlib.next_out = reinterpret_cast<Bytef*>(stream_->output.data());
    zlib.avail_out = static_cast<uInt>(kOutputBytes);
    result = deflate(&zlib, flush);
    RETURN_IF_ERROR(
        sink_.Append({stream_->output.data(), kOutputBytes - zlib.avail_out}));
  } while (zlib.avail_out == 0 || (flush == Z_FINISH && result == Z_OK));
  return absl::OkStatus();
}

absl::Status GzipSink::Append(absl::string_view bytes) {
  position_ += bytes.size();
  while (!bytes.empty()) {
    const size_t count = std::min(bytes.size(), kMostInputBytes);
    RETURN_IF_ERROR(Run(bytes.substr(0, count), Z_NO_FLUSH));
    bytes.remove_prefix(count);
  }
  return absl::OkStatus();
}

absl::Status GzipSink::PatchAt(uint64_t, absl::string_view) {
  return absl::FailedPreconditionError("a compressed file cannot be changed");
}

absl::Status GzipSink::Finish() { return Run({}, Z_FINISH); }

}  // namespace pgark
