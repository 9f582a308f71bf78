#include "protocol/socket_waiter.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <limits>
#include <utility>

namespace pgark {

SocketWaiter::~SocketWaiter() {
  callback_.reset();
  if (wake_read_ >= 0) close(wake_read_);
  if (wake_write_ >= 0) close(wake_write_);
}

absl::Status SocketWaiter::SetStopToken(std::stop_token token) {
  callback_.reset();
  ignore_stop_ = false;
  token_ = std::move(token);
  if (wake_read_ >= 0) {  // what an earlier token has left
    char byte = 0;
    while (read(wake_read_, &byte, 1) > 0) {
    }
  }
  if (!token_.stop_possible()) return absl::OkStatus();
  if (wake_read_ < 0) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) {
      return absl::ErrnoToStatus(errno, "cannot make a pipe");
    }
    wake_read_ = ends[0];
    wake_write_ = ends[1];
  }
  callback_.emplace(token_, [fd = wake_write_] {
    const char byte = 1;
    // Fails only when the pipe is full, which wakes as well.
    if (write(fd, &byte, 1) < 0) return;
  });
  return absl::OkStatus();
}

absl::StatusOr<SocketWaiter::Happened> SocketWaiter::Wait(
    int socket, const Wanted& wanted) const {
  for (;;) {
    int timeout_ms = -1;
    if (wanted.deadline.has_value()) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(
          *wanted.deadline - Clock::now());
      timeout_ms = static_cast<int>(std::clamp<int64_t>(
          left.count(), 0, std::numeric_limits<int>::max()));
    }
    pollfd fds[2] = {};
    fds[0].fd = socket;
    fds[0].events = static_cast<decltype(pollfd::events)>(
        (wanted.readable ? POLLIN : 0) | (wanted.writable ? POLLOUT : 0));
    fds[1].fd = ignore_stop_ ? -1 : wake_read_;
    fds[1].events = POLLIN;
    const int ready = poll(fds, 2, timeout_ms);
    if (ready < 0) {
      if (errno == EINTR) continue;
      return absl::InternalError("poll failed");
    }
    Happened happened;
    constexpr int kGone = POLLERR | POLLHUP | POLLNVAL;
    happened.readable = (fds[0].revents & (POLLIN | kGone)) != 0;
    happened.writable = (fds[0].revents & (POLLOUT | kGone)) != 0;
    happened.stopped = fds[1].revents != 0;
    return happened;
  }
}

}  // namespace pgark
