#ifndef PGARK_ARCHIVE_COMPRESSION_SPEC_H_
#define PGARK_ARCHIVE_COMPRESSION_SPEC_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace pgark {

// How data blocks are compressed. The values are on disk (format 1.15 and
// later); never renumber.
enum class CompressionMethod : uint8_t {
  kNone = 0,
  kGzip = 1,  // zlib streams, in spite of the name
  kLz4 = 2,
  kZstd = 3,
};

// "none", "gzip", "lz4", "zstd".
const char* CompressionMethodName(CompressionMethod method);

struct CompressionSpec {
  CompressionMethod method = CompressionMethod::kNone;
  // What the codec is told; nothing = our default for the method.
  bool has_level = false;
  int level = 0;
  // zstd only: long-distance matching, window 2^27.
  bool long_distance = false;

  friend bool operator==(const CompressionSpec&,
                         const CompressionSpec&) = default;
};

// Parses the value of -Z/--compress: a number (0 = none, otherwise gzip at
// that level), or METHOD[:DETAIL] where DETAIL is a number or a list of
// level=N, workers=N and long[=yes|no] (docs/archive-format.md, "Option
// strings").
// Returns INVALID_ARGUMENT that says which part is wrong and what is allowed.
absl::StatusOr<CompressionSpec> ParseCompressionSpec(absl::string_view text);

// "zstd:3", "none": what ParseCompressionSpec() takes.
std::string FormatCompressionSpec(const CompressionSpec& spec);

}  // namespace pgark

#endif  // PGARK_ARCHIVE_COMPRESSION_SPEC_H_
