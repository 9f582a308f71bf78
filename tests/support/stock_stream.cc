#include "tests/support/stock_stream.h"

#include <lz4frame.h>
#include <zlib.h>
#include <zstd.h>

#include <random>

namespace pgark {
namespace {

std::string ZlibStream(const std::string& raw) {
  uLongf size = compressBound(raw.size());
  std::string out(size, '\0');
  compress2(reinterpret_cast<Bytef*>(out.data()), &size,
            reinterpret_cast<const Bytef*>(raw.data()), raw.size(),
            Z_DEFAULT_COMPRESSION);
  out.resize(size);
  return out;
}

std::string GzipFile(const std::string& raw) {
  constexpr int kGzipWrapper = 15 + 16;
  constexpr int kMemoryLevel = 8;
  z_stream stream = {};
  deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzipWrapper,
               kMemoryLevel, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, raw.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(raw.data()));
  stream.avail_in = static_cast<uInt>(raw.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string Lz4Frame(const std::string& raw) {
  std::string out(LZ4F_compressFrameBound(raw.size(), nullptr), '\0');
  out.resize(LZ4F_compressFrame(out.data(), out.size(), raw.data(), raw.size(),
                                nullptr));
  return out;
}

std::string ZstdFrame(const std::string& raw) {
  std::string out(ZSTD_compressBound(raw.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), raw.data(), raw.size(), 3));
  return out;
}

}  // namespace

std::string StockStream(CompressionMethod method, const std::string& raw) {
  switch (method) {
    case CompressionMethod::kNone:
      return raw;
    case CompressionMethod::kGzip:
      return ZlibStream(raw);
    case CompressionMethod::kLz4:
      return Lz4Frame(raw);
    case CompressionMethod::kZstd:
      return ZstdFrame(raw);
  }
  return {};
}

std::string StockFile(CompressionMethod method, const std::string& raw) {
  return method == CompressionMethod::kGzip ? GzipFile(raw)
                                            : StockStream(method, raw);
}

std::string RowText(size_t bytes, uint32_t seed) {
  std::mt19937 random(seed);
  std::string text;
  for (uint32_t row = 1; text.size() < bytes; ++row) {
    text += std::to_string(row) + "\tcustomer " +
            std::to_string(random() % 1000) + "\t2026-11-" +
            std::to_string(10 + random() % 20) + "\t" +
            std::to_string(random() % 100000) + ".00\t\\N\tsome words here\n";
  }
  text.resize(bytes);
  return text;
}

std::string NoiseBytes(size_t bytes, uint32_t seed) {
  std::mt19937 random(seed);
  std::string text(bytes, '\0');
  for (char& octet : text) octet = static_cast<char>(random());
  return text;
}

}  // namespace pgark
