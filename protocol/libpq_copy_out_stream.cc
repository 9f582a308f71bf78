#include "protocol/libpq_copy_out_stream.h"

#include <libpq-fe.h>

#include <cstddef>
#include <utility>

#include "protocol/server_failure.h"

namespace pgark {

LibpqCopyOutStream::LibpqCopyOutStream(LibpqConnection& connection,
                                       std::string sql)
    : connection_(connection), sql_(std::move(sql)) {}

LibpqCopyOutStream::~LibpqCopyOutStream() {
  if (!ended_) connection_.CancelAndDrain();
}

int LibpqCopyOutStream::TakeRow() {
  char* row = nullptr;
  row_length_ = PQgetCopyData(connection_.conn(), &row, /*async=*/1);
  row_.reset(row);
  return row_length_;
}

// -1 is the end of the data, after which the statement's verdict follows; -2
// is libpq's own failure.
absl::Status LibpqCopyOutStream::End(int code) {
  ended_ = true;
  if (code == -2) {
    failure_ = FailureFromConnection(connection_.conn(), sql_);
    return failure_;
  }
  failure_ = connection_.FinishStatement(sql_).status();
  return failure_;
}

absl::StatusOr<std::optional<absl::string_view>> LibpqCopyOutStream::Next() {
  if (!row_waits_) {
    if (ended_) {
      if (!failure_.ok()) return failure_;
      return std::nullopt;
    }
    for (int length = TakeRow(); length <= 0; length = TakeRow()) {
      if (length < 0) {
        const absl::Status ended = End(length);
        if (!ended.ok()) return ended;
        return std::nullopt;
      }
      const absl::Status waited = connection_.WaitForServer(false);
      if (!waited.ok()) {
        ended_ = true;
        failure_ = waited;
        return failure_;
      }
    }
  }
  row_waits_ = false;
  return absl::string_view(row_.get(), static_cast<size_t>(row_length_));
}

bool LibpqCopyOutStream::WouldBlock() {
  if (row_waits_ || ended_) return false;
  if (TakeRow() == 0) {
    // Nothing in memory: what has arrived in the socket counts as well. A loss
    // is reported by Next(), which does not block then.
    if (PQconsumeInput(connection_.conn()) == 0) return false;
    if (TakeRow() == 0) return true;
  }
  if (row_length_ > 0) {
    row_waits_ = true;
  } else {
    End(row_length_).IgnoreError();  // Next() returns it
  }
  return false;
}

}  // namespace pgark
