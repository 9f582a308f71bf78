#include "jobs/restore_work.h"

#include <algorithm>

namespace pgark {
namespace {

constexpr auto kTickTime = std::chrono::milliseconds(200);

// What a unit usually takes, and how many units must be done before what they
// took weighs as much. An index takes a part of what loading its table takes.
struct UsualTime {
  double seconds;
  double weight;
};
constexpr UsualTime kUsualTimes[kWorkKinds] = {
    {1.0 / 80e6, 8e6},   // kData
    {1.0 / 250e6, 8e6},  // kBuild
    {0.0005, 100},       // kSmall
};

// Below this an entry's time does not depend on its octets.
constexpr uint64_t kLeastBytes = uint64_t{1} << 20;

size_t IndexOf(WorkKind kind) { return static_cast<size_t>(kind); }

}  // namespace

void WorkEstimate::Announce(WorkKind kind, double units) {
  announced_[IndexOf(kind)] += units;
}

void WorkEstimate::Finish(WorkKind kind, Amount amount) {
  done_[IndexOf(kind)].units += amount.units;
  done_[IndexOf(kind)].seconds += amount.seconds;
}

double WorkEstimate::SecondsPerUnit(WorkKind kind) const {
  const UsualTime& usual = kUsualTimes[IndexOf(kind)];
  const Amount& done = done_[IndexOf(kind)];
  return (usual.seconds * usual.weight + done.seconds) /
         (usual.weight + done.units);
}

double WorkEstimate::UnitsAfter(WorkKind kind, double units,
                                double seconds) const {
  constexpr double kMostOfIt = 0.95;
  return std::min(kMostOfIt * units, seconds / SecondsPerUnit(kind));
}

double WorkEstimate::Share(const Amounts& running) const {
  // Octets are counted as they come, so their time is too.
  WorkEstimate now = *this;
  now.Finish(WorkKind::kData, running[IndexOf(WorkKind::kData)]);
  double past = 0;
  double remaining = 0;
  for (size_t i = 0; i < kWorkKinds; ++i) {
    const auto kind = static_cast<WorkKind>(i);
    const Amount open = kind == WorkKind::kData ? Amount() : running[i];
    past += now.done_[i].seconds + open.seconds;
    remaining +=
        std::max(0.0, announced_[i] - now.done_[i].units - open.units) *
        now.SecondsPerUnit(kind);
  }
  return past <= 0 ? 0 : past / (past + remaining);
}

RestoreWork::Task::Task(RestoreWork& work, const PlannedEntry& planned)
    : work_(work), kind_(KindOf(planned)), units_(UnitsOf(planned)) {
  Begin();
}

RestoreWork::Task::Task(RestoreWork& work, size_t count)
    : work_(work), units_(static_cast<double>(count)) {
  Begin();
}

void RestoreWork::Task::Begin() {
  MutexLock lock(work_.mutex_);
  work_.running_.push_back(this);
}

RestoreWork::Task::~Task() {
  MutexLock lock(work_.mutex_);
  work_.running_.remove(this);
  // Octets of data are counted as they come.
  const double units = kind_ == WorkKind::kData ? 0 : units_;
  work_.estimate_.Finish(kind_, {units, Seconds()});
}

double RestoreWork::Task::Seconds() const {
  return std::chrono::duration<double>(Clock::now() - begin_).count();
}

RestoreWork::RestoreWork(const RestorePlan& plan, RestoreObserver& observer)
    : observer_(observer) {
  bool all_known = true;
  {
    MutexLock lock(mutex_);
    for (const PlannedEntry& planned : plan.entries()) {
      if (!planned.parts.Any()) continue;
      const WorkKind kind = KindOf(planned);
      const double units = UnitsOf(planned);
      if (planned.parts.data && planned.entry->has_data) {
        total_bytes_ += planned.decoded_bytes;
        all_known = all_known && planned.decoded_bytes > 0;
      }
      estimate_.Announce(kind, units);
    }
  }
  if (!all_known) total_bytes_ = 0;
  observer_.BeginPhase("restoring", total_bytes_);
  if (total_bytes_ > 0) ticker_ = std::thread([this] { Tick(); });
}

RestoreWork::~RestoreWork() { StopTicker(); }

void RestoreWork::StopTicker() {
  if (!ticker_.joinable()) return;
  {
    const std::lock_guard<std::mutex> lock(stop_mutex_);
    stopping_ = true;
  }
  stopping_changed_.notify_all();
  ticker_.join();
}

void RestoreWork::BeginPhase(absl::string_view name, uint64_t total_bytes) {
  StopTicker();
  observer_.BeginPhase(name, total_bytes);
}

void RestoreWork::AddBytes(uint64_t bytes) {
  {
    MutexLock lock(mutex_);
    estimate_.Finish(WorkKind::kData, {static_cast<double>(bytes), 0});
  }
  observer_.AddBytes(bytes);
}

WorkKind RestoreWork::KindOf(const PlannedEntry& planned) {
  if (planned.decoded_bytes < kLeastBytes) return WorkKind::kSmall;
  return planned.parts.data && planned.entry->has_data ? WorkKind::kData
                                                       : WorkKind::kBuild;
}

double RestoreWork::UnitsOf(const PlannedEntry& planned) {
  return KindOf(planned) == WorkKind::kSmall
             ? 1
             : static_cast<double>(planned.decoded_bytes);
}

double RestoreWork::Share() {
  MutexLock lock(mutex_);
  WorkEstimate::Amounts running{};
  for (const Task* task : running_) {
    WorkEstimate::Amount& amount = running[static_cast<size_t>(task->kind_)];
    const double seconds = task->Seconds();
    amount.seconds += seconds;
    if (task->kind_ == WorkKind::kData) continue;
    amount.units += estimate_.UnitsAfter(task->kind_, task->units_, seconds);
  }
  return estimate_.Share(running);
}

void RestoreWork::Tick() {
  std::unique_lock<std::mutex> lock(stop_mutex_);
  while (!stopping_) {
    observer_.SetEstimate(total_bytes_, Share());
    observer_.AddBytes(0);
    stopping_changed_.wait_for(lock, kTickTime);
  }
}

}  // namespace pgark
