#include "protocol/libpq_copy_in_stream.h"

#include <libpq-fe.h>
#include <sys/socket.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <utility>

#include "base/byte_order.h"
#include "base/status_macros.h"
#include "protocol/server_failure.h"

namespace pgark {
namespace {

// One CopyData message; the server copies each into a buffer of its own.
constexpr size_t kPieceBytes = size_t{64} << 10;

}  // namespace

// Every message is a type byte, a big-endian length that counts itself, and
// its body; an ErrorResponse's body begins with its severity, field 'S'. No
// text holds zero bytes, so that the middle of a notice is never taken for an
// error. Documentation: "Message Formats".
bool HoldsErrorResponse(absl::string_view bytes) {
  while (bytes.size() >= 6) {
    const uint32_t length = DecodeBigEndian32(bytes.data() + 1);
    if (bytes[0] == 'E') return bytes[1] == '\0' && bytes[5] == 'S';
    const bool passes = bytes[0] == 'N' || bytes[0] == 'A' || bytes[0] == 'S';
    if (!passes || length < 4 || length >= bytes.size()) return false;
    bytes.remove_prefix(size_t{1} + length);
  }
  return false;
}

LibpqCopyInStream::LibpqCopyInStream(LibpqConnection& connection,
                                     std::string sql)
    : connection_(connection), sql_(std::move(sql)) {}

LibpqCopyInStream::~LibpqCopyInStream() {
  if (ended_) return;
  connection_.RequestCancel();
  End("the data were abandoned").IgnoreError();  // failing is its purpose
}

absl::Status LibpqCopyInStream::Put(absl::string_view piece) {
  for (;;) {
    const int taken = PQputCopyData(connection_.conn(), piece.data(),
                                    static_cast<int>(piece.size()));
    if (taken == 1) return absl::OkStatus();
    if (taken < 0) return End("the data could not be sent");
    RETURN_IF_ERROR(Push());
    if (ended_) return failure_;
  }
}

absl::Status LibpqCopyInStream::Write(absl::string_view bytes) {
  if (ended_) return AlreadyEnded();
  while (!bytes.empty()) {
    const absl::string_view piece = bytes.substr(0, kPieceBytes);
    bytes.remove_prefix(piece.size());
    RETURN_IF_ERROR(Put(piece));
    unpushed_bytes_ += piece.size();
    if (unpushed_bytes_ < kPieceBytes) continue;
    unpushed_bytes_ = 0;
    RETURN_IF_ERROR(Push());
  }
  return absl::OkStatus();
}

absl::Status LibpqCopyInStream::Push() {
  for (;;) {
    const int unsent = PQflush(connection_.conn());
    if (unsent < 0) return End("the data could not be sent");
    // While everything goes out at once, the answers are only looked at.
    SocketWaiter::Wanted wanted{.readable = true, .writable = unsent == 1};
    if (unsent == 0) wanted.deadline = SocketWaiter::Clock::now();
    ASSIGN_OR_RETURN(
        const SocketWaiter::Happened happened,
        connection_.waiter().Wait(PQsocket(connection_.conn()), wanted));
    if (happened.stopped) {
      // A server that is busy with earlier rows would not see the end of the
      // data.
      connection_.RequestCancel();
      End("stopped").IgnoreError();  // the server only repeats our reason
      failure_ = absl::CancelledError("stopped");
      return failure_;
    }
    if (happened.readable && ServerHasFailed()) {
      return End("the server has failed the statement");
    }
    if (unsent == 0) return absl::OkStatus();
  }
}

bool LibpqCopyInStream::ServerHasFailed() {
  pg_conn* const conn = connection_.conn();
  // libpq takes an error in only after the end of the data, so it is looked
  // for in the socket. Through encryption that is impossible: there the data
  // go on, are dropped by the server, and Finish() tells.
  if (PQsslInUse(conn) == 0 && PQgssEncInUse(conn) == 0) {
    char bytes[8192];
    const ssize_t count =
        recv(PQsocket(conn), bytes, sizeof(bytes), MSG_PEEK | MSG_DONTWAIT);
    if (count > 0 && HoldsErrorResponse(absl::string_view(
                         bytes, static_cast<size_t>(count)))) {
      return true;
    }
  }
  // Notices have to be read, or the server could not go on. The connection's
  // loss is the end too.
  return PQconsumeInput(conn) == 0;
}

absl::Status LibpqCopyInStream::SendEnd(const char* reason) {
  for (;;) {
    const int taken = PQputCopyEnd(connection_.conn(), reason);
    if (taken != 0) return absl::OkStatus();  // a failure shows in the verdict
    RETURN_IF_ERROR(connection_.WaitForServer(/*or_writable=*/true));
  }
}

absl::Status LibpqCopyInStream::End(const char* reason) {
  ended_ = true;
  failure_ = SendEnd(reason);
  if (failure_.ok()) failure_ = connection_.FinishStatement(sql_).status();
  return failure_;
}

absl::Status LibpqCopyInStream::AwaitNextCopy() {
  for (;;) {
    ASSIGN_OR_RETURN(const PgResultPtr result, connection_.NextResult());
    if (result == nullptr) {
      return absl::FailedPreconditionError(
          "the message holds no further COPY that takes data");
    }
    switch (PQresultStatus(result.get())) {
      case PGRES_COPY_IN:
        return absl::OkStatus();
      case PGRES_COMMAND_OK:
      case PGRES_TUPLES_OK:
      case PGRES_EMPTY_QUERY:
        break;
      default:
        absl::Status failure =
            FailureFromResult(result.get(), connection_.conn(), sql_);
        // Reads to the end; the first failure counts.
        connection_.FinishStatement(sql_).IgnoreError();
        return failure;
    }
  }
}

absl::Status LibpqCopyInStream::NextCopy() {
  if (ended_) return AlreadyEnded();
  absl::Status status = SendEnd(nullptr);
  if (status.ok()) status = AwaitNextCopy();
  if (!status.ok()) {
    ended_ = true;
    failure_ = status;
  }
  unpushed_bytes_ = 0;
  return status;
}

absl::Status LibpqCopyInStream::AlreadyEnded() const {
  return failure_.ok() ? absl::FailedPreconditionError(
                             "the COPY has already been finished")
                       : failure_;
}

absl::Status LibpqCopyInStream::Finish() {
  if (ended_) return AlreadyEnded();
  return End(nullptr);
}

}  // namespace pgark
