#ifndef PGARK_TOOLS_RESTORE_SAFETY_FLAGS_H_
#define PGARK_TOOLS_RESTORE_SAFETY_FLAGS_H_

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "jobs/restore_safety.h"
#include "tools/option_table.h"

namespace pgark {

// The options of restore that decide about what is in the target already; ours
// alone, long only.
struct RestoreSafetyFlags {
  bool into_existing = false;
  bool create_new = false;
  bool replace = false;
  bool swap = false;
  bool drop_old = false;
  bool disconnect_others = false;
  bool no_check = false;
  bool yes = false;
  bool dry_run = false;
  bool create_missing_roles = false;
  std::vector<std::string> renamed_roles;  // "old=new"
  int64_t abort_window_milliseconds = 5000;

  // Whether the database itself is created, replaced or exchanged.
  bool makes_database() const { return create_new || replace || swap; }
};

void AddRestoreSafetyOptions(OptionTable& table, RestoreSafetyFlags* flags);

// Returns the options; INVALID_ARGUMENT for those that exclude each other.
// `is_part`: only a part of the archive was asked for.
absl::StatusOr<SafetyOptions> ResolveSafetyFlags(
    const RestoreSafetyFlags& flags, bool is_part);

// What RestoreGuards::agree_to_loss does: asks the person at the terminal. With
// nobody there, -c goes on as in pg_restore; the rest needs --yes. Returns
// INVALID_ARGUMENT or CANCELLED when nothing may be lost.
absl::Status AgreeToLoss(const RestoreSafetyFlags& flags, LossKind kind,
                         const TargetContents& contents,
                         const std::stop_token& stop);

}  // namespace pgark

#endif  // PGARK_TOOLS_RESTORE_SAFETY_FLAGS_H_
