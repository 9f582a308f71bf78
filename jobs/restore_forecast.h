#ifndef PGARK_JOBS_RESTORE_FORECAST_H_
#define PGARK_JOBS_RESTORE_FORECAST_H_

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "jobs/guarded_restore.h"
#include "jobs/target_adaptation.h"
#include "jobs/target_contents.h"

namespace pgark {

// Something that speaks against a restore.
struct ForecastProblem {
  // With it the restore cannot work, or not completely.
  bool is_fatal = false;
  std::string text;
  std::string remedy;  // "" for none
};

struct ForecastTable {
  std::string name;         // schema.table
  uint64_t data_bytes = 0;  // decoded, estimated; 0 = unknown
};

// What a restore would do, found out without doing anything.
struct RestoreForecast {
  std::string database;
  bool exists = false;
  TargetContents contents;  // of the database, as far as it exists
  int server_release = 0;
  std::string database_action;  // "created", "dropped and created", ...
  // Entries by description, the biggest number first.
  std::vector<ObjectCount> dropped;
  std::vector<ObjectCount> created;
  std::vector<ForecastTable> tables;  // with rows, the biggest first
  uint64_t data_bytes = 0;            // decoded, estimated
  uint64_t index_count = 0;           // built from the rows, disk on top
  // What the server has beside that while it runs (--swap: the old database).
  uint64_t kept_bytes = 0;
  std::vector<std::string> extensions;  // needed
  // Locks that are held at once, about; and how many the server has room for.
  uint64_t lock_count = 0;
  uint64_t lock_room = 0;
  std::vector<LeftOut> left_out;
  std::vector<ForecastProblem> problems;

  bool can_work() const;
};

// Looks into archive and target. Returns what connecting and the queries
// return.
absl::StatusOr<RestoreForecast> ForecastRestore(const GuardedRestore& restore,
                                                const std::stop_token& stop);

}  // namespace pgark

#endif  // PGARK_JOBS_RESTORE_FORECAST_H_
