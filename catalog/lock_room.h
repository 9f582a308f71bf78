#ifndef PGARK_CATALOG_LOCK_ROOM_H_
#define PGARK_CATALOG_LOCK_ROOM_H_

#include <cstddef>

#include "absl/status/status.h"
#include "protocol/connection.h"

namespace pgark {

// Whether the server had no room for a lock ("out of shared memory"), or
// another want of memory.
bool IsLackOfMemory(const absl::Status& status);

// Returns `status`, the failure of a transaction that locks about `needed`
// tables and views and reads the catalogs, with the setting as its hint with
// which the server has room for them: nobody finds that out by looking at the
// one lock for which the last place was missing. Unchanged when another memory
// was meant, or the server does not tell its settings.
//
// Ends the transaction, which is lost anyway.
absl::Status ExplainLackOfLocks(Connection& connection, absl::Status status,
                                size_t needed);

}  // namespace pgark

#endif  // PGARK_CATALOG_LOCK_ROOM_H_
