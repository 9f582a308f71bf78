#ifndef PGARK_PROTOCOL_CONNECTION_H_
#define PGARK_PROTOCOL_CONNECTION_H_

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "protocol/connection_options.h"
#include "protocol/copy_in_stream.h"
#include "protocol/copy_out_stream.h"
#include "protocol/result.h"

namespace pgark {

// Asks a server to stop what a connection is doing. May outlive the connection.
//
// thread-safe
class Canceller {
 public:
  virtual ~Canceller() = default;
  // Sends the request over a connection of its own. The cancelled statement
  // fails with CANCELLED on its own connection. Returns UNAVAILABLE when the
  // request could not be sent.
  virtual absl::Status Cancel() const = 0;
};

// One session with a server. A connection is a world: results and streams
// that come from it are used by the same thread, and a stream must be finished
// or destroyed before the next call.
//
// Failures carry the SQLSTATE, the server's DETAIL and HINT, and their code
// follows from the SQLSTATE's class (protocol/sqlstate.h). UNAVAILABLE means
// that the connection is gone.
//
// thread-compatible
class Connection {
 public:
  // Connects, within options.wait_for_server and 10 s an attempt (unless
  // connect_timeout is set), asks for a password as the options say, and
  // empties the search path before anything else is executed. Keepalives find
  // a dead peer in about two minutes unless the user set them otherwise.
  // `stop` also ends everything that is executed later: SetStopToken().
  // Returns UNAVAILABLE when no connection could be made (the message names
  // host, port, database and user, never the password),
  // UNAUTHENTICATED / PERMISSION_DENIED when the login failed,
  // NOT_FOUND when there is no such database,
  // INVALID_ARGUMENT for options that make no sense,
  // FAILED_PRECONDITION when a transaction pooler answers (pooler_check.h),
  // CANCELLED when `stop` was requested meanwhile.
  // Looking up a host's name is the system's work and cannot be stopped.
  static absl::StatusOr<std::unique_ptr<Connection>> Open(
      const ConnectionOptions& options, std::stop_token stop = {});

  virtual ~Connection() = default;

  // The server's number, for example 150020, and its release, 15.
  virtual int server_version_number() const = 0;
  int server_release() const { return server_version_number() / 10000; }
  // server_version as the server writes it: "15.20 (Debian 15.20-0+deb12u1)".
  virtual std::string server_version_text() const = 0;
  // A parameter that the server reports, for example client_encoding;
  // "" when it does not.
  virtual std::string Parameter(const std::string& name) const = 0;
  // The database, user, host and port that libpq really used.
  virtual std::string database() const = 0;
  virtual std::string user() const = 0;
  virtual std::string host() const = 0;
  virtual std::string port() const = 0;
  virtual int backend_pid() const = 0;

  // What to open further sessions with, for the workers: the host and port
  // that were really used (of several hosts another may be another server) and
  // the password that worked. Holds secrets: never print it.
  virtual ConnectionOptions OptionsForWorkers() const = 0;

  // A request on `stop` cancels what runs here, and lets whatever is started
  // later fail with CANCELLED without being sent. A statement that ends well
  // nevertheless is reported as such. {} = nothing stops it: for cleaning up.
  virtual absl::Status SetStopToken(std::stop_token stop) = 0;

  // Sends `sql` as one simple Query message; several statements in it are one
  // implicit transaction. Returns the last statement's rows. INVALID_ARGUMENT
  // for a zero byte, which would end the statement early; FAILED_PRECONDITION
  // for a COPY that moves data (it has been cancelled then).
  virtual absl::StatusOr<Result> Query(const std::string& sql) = 0;
  absl::Status Execute(const std::string& sql) { return Query(sql).status(); }

  // The same for exactly one statement, whose columns come back in PostgreSQL's
  // binary formats: Result::Text() is then a value's bytes (a bytea's content
  // as it is), and only IsNull(), Text() and NullableText() make sense.
  // `parameters` are $1, $2, ... in binary format too, never NULL: give their
  // types by casts, for example lowrite(0, $1::bytea). INVALID_ARGUMENT for one
  // larger than 1 GiB.
  virtual absl::StatusOr<Result> QueryBinary(
      const std::string& sql,
      std::span<const absl::string_view> parameters) = 0;
  absl::StatusOr<Result> QueryBinary(const std::string& sql) {
    return QueryBinary(sql, {});
  }

  // Sends every statement (one each) before reading the first answer, so that
  // the round trips do not grow with their number. Returns the results in
  // order, or the first failure with the statement attached. Outside a
  // transaction block all of them are one transaction. No COPY.
  virtual absl::StatusOr<std::vector<Result>> Pipeline(
      std::span<const std::string> statements) = 0;

  // `sql` must be COPY ... TO STDOUT / COPY ... FROM STDIN, otherwise the
  // statement's failure or FAILED_PRECONDITION comes back. Other commands may
  // stand before the COPY, in the same message.
  // The stream borrows the connection.
  virtual absl::StatusOr<std::unique_ptr<CopyOutStream>> CopyOut(
      const std::string& sql) = 0;
  virtual absl::StatusOr<std::unique_ptr<CopyInStream>> CopyIn(
      const std::string& sql) = 0;

  // Returns a way to cancel what runs here from another thread.
  virtual std::unique_ptr<Canceller> MakeCanceller() const = 0;

  // Whether a transaction is open, and whether a statement has ended it with
  // an error, so that only ROLLBACK remains.
  virtual bool in_transaction() const = 0;
  virtual bool transaction_failed() const = 0;

  // What the server says beside its answers, as "WARNING: text"; default:
  // drop. Called by the thread that uses the connection, within a call.
  virtual void SetNoticeHandler(
      std::function<void(const std::string& text)> handler) = 0;

 protected:
  Connection() = default;
};

}  // namespace pgark

#endif  // PGARK_PROTOCOL_CONNECTION_H_
