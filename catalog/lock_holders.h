#ifndef PGARK_CATALOG_LOCK_HOLDERS_H_
#define PGARK_CATALOG_LOCK_HOLDERS_H_

#include <string>

#include "absl/status/statusor.h"
#include "archive/dump_id.h"
#include "protocol/connection.h"

namespace pgark {

// Returns who keeps others from reading a table, in words for people: every
// session that holds or awaits ACCESS EXCLUSIVE on it, with its pid, user,
// application, state, since when, its query, and those it waits for itself; a
// prepared transaction with its name. What the server hides from the role is
// left out. "" when nobody is in the way (any more). Two round trips.
// Returns the server's failures.
absl::StatusOr<std::string> DescribeLockHolders(Connection& connection,
                                                Oid relation);

}  // namespace pgark

#endif  // PGARK_CATALOG_LOCK_HOLDERS_H_
