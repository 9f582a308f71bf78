#include "tools/signal_stop.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

namespace pgark {

SignalStop::SignalStop() {
  std::signal(SIGPIPE, SIG_IGN);
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal_fd_ = signalfd(-1, &signals, SFD_CLOEXEC);
  wake_fd_ = eventfd(0, EFD_CLOEXEC);
  if (signal_fd_ < 0 || wake_fd_ < 0) {
    // No descriptors left: then the signals end the program as ever.
    pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
    return;
  }
  thread_ = std::thread([this] { Wait(); });
}

SignalStop::~SignalStop() {
  if (thread_.joinable()) {
    const uint64_t one = 1;
    while (write(wake_fd_, &one, sizeof(one)) < 0 && errno == EINTR) {
    }
    thread_.join();
  }
  if (signal_fd_ >= 0) close(signal_fd_);
  if (wake_fd_ >= 0) close(wake_fd_);
}

void SignalStop::Wait() {
  std::array<pollfd, 2> descriptors = {pollfd{signal_fd_, POLLIN, 0},
                                       pollfd{wake_fd_, POLLIN, 0}};
  while (true) {
    if (poll(descriptors.data(), descriptors.size(), -1) < 0) {
      if (errno == EINTR) continue;
      return;
    }
    if (descriptors[1].revents != 0) return;
    signalfd_siginfo info{};
    if (read(signal_fd_, &info, sizeof(info)) != sizeof(info)) continue;
    received_ = static_cast<int>(info.ssi_signo);
    source_.request_stop();
  }
}

}  // namespace pgark
