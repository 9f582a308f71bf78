#ifndef PGARK_JOBS_RESTORE_WORK_H_
#define PGARK_JOBS_RESTORE_WORK_H_

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <list>
#include <mutex>
#include <thread>

#include "base/mutex.h"
#include "jobs/restore_job.h"
#include "jobs/restore_plan.h"

namespace pgark {

// What an entry's time goes into. Each kind has a unit that its time grows
// with.
enum class WorkKind {
  kData,   // rows and large objects; octets, decoded
  kBuild,  // indexes, keys, constraints, refreshes; decoded octets of the table
  kSmall,  // everything else; entries
};
inline constexpr size_t kWorkKinds = 3;

// How much a restore has to do, by kinds, and how far it is. How long a unit
// takes is learned from what has been done; until then it is what it usually
// takes. So the remaining time is that of the data, the indexes and the
// constraints, however unlike they are.
//
// thread-compatible
class WorkEstimate {
 public:
  struct Amount {
    double units = 0;
    double seconds = 0;  // of one session
  };
  using Amounts = std::array<Amount, kWorkKinds>;

  void Announce(WorkKind kind, double units);
  void Finish(WorkKind kind, Amount amount);
  // What so many seconds of a work of `units` have done, as far as can be
  // known before it ends: never all of it.
  double UnitsAfter(WorkKind kind, double units, double seconds) const;
  // The share of the time that is over, 0 to 1, with `running` for what is not
  // finished.
  double Share(const Amounts& running) const;

 private:
  double SecondsPerUnit(WorkKind kind) const;

  std::array<double, kWorkKinds> announced_{};
  Amounts done_{};
};

// Tells an observer how far a restore is, and passes on what it hears. While an
// index is built nothing is read and nothing sent, so a thread of its own tells
// it now and then.
//
// thread-safe
class RestoreWork : public RestoreObserver {
 public:
  // Announces all wanted entries of the plan, and begins. All must outlive the
  // object.
  RestoreWork(const RestorePlan& plan, RestoreObserver& observer);
  ~RestoreWork() override;

  // Some entries that are being restored over one session, as long as it lives.
  class Task {
   public:
    Task(RestoreWork& work, const PlannedEntry& planned);
    // `count` small entries.
    Task(RestoreWork& work, size_t count);
    ~Task();
    Task(const Task&) = delete;
    Task& operator=(const Task&) = delete;

   private:
    friend class RestoreWork;
    using Clock = std::chrono::steady_clock;

    void Begin();
    double Seconds() const;

    RestoreWork& work_;
    WorkKind kind_ = WorkKind::kSmall;
    double units_ = 0;
    const Clock::time_point begin_ = Clock::now();
  };

  // Another phase than restoring; not beside any task.
  void BeginPhase(absl::string_view name, uint64_t total_bytes) override;
  void AddBytes(uint64_t bytes) override;
  void Detail(absl::string_view text) override { observer_.Detail(text); }
  void Warning(absl::string_view text) override { observer_.Warning(text); }
  void Failed(const RestoreFailure& failure) override {
    observer_.Failed(failure);
  }

 private:
  static WorkKind KindOf(const PlannedEntry& planned);
  static double UnitsOf(const PlannedEntry& planned);
  void Tick();
  void StopTicker();
  double Share();

  RestoreObserver& observer_;
  // 0 when not all data can be estimated: then there is no share either.
  uint64_t total_bytes_ = 0;
  Mutex mutex_;
  WorkEstimate estimate_ ABSL_GUARDED_BY(mutex_);
  std::list<const Task*> running_ ABSL_GUARDED_BY(mutex_);
  std::mutex stop_mutex_;
  std::condition_variable stopping_changed_;
  bool stopping_ = false;  // guarded by stop_mutex_
  std::thread ticker_;
};

}  // namespace pgark

#endif  // PGARK_JOBS_RESTORE_WORK_H_
