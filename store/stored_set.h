#ifndef PGARK_STORE_STORED_SET_H_
#define PGARK_STORE_STORED_SET_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "store/manifest.h"
#include "store/set_name.h"
#include "store/store_log.h"

namespace pgark {

// A published set, as far as a listing sees it.
struct StoredSet {
  std::string database;
  SetName name;
  // How commands that read archives reach it: of a folder store the set's
  // folder.
  std::string location;
  // OK, or why the set cannot be used: its manifest is damaged, was changed
  // after it was published, or is of a newer program.
  absl::Status problem;
  Manifest manifest;  // meaningful when `problem` is OK
  // The manifest's verdict, or that of a later check in the store's log.
  SetVerdict verdict = SetVerdict::kUnverified;
  bool is_pinned = false;

  // Counts for retention: checked down to its data, and found good.
  bool is_good() const {
    return problem.ok() && verdict == SetVerdict::kVerified;
  }
  // What `latest` may mean.
  bool is_latest_candidate() const {
    return is_good() && !manifest.is_partial && name.kind != kSafetyKind;
  }
  // "app:20261120T020000Z-scheduled".
  std::string Selector() const { return database + ":" + name.ToString(); }
};

// Lets the last check of each set in the log decide its verdict.
void ApplyLog(const std::vector<LogRecord>& records,
              std::vector<StoredSet>* sets);

}  // namespace pgark

#endif  // PGARK_STORE_STORED_SET_H_
