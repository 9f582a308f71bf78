#ifndef PGARK_PROTOCOL_SOCKET_WAITER_H_
#define PGARK_PROTOCOL_SOCKET_WAITER_H_

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace pgark {

// Waits for a socket, for a moment in time and for a stop request, whichever
// comes first.
//
// thread-compatible (the stop request may come from any thread)
class SocketWaiter {
 public:
  using Clock = std::chrono::steady_clock;

  SocketWaiter() = default;
  ~SocketWaiter();
  SocketWaiter(const SocketWaiter&) = delete;
  SocketWaiter& operator=(const SocketWaiter&) = delete;

  // From now on a request on `token` ends waits. Returns what the system says
  // when it has no more descriptors.
  absl::Status SetStopToken(std::stop_token token);
  bool stop_requested() const { return token_.stop_requested(); }
  // A token that has ended one wait ends all later ones at once. While the
  // consequences are dealt with, it is not looked at.
  void IgnoreStop(bool ignore) { ignore_stop_ = ignore; }

  struct Wanted {
    bool readable = false;
    bool writable = false;
    std::optional<Clock::time_point> deadline = std::nullopt;  // absent = none
  };
  struct Happened {
    bool readable = false;  // also: the other side is gone
    bool writable = false;
    bool stopped = false;
    bool timed_out() const { return !readable && !writable && !stopped; }
  };
  // `socket` < 0 waits for the rest only. Returns INTERNAL when poll() fails.
  absl::StatusOr<Happened> Wait(int socket, const Wanted& wanted) const;

 private:
  // Written by stop callbacks; constant while a callback is registered.
  int wake_read_ = -1;
  int wake_write_ = -1;
  std::stop_token token_;
  bool ignore_stop_ = false;
  // Destroyed first: its end waits for a callback that is running.
  std::optional<std::stop_callback<std::function<void()>>> callback_;
};

}  // namespace pgark

#endif  // PGARK_PROTOCOL_SOCKET_WAITER_H_
