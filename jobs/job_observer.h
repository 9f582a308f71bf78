#ifndef PGARK_JOBS_JOB_OBSERVER_H_
#define PGARK_JOBS_JOB_OBSERVER_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace pgark {

// What a long job tells while it runs: dump, restore and verify all speak to
// this. Calls come from any thread of the job, never after it has returned.
//
// Implementations must be thread-safe and quick.
class JobObserver {
 public:
  virtual ~JobObserver() = default;

  // A new phase begins: "reading the catalogs", "loading data".
  // `total_bytes` is what AddBytes() will sum up to, 0 when unknown.
  virtual void BeginPhase(absl::string_view name, uint64_t total_bytes) = 0;
  // The phase's total is seen more clearly now, and which share (0 to 1) of the
  // work is done: not only octets take time.
  virtual void SetEstimate(uint64_t /*total_bytes*/, double /*share_done*/) {}
  // More work is done: bytes of the phase's total since the last call.
  virtual void AddBytes(uint64_t bytes) = 0;
  // An object is being worked on or is done: "public.orders". For -v.
  virtual void Detail(absl::string_view text) = 0;
  // Something the user should know although the work goes on.
  virtual void Warning(absl::string_view text) = 0;
};

// Says nothing.
class SilentObserver : public JobObserver {
 public:
  void BeginPhase(absl::string_view, uint64_t) override {}
  void AddBytes(uint64_t) override {}
  void Detail(absl::string_view) override {}
  void Warning(absl::string_view) override {}
};

}  // namespace pgark

#endif  // PGARK_JOBS_JOB_OBSERVER_H_
