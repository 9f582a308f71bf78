#ifndef PGARK_PROTOCOL_COPY_IN_STREAM_H_
#define PGARK_PROTOCOL_COPY_IN_STREAM_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace pgark {

// Feeds a COPY ... FROM STDIN. Success exists only after Finish() returned OK;
// destroying an unfinished stream aborts the statement, never completes it.
//
// thread-compatible
class CopyInStream {
 public:
  virtual ~CopyInStream() = default;

  // Sends bytes, cut anywhere. An error here means that the connection is
  // gone or that the server has already failed the statement; the statement
  // has ended then. (Over TLS the server's failure may show in Finish() only.)
  virtual absl::Status Write(absl::string_view bytes) = 0;

  // For a message with several COPY statements: ends the data of this one and
  // waits until the next one takes its own. Returns FAILED_PRECONDITION when
  // there is none; that and any other failure end the stream.
  virtual absl::Status NextCopy() = 0;

  // Ends the data and waits for the server's verdict on the whole message.
  virtual absl::Status Finish() = 0;
};

}  // namespace pgark

#endif  // PGARK_PROTOCOL_COPY_IN_STREAM_H_
