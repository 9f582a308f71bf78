#ifndef PGARK_ARCHIVE_ARCHIVE_HEADER_H_
#define PGARK_ARCHIVE_ARCHIVE_HEADER_H_

#include <cstdint>
#include <optional>
#include <string>

#include "archive/archive_timestamp.h"
#include "archive/archive_version.h"
#include "archive/compression_spec.h"

namespace pgark {

// The format octet of the header. A directory archive's toc.dat says kTar too.
enum class ArchiveFormat : uint8_t {
  kCustom = 1,
  kTar = 3,
};

// The fields before the table of contents, as stored.
struct ArchiveHeader {
  ArchiveVersion version = kArchiveVersion1_16;
  uint8_t integer_size = 4;
  uint8_t offset_size = 8;
  ArchiveFormat format = ArchiveFormat::kCustom;
  CompressionMethod compression = CompressionMethod::kNone;
  // Up to 1.14 the header holds a zlib level instead of a method: 0 none, -1
  // default, 1 to 9. Kept because listings print it.
  int32_t compression_level = 0;
  ArchiveTimestamp created;
  std::optional<std::string> database_name;
  std::optional<std::string> server_version;
  std::optional<std::string> dump_version;

  friend bool operator==(const ArchiveHeader&, const ArchiveHeader&) = default;
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_ARCHIVE_HEADER_H_
