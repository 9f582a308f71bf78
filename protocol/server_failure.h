#ifndef PGARK_PROTOCOL_SERVER_FAILURE_H_
#define PGARK_PROTOCOL_SERVER_FAILURE_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

struct pg_conn;
struct pg_result;

namespace pgark {

// How what libpq says becomes a Status.

// Returns the failure that `result` holds: the server's message with SQLSTATE,
// DETAIL, HINT, CONTEXT and the statement attached; UNAVAILABLE whenever the
// connection is gone. An empty `sql` attaches no statement.
// REQUIRES: the result is an error, or NULL after libpq failed by itself.
absl::Status FailureFromResult(const pg_result* result, const pg_conn* conn,
                               absl::string_view sql);

// The same for libpq's own failures: PQerrorMessage() without a result.
absl::Status FailureFromConnection(const pg_conn* conn, absl::string_view sql);

// A failed login attempt. libpq offers no result there, so the SQLSTATE is
// read from the message, which must have been made with PQERRORS_VERBOSE.
struct LoginFailure {
  std::string message;   // one line, without SQLSTATE and source location
  std::string sqlstate;  // "" when no server has answered
};
LoginFailure ParseLoginFailure(absl::string_view verbose_message);

// Returns at most about 600 bytes of `sql`, around `position` (characters, as
// the server counts them, 1 is the first) if there is one. Nothing behind the
// word "password" is returned: statements that hold secrets name them so.
std::string ShortenStatement(absl::string_view sql,
                             std::optional<int> position = std::nullopt);

// Returns libpq's text without its last newline, lines joined with "; ".
std::string OneLine(absl::string_view text);

}  // namespace pgark

#endif  // PGARK_PROTOCOL_SERVER_FAILURE_H_
