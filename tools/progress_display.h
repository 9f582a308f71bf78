#ifndef PGARK_TOOLS_PROGRESS_DISPLAY_H_
#define PGARK_TOOLS_PROGRESS_DISPLAY_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/mutex.h"
#include "jobs/job_observer.h"
#include "tools/report.h"

namespace pgark {

// Shows a job's progress on standard error: a bar with rate and remaining time
// on a terminal, lines or JSON events where they are asked for, nothing in a
// pipe. Warnings and details (-v) go out between two states of the bar.
//
// thread-safe
class ProgressDisplay : public JobObserver {
 public:
  // `report` keeps the warnings; both must outlive the display.
  ProgressDisplay(const CommonOptions& options, Report& report);
  // Removes the bar.
  ~ProgressDisplay() override;

  void BeginPhase(absl::string_view name, uint64_t total_bytes) override;
  void SetEstimate(uint64_t total_bytes, double share_done) override;
  void AddBytes(uint64_t bytes) override;
  void Detail(absl::string_view text) override;
  void Warning(absl::string_view text) override;
  // A failure that is passed over: always shown.
  void Error(absl::string_view text);

 private:
  using Clock = std::chrono::steady_clock;
  enum class Mode { kNone, kBar, kLines, kJson };

  void Show(bool phase_begins) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void ClearBar() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  std::string State() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // The share of the phase that is done, 0 to 1; nothing without a total.
  std::optional<double> Share() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // The time that the rest of the phase takes at the speed that it had so far;
  // nothing as long as that says nothing.
  std::optional<double> RemainingSeconds() const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  double Elapsed() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void ShowJson(bool phase_begins) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const CommonOptions& options_;
  Report& report_;
  Mode mode_ = Mode::kNone;
  Mutex mutex_;
  std::string phase_ ABSL_GUARDED_BY(mutex_);
  uint64_t total_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  uint64_t done_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  std::optional<double> share_done_ ABSL_GUARDED_BY(mutex_);
  uint64_t sequence_ ABSL_GUARDED_BY(mutex_) = 0;  // of JSON events
  Clock::time_point phase_begin_ ABSL_GUARDED_BY(mutex_);
  Clock::time_point last_shown_ ABSL_GUARDED_BY(mutex_);
  bool bar_is_shown_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace pgark

#endif  // PGARK_TOOLS_PROGRESS_DISPLAY_H_
