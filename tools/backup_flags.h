#ifndef PGARK_TOOLS_BACKUP_FLAGS_H_
#define PGARK_TOOLS_BACKUP_FLAGS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "jobs/dump_job.h"
#include "store/manifest.h"
#include "tools/dump_flags.h"
#include "tools/option_table.h"
#include "tools/store_flags.h"

namespace pgark {

// The options of `pgark backup`, as given: those of dump, and its own.
struct BackupFlags {
  DumpFlags dump;
  StoreFlags store;
  RetentionFlags retention;
  std::string kind = kManualKind;
  std::string description;
  std::string verify_level = "rows";
  std::vector<std::string> also_as;  // "sql", "sql.gz"
  bool prune = false;
  bool no_space_check = false;
};

OptionTable MakeBackupOptions(BackupFlags* flags);

// Returns what ResolveDumpFlags() returns, and INVALID_ARGUMENT for options of
// dump that make no sense in a set.
absl::StatusOr<DumpJobOptions> ResolveBackupFlags(const BackupFlags& flags);

// What the manifest says about the options: which were given, whether they
// leave something out, what restore should do by default.
void DescribeOptions(const OptionTable& table, Manifest* manifest);

}  // namespace pgark

#endif  // PGARK_TOOLS_BACKUP_FLAGS_H_
