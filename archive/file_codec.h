#ifndef PGARK_ARCHIVE_FILE_CODEC_H_
#define PGARK_ARCHIVE_FILE_CODEC_H_

#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "archive/codec.h"
#include "archive/compression_spec.h"
#include "archive/read_limits.h"

namespace pgark {

// How the files of a directory archive are compressed: each for itself, which
// its name tells (docs/archive-format.md, "Directories").
struct FileSuffix {
  absl::string_view suffix;
  CompressionMethod method;
};

// In the order in which a name without one of them is looked for.
inline constexpr FileSuffix kFileSuffixes[] = {
    {"", CompressionMethod::kNone},
    {".gz", CompressionMethod::kGzip},
    {".lz4", CompressionMethod::kLz4},
    {".zst", CompressionMethod::kZstd},
};

// What the end of `name` says; kNone for other ends.
CompressionMethod MethodOfFileName(absl::string_view name);

// As MakeDecompressor(), for whole files: gzip is the file format (RFC 1952)
// with any number of members, and hidden_bytes() has no meaning, since stock
// pg_restore reads files of several frames.
absl::StatusOr<std::unique_ptr<Decompressor>> MakeFileDecompressor(
    CompressionMethod method, const ReadLimits& limits);

}  // namespace pgark

#endif  // PGARK_ARCHIVE_FILE_CODEC_H_
