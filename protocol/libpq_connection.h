#ifndef PGARK_PROTOCOL_LIBPQ_CONNECTION_H_
#define PGARK_PROTOCOL_LIBPQ_CONNECTION_H_

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
#include "protocol/connection.h"
#include "protocol/pg_handles.h"
#include "protocol/socket_waiter.h"

namespace pgark {

// The Connection over libpq. libpq never blocks here: the socket is
// non-blocking, and every wait is a SocketWaiter's, so that a stop request is
// always seen and a send never deadlocks with an answer.
//
// thread-compatible
class LibpqConnection final : public Connection {
 public:
  // Takes a connection whose login is done, and what to give to workers.
  LibpqConnection(PgConnPtr conn, ConnectionOptions worker_options);
  ~LibpqConnection() override;
  LibpqConnection(const LibpqConnection&) = delete;
  LibpqConnection& operator=(const LibpqConnection&) = delete;

  int server_version_number() const override;
  std::string server_version_text() const override;
  std::string Parameter(const std::string& name) const override;
  std::string database() const override;
  std::string user() const override;
  std::string host() const override;
  std::string port() const override;
  int backend_pid() const override;
  ConnectionOptions OptionsForWorkers() const override;
  absl::Status SetStopToken(std::stop_token stop) override;
  absl::StatusOr<Result> Query(const std::string& sql) override;
  using Connection::QueryBinary;
  absl::StatusOr<Result> QueryBinary(
      const std::string& sql,
      std::span<const absl::string_view> parameters) override;
  absl::StatusOr<std::vector<Result>> Pipeline(
      std::span<const std::string> statements) override;
  absl::StatusOr<std::unique_ptr<CopyOutStream>> CopyOut(
      const std::string& sql) override;
  absl::StatusOr<std::unique_ptr<CopyInStream>> CopyIn(
      const std::string& sql) override;
  std::unique_ptr<Canceller> MakeCanceller() const override;
  bool in_transaction() const override;
  bool transaction_failed() const override;
  void SetNoticeHandler(
      std::function<void(const std::string& text)> handler) override;

  // What the streams and the pipeline are built from.

  // How long a cancelled statement may take to end.
  static constexpr std::chrono::milliseconds kEndTime{20000};

  // Whether a statement may be started: CANCELLED once a stop is requested,
  // UNAVAILABLE without a connection, INVALID_ARGUMENT for a zero byte.
  absl::Status BeginStatement(absl::string_view sql);
  // Waits until something has arrived and takes it in, or, when
  // `or_writable`, until something can be sent. A stop request sends a cancel
  // once; the server's verdict then has to come within a bound, else the
  // connection is given up. Returns UNAVAILABLE when the connection is gone.
  absl::Status WaitForServer(bool or_writable);
  // Sends what libpq has collected, taking in what arrives meanwhile.
  absl::Status Flush();
  // Returns the statement's next result, NULL after its last one (which also
  // ends what a stop request has begun).
  absl::StatusOr<PgResultPtr> NextResult();
  // Reads to the statement's end. Returns the first failure, or the last
  // result; `sql` is attached to failures.
  absl::StatusOr<PgResultPtr> FinishStatement(absl::string_view sql);
  // Asks the server to stop the statement, whose end then has to come within
  // kEndTime.
  void RequestCancel();
  // RequestCancel(), and reads to the end; what cannot be drained costs the
  // connection.
  void CancelAndDrain();
  // Ends the connection where the two sides no longer agree on what comes
  // next: every later call fails with UNAVAILABLE.
  void GiveUp();
  // Whatever runs now or is started next has to end within `time`, or the
  // connection is given up; a stop request is not looked at meanwhile.
  void LimitTheEnd(std::chrono::milliseconds time = kEndTime);
  pg_conn* conn() const { return conn_.get(); }
  const SocketWaiter& waiter() const { return waiter_; }

 private:
  absl::StatusOr<PgResultPtr> StartCopy(const std::string& sql, int expected);
  void StatementEnded();

  const PgConnPtr conn_;
  const ConnectionOptions worker_options_;
  std::function<void(const std::string& text)> notice_handler_;
  SocketWaiter waiter_;
  bool given_up_ = false;
  // Encrypted only: the last thing taken in came straight from the socket, and
  // the library that decrypts may hold more.
  bool may_hold_more_ = false;
  // Set while a cancelled statement's end is waited for.
  std::optional<SocketWaiter::Clock::time_point> end_deadline_;
};

// Connection::Open() without its last step: nothing is executed yet, and the
// search path is the role's.
absl::StatusOr<std::unique_ptr<LibpqConnection>> OpenUntouched(
    const ConnectionOptions& options, std::stop_token stop);

// Lets `handler` (or nobody) hear the notices of `conn`, instead of stderr.
// The handler must live as long as the connection or the next call.
void ReceiveNotices(
    pg_conn* conn, const std::function<void(const std::string& text)>* handler);

}  // namespace pgark

#endif  // PGARK_PROTOCOL_LIBPQ_CONNECTION_H_
