#ifndef PGARK_STORE_CLOCK_H_
#define PGARK_STORE_CLOCK_H_

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace pgark {

// What time it is: given to whatever names or judges sets, so that tests can
// live through months.
//
// thread-safe
class Clock {
 public:
  virtual ~Clock() = default;
  virtual absl::Time Now() const = 0;
};

class SystemClock : public Clock {
 public:
  absl::Time Now() const override { return absl::Now(); }
};

// Stands still.
class FixedClock : public Clock {
 public:
  explicit FixedClock(absl::Time time) : time_(time) {}
  absl::Time Now() const override { return time_; }

 private:
  const absl::Time time_;
};

// Clocks of several machines need not agree to the second. A set whose time is
// later than that comes from a clock that was wrong.
constexpr absl::Duration ClockTolerance() { return absl::Hours(1); }

}  // namespace pgark

#endif  // PGARK_STORE_CLOCK_H_
