#include "protocol/libpq_canceller.h"

#include <libpq-fe.h>

#include "absl/strings/str_cat.h"
#include "protocol/server_failure.h"

namespace pgark {

void LibpqCanceller::Free::operator()(pg_cancel* cancel) const {
  PQfreeCancel(cancel);
}

LibpqCanceller::LibpqCanceller(pg_conn* conn) : cancel_(PQgetCancel(conn)) {}

absl::Status LibpqCanceller::Cancel() const {
  if (cancel_ == nullptr) {
    return absl::UnavailableError("there is no connection to cancel");
  }
  char reason[256] = "";  // the size that libpq's documentation recommends
  // PQcancel() only reads the object; its declaration has no const.
  if (PQcancel(cancel_.get(), reason, sizeof(reason)) == 0) {
    return absl::UnavailableError(
        absl::StrCat("cannot send the cancel request: ", OneLine(reason)));
  }
  return absl::OkStatus();
}

}  // namespace pgark
