#ifndef PGARK_ARCHIVE_ARCHIVE_TIMESTAMP_H_
#define PGARK_ARCHIVE_ARCHIVE_TIMESTAMP_H_

#include <cstdint>
#include <ctime>
#include <string>

namespace pgark {

// When an archive was made: broken-down local time of the dumping host, as
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

// Returns what an archive made at `time` on this host holds.
ArchiveTimestamp MakeArchiveTimestamp(std::time_t time);

// Returns "2026-11-20 08:50:09 UTC", or "[unknown]" for a time that cannot
// be. As every reader must, it takes the time as one in the zone of this
// process (TZ).
std::string FormatArchiveTimestamp(const ArchiveTimestamp& stored);

}  // namespace pgark

#endif  // PGARK_ARCHIVE_ARCHIVE_TIMESTAMP_H_
