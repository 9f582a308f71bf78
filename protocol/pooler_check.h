#ifndef PGARK_PROTOCOL_POOLER_CHECK_H_
#define PGARK_PROTOCOL_POOLER_CHECK_H_

#include "absl/status/status.h"
#include "protocol/connection.h"

namespace pgark {

// Empties the search path, but only of a session that is ours: behind a
// pooler that shares sessions between clients nothing is changed, because
// another client would inherit it. One round trip with a direct connection.
// Returns what CheckDirectConnection() says. Connection::Open() calls it.
absl::Status EmptySearchPath(Connection& connection);

// Finds out whether a pooler gives the connection another server session for
// every transaction (PgBouncer's pool_mode transaction or statement): locks,
// settings and snapshots would not stay. Returns FAILED_PRECONDITION with the
// advice to use the server's own address, OK for direct connections and for
// session pooling.
//
// A server announces its process id at login; a pooler has to announce an
// invented one, since it knows no session yet. If that differs from what the
// session says of itself, a second connection shows whether it gets the same
// session while the first is still there.
absl::Status CheckDirectConnection(Connection& connection);

}  // namespace pgark

#endif  // PGARK_PROTOCOL_POOLER_CHECK_H_
