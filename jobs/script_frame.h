#ifndef PGARK_JOBS_SCRIPT_FRAME_H_
#define PGARK_JOBS_SCRIPT_FRAME_H_

#include <ctime>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "archive/archive_header.h"
#include "jobs/restore_options.h"

namespace pgark {

// Returns the key of \restrict: the one that was chosen, or a random one.
// INVALID_ARGUMENT for one with other characters than letters and digits.
absl::StatusOr<std::string> ChooseRestrictKey(
    const std::optional<std::string>& chosen);

// What stands around the entries of a script: its heading and end, and the
// commands to psql that confine it and lead to another database.
//
// thread-compatible
class ScriptFrame {
 public:
  // Chooses a random key for \restrict, unless the options bring one. Returns
  // INVALID_ARGUMENT for one with other characters than letters and digits.
  // `release`: of the pg_restore that is imitated.
  static absl::StatusOr<ScriptFrame> Create(const RestoreOptions& options,
                                            int release);

  // Everything before the SET statements.
  std::string Begin(const ArchiveHeader& header) const;
  // Everything behind the entries.
  std::string End(std::time_t now) const;
  // Leads psql to another database. Returns INVALID_ARGUMENT for a name with
  // a line break, which psql cannot be told.
  absl::StatusOr<std::string> Connect(absl::string_view database) const;

 private:
  ScriptFrame(bool verbose, int release, std::string key)
      : verbose_(verbose), release_(release), key_(std::move(key)) {}

  bool verbose_;
  int release_;
  std::string key_;  // "": without \restrict
};

}  // namespace pgark

#endif  // PGARK_JOBS_SCRIPT_FRAME_H_
