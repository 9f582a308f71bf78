#include "tools/progress_display.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace pgark {
namespace {

constexpr auto kBarInterval = std::chrono::milliseconds(200);
constexpr auto kLineInterval = std::chrono::seconds(10);
constexpr auto kJsonInterval = std::chrono::seconds(1);
constexpr int kBarWidth = 24;
// Before this a rate says nothing.
constexpr double kLeastSecondsForRate = 0.5;

}  // namespace

ProgressDisplay::ProgressDisplay(const CommonOptions& options, Report& report)
    : options_(options), report_(report) {
  if (options.progress == "bar") mode_ = Mode::kBar;
  if (options.progress == "lines") mode_ = Mode::kLines;
  if (options.progress == "json") mode_ = Mode::kJson;
  if (options.progress == "auto" && !options.quiet &&
      isatty(STDERR_FILENO) != 0) {
    mode_ = Mode::kBar;
  }
}

ProgressDisplay::~ProgressDisplay() {
  MutexLock lock(mutex_);
  ClearBar();
}

void ProgressDisplay::BeginPhase(absl::string_view name, uint64_t total_bytes) {
  MutexLock lock(mutex_);
  phase_ = std::string(name);
  total_bytes_ = total_bytes;
  done_bytes_ = 0;
  share_done_.reset();
  phase_begin_ = Clock::now();
  Show(/*phase_begins=*/true);
}

void ProgressDisplay::SetEstimate(uint64_t total_bytes, double share_done) {
  MutexLock lock(mutex_);
  total_bytes_ = total_bytes;
  share_done_ = share_done;
}

void ProgressDisplay::AddBytes(uint64_t bytes) {
  MutexLock lock(mutex_);
  done_bytes_ += bytes;
  Clock::duration interval = kLineInterval;
  if (mode_ == Mode::kBar) interval = kBarInterval;
  if (mode_ == Mode::kJson) interval = kJsonInterval;
  if (Clock::now() - last_shown_ >= interval) Show(/*phase_begins=*/false);
}

void ProgressDisplay::Detail(absl::string_view text) {
  if (!options_.verbose || options_.quiet) return;
  MutexLock lock(mutex_);
  ClearBar();
  std::fprintf(stderr, "pgark: %s\n", std::string(text).c_str());
}

void ProgressDisplay::Warning(absl::string_view text) {
  MutexLock lock(mutex_);
  ClearBar();
  report_.Warn(std::string(text));
}

void ProgressDisplay::Error(absl::string_view text) {
  MutexLock lock(mutex_);
  ClearBar();
  std::fprintf(stderr, "pgark: error: %s\n", std::string(text).c_str());
}

double ProgressDisplay::Elapsed() const {
  return std::chrono::duration<double>(Clock::now() - phase_begin_).count();
}

std::optional<double> ProgressDisplay::Share() const {
  if (total_bytes_ == 0) return std::nullopt;
  // Estimates are estimates: what is done may exceed them.
  return std::min(1.0, share_done_.value_or(static_cast<double>(done_bytes_) /
                                            static_cast<double>(total_bytes_)));
}

std::optional<double> ProgressDisplay::RemainingSeconds() const {
  const std::optional<double> share = Share();
  const double seconds = Elapsed();
  if (!share.has_value() || *share <= 0 || seconds < kLeastSecondsForRate) {
    return std::nullopt;
  }
  return seconds * (1 - *share) / *share;
}

std::string ProgressDisplay::State() const {
  const double seconds = Elapsed();
  const auto done = static_cast<double>(done_bytes_);
  std::string text = phase_;
  if (done_bytes_ == 0) return text;
  if (const auto share = Share()) {
    absl::StrAppendFormat(&text, "  %3.0f %%", 100 * *share);
  }
  absl::StrAppend(&text, "  ", FormatBytes(done));
  if (seconds >= kLeastSecondsForRate) {
    absl::StrAppend(&text, "  ", FormatBytes(done / seconds), "/s");
  }
  if (const auto remaining = RemainingSeconds()) {
    absl::StrAppend(&text, "  ", FormatSeconds(*remaining), " left");
  }
  return text;
}

void ProgressDisplay::ShowJson(bool phase_begins) {
  nlohmann::json event;
  event["schema_version"] = 1;
  event["seq"] = ++sequence_;
  event["time"] = std::string(
      absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::Now(), absl::UTCTimeZone()));
  event["kind"] = phase_begins ? "phase" : "progress";
  event["phase"] = phase_;
  event["done_bytes"] = done_bytes_;
  if (total_bytes_ > 0) event["total_bytes"] = total_bytes_;
  if (const auto share = Share()) event["share_done"] = *share;
  if (const auto remaining = RemainingSeconds()) {
    event["remaining_seconds"] = *remaining;
  }
  std::fprintf(stderr, "%s\n", event.dump().c_str());
}

void ProgressDisplay::Show(bool phase_begins) {
  last_shown_ = Clock::now();
  switch (mode_) {
    case Mode::kNone:
      return;
    case Mode::kBar: {
      std::string bar;
      if (const auto share = Share()) {
        const auto filled = static_cast<size_t>(*share * kBarWidth);
        bar = absl::StrCat("[", std::string(filled, '#'),
                           std::string(kBarWidth - filled, '.'), "] ");
      }
      std::fprintf(stderr, "\r\033[K%s%s", bar.c_str(), State().c_str());
      std::fflush(stderr);
      bar_is_shown_ = true;
      return;
    }
    case Mode::kLines:
      std::fprintf(stderr, "pgark: %s\n", State().c_str());
      return;
    case Mode::kJson:
      ShowJson(phase_begins);
      return;
  }
}

void ProgressDisplay::ClearBar() {
  if (!bar_is_shown_) return;
  std::fprintf(stderr, "\r\033[K");
  std::fflush(stderr);
  bar_is_shown_ = false;
}

}  // namespace pgark
