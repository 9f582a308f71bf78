#ifndef PGARK_STORE_STORE_LOG_H_
#define PGARK_STORE_STORE_LOG_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace pgark {

inline constexpr int kLogVersion = 1;

// What happened in a store: one file in its log, written once. Sets never
// change, so what is found out about them later stands here.
struct LogRecord {
  absl::Time time{};       // when it ended
  std::string action{};    // "backup", "verify", "drill", "restore", "prune"
  std::string database{};  // "" = the whole store
  std::string set{};       // "" = none, or none was made
  // "verified", "failed", "unverified"; of a drill or restore "passed" or
  // "failed"; of a prune "done".
  std::string verdict{};
  std::string level{};  // of a check: "rows"
  double seconds = 0;
  std::string version{};  // of the program
  std::string message{};  // why it failed, what was removed
  std::string run_id{};

  friend bool operator==(const LogRecord&, const LogRecord&) = default;
};

// The file's name: "20261120T020000.123456Z-backup-1a2b3c4d.json". Sorts by
// time; `unique` tells records of one moment apart.
std::string LogFileName(const LogRecord& record, absl::string_view unique);
// Whether it is one of ours; others are passed over.
bool IsLogFileName(absl::string_view name);

std::string WriteLogRecord(const LogRecord& record);
// Returns DATA_LOSS for what is no record, FAILED_PRECONDITION for one of a
// newer version.
absl::StatusOr<LogRecord> ReadLogRecord(absl::string_view text);

// Returns the last record of that action about the set (or, with set = "",
// about the database), nullptr for none. `records` are sorted by time.
const LogRecord* LastRecord(const std::vector<LogRecord>& records,
                            absl::string_view action,
                            absl::string_view database, absl::string_view set);

}  // namespace pgark

#endif  // PGARK_STORE_STORE_LOG_H_
