#ifndef PGARK_TOOLS_STORE_FLAGS_H_
#define PGARK_TOOLS_STORE_FLAGS_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "store/clock.h"
#include "store/retention.h"
#include "store/store.h"
#include "tools/option_table.h"

namespace pgark {

// Which store, and what time it is there.
struct StoreFlags {
  std::string location;  // "" = PGARK_STORE, then BACKUP_DIR
  std::optional<absl::Time> now;
};

void AddStoreOptions(OptionTable& table, StoreFlags* flags);
// Returns INVALID_ARGUMENT with the ways to name a store when none is named,
// and what OpenStore() returns.
absl::StatusOr<std::unique_ptr<Store>> OpenNamedStore(const StoreFlags& flags);
// The system's clock, or the time of --now.
std::unique_ptr<Clock> MakeClock(const StoreFlags& flags);

// The retention policy of `prune` and `backup --prune`.
struct RetentionFlags {
  RetentionPolicy policy;
  std::string time_zone;
};
void AddRetentionOptions(OptionTable& table, RetentionFlags* flags);
// Returns the policy with the usual kinds, INVALID_ARGUMENT for none, an
// impossible one and an unknown time zone.
absl::StatusOr<RetentionPolicy> ResolveRetention(const RetentionFlags& flags);

// Databases and sets as operands name them: "app", "app:latest", "latest".
// Returns what ParseSetSelector(), ChooseDatabase() and SelectSet() return.
absl::StatusOr<StoredSet> FindSet(const Store& store, absl::string_view text,
                                  absl::string_view kind, absl::Time now);

// Who takes a lock: this process.
LockHolder ThisProcess(const std::string& what, absl::Time now);

OptionAction SetKind(std::string* target);

}  // namespace pgark

#endif  // PGARK_TOOLS_STORE_FLAGS_H_
