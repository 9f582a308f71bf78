#ifndef PGARK_TOOLS_RESTORE_FLAGS_H_
#define PGARK_TOOLS_RESTORE_FLAGS_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "jobs/restore_options.h"
#include "tools/connection_flags.h"
#include "tools/option_table.h"
#include "tools/report.h"
#include "tools/restore_safety_flags.h"
#include "tools/selection_flags.h"
#include "tools/store_flags.h"

namespace pgark {

// The options of `pgark restore`, as given; pg_restore's, and ours long only.
struct RestoreFlags {
  CommonOptions common;
  ConnectionFlags connection;
  SelectionFlags selection;
  RestoreSafetyFlags safety;
  StoreFlags store;
  RestoreOptions restore;
  std::optional<std::string> script_path;  // -f
  bool list = false;                       // -l
  std::string format;                      // -F: only checked
  int jobs = 0;                            // 0 = our default
  bool no_sync = false;
  bool no_tuning = false;
  bool no_analyze = false;
  bool no_reconnect = false;  // has had no effect for long
  // Called as pg_restore: its options, defaults and exit codes, nothing of
  // ours.
  bool as_pg_restore = false;
};

// `flags->as_pg_restore` decides which options there are.
OptionTable MakeRestoreOptions(RestoreFlags* flags);

// Returns the options with everything resolved; INVALID_ARGUMENT for
// combinations that make no sense (docs/archive-format.md, "Option clashes").
absl::StatusOr<RestoreOptions> ResolveRestoreFlags(const RestoreFlags& flags);

}  // namespace pgark

#endif  // PGARK_TOOLS_RESTORE_FLAGS_H_
