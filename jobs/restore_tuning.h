#ifndef PGARK_JOBS_RESTORE_TUNING_H_
#define PGARK_JOBS_RESTORE_TUNING_H_

#include <string>

#include "absl/status/status.h"
#include "protocol/connection.h"

namespace pgark {

// Settings that make a bulk load faster and risk nothing but a database that is
// not in use yet: what a crash of the server takes away, the next restore
// brings back. `session_count` sessions share the memory.
//
//   synchronous_commit     off: no commit waits for the disk
//   maintenance_work_mem   for indexes and foreign keys: all sessions together
//                          use what the server has as shared buffers, at least
//                          256 MB and at most 4 GB; never less than it was
//
// Returns what the server says.
absl::Status TuneSession(Connection& connection, int session_count);

// Commits so that the server answers only when everything that was committed
// before, by whatever session, is on disk (and with its synchronous standbys,
// if it has some). Takes the session's settings back. Returns what the server
// says: then nobody knows.
// REQUIRES: no transaction is open.
absl::Status CommitForGood(Connection& connection);

}  // namespace pgark

#endif  // PGARK_JOBS_RESTORE_TUNING_H_
