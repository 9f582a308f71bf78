#ifndef PGARK_PROTOCOL_LOGIN_ATTEMPT_H_
#define PGARK_PROTOCOL_LOGIN_ATTEMPT_H_

#include <chrono>
#include <string>

#include "absl/status/status.h"
#include "protocol/conninfo.h"
#include "protocol/pg_handles.h"
#include "protocol/socket_waiter.h"

namespace pgark {

// One login that was tried.
struct LoginAttempt {
  // OK: `conn` can be used. Otherwise the code of Connection::Open(), with the
  // SQLSTATE if a server has answered; names database, user, host and port.
  absl::Status status;
  // Also after a failure, for what libpq knows about it.
  PgConnPtr conn;
  // The server wants a password and libpq had none.
  bool needs_password = false;
  // No server was reached, or one that is starting up: worth another attempt.
  bool may_be_transient = false;
};

// Tries to log in. Every address gets connect_timeout, or `attempt_timeout` if
// that is not set anywhere; after silence the next one is tried, as libpq's
// blocking calls do. CANCELLED when the waiter's stop is requested.
LoginAttempt TryToLogIn(const ConnectionParameters& parameters,
                        std::chrono::milliseconds attempt_timeout,
                        const SocketWaiter& waiter);

}  // namespace pgark

#endif  // PGARK_PROTOCOL_LOGIN_ATTEMPT_H_
