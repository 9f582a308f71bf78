#include "archive/archive_timestamp.h"

#include <array>

namespace pgark {

ArchiveTimestamp MakeArchiveTimestamp(std::time_t time) {
  std::tm local = {};
  localtime_r(&time, &local);
  return {.second = local.tm_sec,
          .minute = local.tm_min,
          .hour = local.tm_hour,
          .day = local.tm_mday,
          .month = local.tm_mon,
          .year = local.tm_year,
          .daylight_saving = local.tm_isdst};
}

std::string FormatArchiveTimestamp(const ArchiveTimestamp& stored) {
  std::tm time = {};
  time.tm_sec = stored.second;
  time.tm_min = stored.minute;
  time.tm_hour = stored.hour;
  time.tm_mday = stored.day;
  time.tm_mon = stored.month;
  time.tm_year = stored.year;
  time.tm_isdst = stored.daylight_saving;
  const std::tm as_stored = time;
  std::time_t instant = std::mktime(&time);
  if (instant == static_cast<std::time_t>(-1)) {
    // The zone here may have no such summer time.
    time = as_stored;
    time.tm_isdst = -1;
    instant = std::mktime(&time);
  }
  std::tm local = {};
  std::array<char, 128> text;
  if (localtime_r(&instant, &local) == nullptr) return "[unknown]";
  const size_t length =
      std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S %Z", &local);
  return length == 0 ? "[unknown]" : std::string(text.data(), length);
}

}  // namespace pgark
