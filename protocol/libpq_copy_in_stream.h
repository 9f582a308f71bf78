#ifndef PGARK_PROTOCOL_LIBPQ_COPY_IN_STREAM_H_
#define PGARK_PROTOCOL_LIBPQ_COPY_IN_STREAM_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "protocol/copy_in_stream.h"
#include "protocol/libpq_connection.h"

namespace pgark {

// thread-compatible
class LibpqCopyInStream final : public CopyInStream {
 public:
  // `connection` has just answered `sql` with CopyInResponse, and outlives the
  // stream.
  LibpqCopyInStream(LibpqConnection& connection, std::string sql);
  ~LibpqCopyInStream() override;
  LibpqCopyInStream(const LibpqCopyInStream&) = delete;
  LibpqCopyInStream& operator=(const LibpqCopyInStream&) = delete;

  absl::Status Write(absl::string_view bytes) override;
  absl::Status NextCopy() override;
  absl::Status Finish() override;

 private:
  absl::Status AlreadyEnded() const;
  // Hands one piece to libpq.
  absl::Status Put(absl::string_view piece);
  // Sends what libpq holds and looks at what the server says meanwhile.
  absl::Status Push();
  // Takes in notices. Returns whether the server has failed the statement.
  bool ServerHasFailed();
  // Sends the end of the data, with `reason` as a failure if there is one.
  absl::Status SendEnd(const char* reason);
  // Reads on to where the next COPY takes data.
  absl::Status AwaitNextCopy();
  // SendEnd(), and reads the verdict.
  absl::Status End(const char* reason);

  LibpqConnection& connection_;
  const std::string sql_;
  size_t unpushed_bytes_ = 0;
  bool ended_ = false;
  absl::Status failure_;
};

// Whether `bytes`, which a server has sent during COPY FROM STDIN, hold an
// ErrorResponse, to be seen behind whole notices only. Public for its test.
bool HoldsErrorResponse(absl::string_view bytes);

}  // namespace pgark

#endif  // PGARK_PROTOCOL_LIBPQ_COPY_IN_STREAM_H_
