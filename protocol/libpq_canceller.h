#ifndef PGARK_PROTOCOL_LIBPQ_CANCELLER_H_
#define PGARK_PROTOCOL_LIBPQ_CANCELLER_H_

#include <memory>

#include "absl/status/status.h"
#include "protocol/connection.h"

struct pg_cancel;
struct pg_conn;

namespace pgark {

// The Canceller over libpq: a copy of the address and the key, so it does not
// need the connection any more.
//
// thread-safe
class LibpqCanceller final : public Canceller {
 public:
  // `conn` is only read, here.
  explicit LibpqCanceller(pg_conn* conn);

  absl::Status Cancel() const override;

 private:
  struct Free {
    void operator()(pg_cancel* cancel) const;
  };
  const std::unique_ptr<pg_cancel, Free> cancel_;
};

}  // namespace pgark

#endif  // PGARK_PROTOCOL_LIBPQ_CANCELLER_H_
