#include "tools/confirmation.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <thread>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace pgark {
namespace {

using Clock = std::chrono::steady_clock;

// How soon a stop request is heard.
constexpr std::chrono::milliseconds kTick{50};

absl::Status Stopped() {
  return absl::CancelledError("stopped before anything was changed");
}

// Reads a line from standard input. Signals do not end read(), since they are
// blocked; so it is only called when something is there.
absl::StatusOr<std::string> ReadLine(const std::stop_token& stop) {
  constexpr size_t kMaxAnswer = 1000;
  std::string line;
  while (line.size() < kMaxAnswer) {
    if (stop.stop_requested()) return Stopped();
    pollfd input{STDIN_FILENO, POLLIN, 0};
    const int ready = poll(&input, 1, static_cast<int>(kTick.count()));
    if (ready == 0 || (ready < 0 && errno == EINTR)) continue;
    char letter = '\0';
    if (ready < 0 || read(STDIN_FILENO, &letter, 1) != 1) break;
    if (letter == '\n') return line;
    line.push_back(letter);
  }
  return absl::InvalidArgumentError("no answer: nothing was changed");
}

absl::Status WaitForAbort(int64_t milliseconds, const std::stop_token& stop) {
  if (milliseconds <= 0) return absl::OkStatus();
  std::fprintf(stderr, "Beginning in %s s; Ctrl-C leaves all as it is.\n",
               absl::StrCat(static_cast<double>(milliseconds) / 1000).c_str());
  const auto end = Clock::now() + std::chrono::milliseconds(milliseconds);
  while (Clock::now() < end) {
    if (stop.stop_requested()) return Stopped();
    std::this_thread::sleep_for(
        std::min<Clock::duration>(kTick, end - Clock::now()));
  }
  return stop.stop_requested() ? Stopped() : absl::OkStatus();
}

}  // namespace

bool CanAskPerson() {
  return isatty(STDIN_FILENO) != 0 && isatty(STDERR_FILENO) != 0;
}

absl::Status AskToType(const std::string& question, const std::string& expected,
                       int64_t abort_window_milliseconds,
                       const std::stop_token& stop) {
  std::fprintf(stderr,
               "%s\nType the database's name to go on: ", question.c_str());
  std::fflush(stderr);
  absl::StatusOr<std::string> answer = ReadLine(stop);
  if (!answer.ok()) {
    std::fputc('\n', stderr);
    return answer.status();
  }
  absl::string_view typed = *answer;
  absl::ConsumeSuffix(&typed, "\r");
  if (typed != expected) {
    return absl::InvalidArgumentError(
        "that is not the database's name: nothing was changed");
  }
  return WaitForAbort(abort_window_milliseconds, stop);
}

}  // namespace pgark
