#ifndef PGARK_TOOLS_SOURCE_H_
#define PGARK_TOOLS_SOURCE_H_

#include <string>

#include "absl/status/statusor.h"
#include "tools/store_flags.h"

namespace pgark {

// The archive that a person means by SOURCE, as a path (docs/backups.md,
// "Naming a set"):
// - "-", whatever exists, holds a "/" or ends as archives do: that file; of a
//   set's folder its archive;
// - otherwise a set of the store: app:latest, latest, 2026-11-20, a name.
// Without a store a plain word stays a path, so that the system says that it is
// not there. Returns what FindSet() returns, and the set's own problem when its
// manifest is damaged.
absl::StatusOr<std::string> ResolveSource(const std::string& text,
                                          const StoreFlags& flags);

}  // namespace pgark

#endif  // PGARK_TOOLS_SOURCE_H_
