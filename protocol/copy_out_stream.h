#ifndef PGARK_PROTOCOL_COPY_OUT_STREAM_H_
#define PGARK_PROTOCOL_COPY_OUT_STREAM_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace pgark {

// The rows of a COPY ... TO STDOUT. Destroying an unfinished stream cancels
// the statement and drains what still comes, so that the connection is usable.
//
// thread-compatible
class CopyOutStream {
 public:
  virtual ~CopyOutStream() = default;

  // Returns the next CopyData message (text format: one row with its newline),
  // nothing after the last one. The view lives until the next call. A failure
  // of the statement is returned here and ends the stream.
  virtual absl::StatusOr<std::optional<absl::string_view>> Next() = 0;

  // Appends the row that Next() has returned to *to, and gives its memory back
  // on the way: a row of hundreds of megabytes is not there twice. The view of
  // it is void then. REQUIRES: Next() returned a row, and nothing was called
  // since.
  virtual void MoveRowTo(std::string* to) = 0;
};

}  // namespace pgark

#endif  // PGARK_PROTOCOL_COPY_OUT_STREAM_H_
