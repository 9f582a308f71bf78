#ifndef PGARK_PROTOCOL_SESSION_H_
#define PGARK_PROTOCOL_SESSION_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "protocol/connection.h"

namespace pgark {

// How a session that reads a database is set up, so that its answers do not
// depend on the settings of role and database.
struct SessionOptions {
  // client_encoding; absent = what libpq and the server have agreed on.
  std::optional<std::string> encoding = std::nullopt;
  // SET ROLE.
  std::optional<std::string> role = std::nullopt;
  // -15 to 3; 3 writes every bit of a floating-point number.
  int extra_float_digits = 3;
  bool quote_all_identifiers = false;
  // Off makes a read that row security would filter fail.
  bool enable_row_security = false;
};

// Sends the settings for a dump, in one round trip (two with `encoding`). The
// search path has been emptied by Connection::Open(). Afterwards
// Parameter("client_encoding") and ("standard_conforming_strings") are what an
// archive records.
// Not set, as pg_dump leaves them: bytea_output, xmlbinary, lc_monetary and
// TimeZone follow role and database.
// Returns INVALID_ARGUMENT for extra_float_digits out of range or an encoding
// that the server does not have, PERMISSION_DENIED for a role that cannot be
// taken.
// REQUIRES: no transaction is open.
absl::Status SetUpDumpSession(Connection& connection,
                              const SessionOptions& options);

// For sessions that read pieces of tables by ctid, behind SetUpDumpSession()
// and whatever they read of the catalogs: such a plan is then never parallel,
// never a sequential scan, whatever the role's settings are.
absl::Status SetUpDataReading(Connection& connection);

// A dump's session refuses foreign tables, so that no function or view that it
// happens to call can read one; their own rows are read with `allow`, and
// nothing else. Does nothing on servers without that setting (minor releases
// before August 2024).
absl::Status AllowForeignTables(Connection& connection, bool allow);

// The text that SetUpDumpSession() sends to a server of `server_release` after
// the encoding has been set.
std::string DumpSessionSettings(const SessionOptions& options,
                                int server_release);

}  // namespace pgark

#endif  // PGARK_PROTOCOL_SESSION_H_
