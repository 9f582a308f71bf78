#ifndef PGARK_TESTS_SUPPORT_STOCK_STREAM_H_
#define PGARK_TESTS_SUPPORT_STOCK_STREAM_H_

#include <cstdint>
#include <string>

#include "archive/compression_spec.h"

namespace pgark {

// One stream as pg_dump makes them: zlib, an LZ4 frame or a zstd frame with
// the library's defaults, no checksums (zlib has one). Made by the libraries
// themselves, without the code under test.
std::string StockStream(CompressionMethod method, const std::string& raw);

// The same as a file of a directory archive: gzip is the file format.
std::string StockFile(CompressionMethod method, const std::string& raw);

// Text that looks like COPY rows: the same for the same seed, as compressible
// as tables are.
std::string RowText(size_t bytes, uint32_t seed = 1);

// Bytes that nothing compresses.
std::string NoiseBytes(size_t bytes, uint32_t seed = 1);

}  // namespace pgark

#endif  // PGARK_TESTS_SUPPORT_STOCK_STREAM_H_
