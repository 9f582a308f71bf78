#ifndef PGARK_PROTOCOL_LIBPQ_COPY_OUT_STREAM_H_
#define PGARK_PROTOCOL_LIBPQ_COPY_OUT_STREAM_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "protocol/copy_out_stream.h"
#include "protocol/libpq_connection.h"
#include "protocol/pg_handles.h"

namespace pgark {

// thread-compatible
class LibpqCopyOutStream final : public CopyOutStream {
 public:
  // `connection` has just answered `sql` with CopyOutResponse, and outlives
  // the stream.
  LibpqCopyOutStream(LibpqConnection& connection, std::string sql);
  ~LibpqCopyOutStream() override;
  LibpqCopyOutStream(const LibpqCopyOutStream&) = delete;
  LibpqCopyOutStream& operator=(const LibpqCopyOutStream&) = delete;

  absl::StatusOr<std::optional<absl::string_view>> Next() override;
  void MoveRowTo(std::string* to) override;

 private:
  // Takes what libpq has into row_. Returns PQgetCopyData()'s number.
  int TakeRow();
  // The same of what has come from the server, without waiting for it.
  absl::StatusOr<int> TakeArrivedRow();
  // Ends the stream. Returns the verdict.
  absl::Status End(absl::Status verdict);

  LibpqConnection& connection_;
  const std::string sql_;
  PgTextPtr row_;
  int row_length_ = 0;
  bool ended_ = false;
  absl::Status failure_;  // what ended the stream, if not its end
};

}  // namespace pgark

#endif  // PGARK_PROTOCOL_LIBPQ_COPY_OUT_STREAM_H_
