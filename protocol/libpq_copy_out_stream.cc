#include "protocol/libpq_copy_out_stream.h"

#include <libpq-fe.h>

#include <cstddef>
#include <utility>

#include "base/move_bytes.h"
#include "protocol/server_failure.h"

namespace pgark {

namespace {

// What PQgetCopyData() returns instead of a length; 0 is: not yet.
constexpr int kEndOfData = -1;
constexpr int kLibpqFailed = -2;

}  // namespace

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

absl::Status LibpqCopyOutStream::End(absl::Status verdict) {
  ended_ = true;
  failure_ = std::move(verdict);
  return failure_;
}

// libpq takes 16 KiB at a time. Where rows flow there is more, and asking
// whether there is costs as much as taking it.
absl::StatusOr<int> LibpqCopyOutStream::TakeArrivedRow() {
  const int length = TakeRow();
  if (length != 0) return length;
  if (PQconsumeInput(connection_.conn()) == 0) {
    return FailureFromConnection(connection_.conn(), sql_);
  }
  return TakeRow();
}

absl::StatusOr<std::optional<absl::string_view>> LibpqCopyOutStream::Next() {
  while (!ended_) {
    const absl::StatusOr<int> length = TakeArrivedRow();
    if (!length.ok()) return End(length.status());
    if (*length > 0) {
      return absl::string_view(row_.get(), static_cast<size_t>(*length));
    }
    if (*length == kLibpqFailed) {
      return End(FailureFromConnection(connection_.conn(), sql_));
    }
    const bool complete = *length == kEndOfData;
    const absl::Status status = complete
                                    ? connection_.FinishStatement(sql_).status()
                                    : connection_.WaitForServer(false);
    if (complete || !status.ok()) End(status).IgnoreError();
  }
  if (!failure_.ok()) return failure_;
  return std::nullopt;
}

void LibpqCopyOutStream::MoveRowTo(std::string* to) {
  MoveBytes(row_.get(), static_cast<size_t>(row_length_), to);
  row_.reset();
}

}  // namespace pgark
