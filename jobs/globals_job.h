#ifndef PGARK_JOBS_GLOBALS_JOB_H_
#define PGARK_JOBS_GLOBALS_JOB_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/byte_sink.h"
#include "catalog/globals_ddl.h"
#include "protocol/connection.h"
#include "protocol/session.h"

namespace pgark {

struct GlobalsJobOptions {
  GlobalsOptions statements;
  SessionOptions session;
  bool roles = true;
  bool tablespaces = true;
  bool role_passwords = true;
  bool verbose = false;                     // when it began and ended
  std::optional<std::string> restrict_key;  // nothing = random
};

struct GlobalsSummary {
  size_t role_count = 0;
  size_t membership_count = 0;
  size_t tablespace_count = 0;
  // Passwords were asked for and may not be read.
  bool lacks_passwords = false;
  std::vector<std::string> warnings;
};

// Writes what belongs to the whole server as a script, as `pg_dumpall
// --globals-only` does (docs/objects.md, "Globals"). `connection` is a fresh
// session with any database. Returns what ReadGlobals(), GlobalsDdl or the
// sink says, INVALID_ARGUMENT for a restrict key that psql would not take.
absl::StatusOr<GlobalsSummary> WriteGlobals(Connection& connection,
                                            const GlobalsJobOptions& options,
                                            ByteSink& sink);

// The same in a transaction that is open already, of a session that
// SetUpDumpSession() has set up: at the state that a dump reads.
absl::StatusOr<GlobalsSummary> WriteGlobalsAtSnapshot(
    Connection& connection, const GlobalsJobOptions& options, ByteSink& sink);

}  // namespace pgark

#endif  // PGARK_JOBS_GLOBALS_JOB_H_
