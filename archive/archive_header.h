#ifndef PGARK_ARCHIVE_ARCHIVE_HEADER_H_
#define PGARK_ARCHIVE_ARCHIVE_HEADER_H_

#include <cstdint>
#include <optional>
#include <string>

#include "archive/archive_version.h"
#include "archive/compression_spec.h"

namespace pgark {

// The format octet of the header. A directory archive's toc.dat says kTar too.
enum class ArchiveFormat : uint8_t {
  kCustom = 1,
  kTar = 3,
};

// When the archive was made: broken-down local time of the dumping host, as
// stored (the fields of struct tm), with no zone.
struct ArchiveTimestamp {
  int32_t second = 0;
  int32_t minute = 0;
  int32_t hour = 0;
  int32_t day = 1;    // of the month, from 1
  int32_t month = 0;  // 0 to 11
  int32_t year = 0;   // since 1900
  int32_t daylight_saving = 0;

  friend bool operator==(const ArchiveTimestamp&,
                         const ArchiveTimestamp&) = default;
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
