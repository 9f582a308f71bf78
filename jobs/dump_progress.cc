#include "jobs/dump_progress.h"

#include <algorithm>
#include <optional>

namespace pgark {
namespace {

// Of tables below this the first block is mostly empty: what they give says
// nothing of the others.
constexpr double kSmallBytes = 1 << 20;

// What a kind of tables has given says something of others of that kind, but
// one that compresses well must not stand for all.
struct Bounds {
  double least = 0;
  double most = 0;
};
constexpr Bounds kRatioOfLarge = {.least = 0.25, .most = 3};
constexpr Bounds kRatioOfSmall = {.least = 0, .most = 1};

// What beginning a task costs, in octets that could be read meanwhile.
constexpr double kTaskCost = 1 << 16;

// A task that gave more than was expected will give at least so much more.
constexpr double kExcess = 0.05;

}  // namespace

DumpProgress::DumpProgress(const std::vector<CopyTask>& tasks,
                           JobObserver& observer)
    : observer_(observer) {
  MutexLock lock(mutex_);
  tasks_.resize(tasks.size());
  std::optional<size_t> large_objects;
  for (size_t i = 0; i < tasks.size(); ++i) {
    size_t group = groups_.size();
    if (tasks[i].copy_statement.empty()) {
      group = large_objects.value_or(group);
      large_objects = group;
    } else if (!tasks[i].is_first() && i > 0) {
      group = tasks_[i - 1].group;
    }
    if (group == groups_.size()) groups_.emplace_back();
    tasks_[i].group = group;
    tasks_[i].estimate = static_cast<double>(tasks[i].estimated_bytes);
    groups_[group].octets.waiting += tasks_[i].estimate;
  }
  for (Group& group : groups_) {
    group.is_small = group.octets.waiting < kSmallBytes;
    kinds_[group.is_small ? 1 : 0].waiting += group.octets.waiting;
  }
}

void DumpProgress::Begin() {
  MutexLock lock(mutex_);
  observer_.BeginPhase("dumping", static_cast<uint64_t>(Remaining()));
}

double DumpProgress::RatioOf(const Group& group) const {
  const Octets& octets = group.octets;
  return octets.finished > 0 ? octets.read / octets.finished
                             : RatioOfKind(group.is_small);
}

double DumpProgress::RatioOfKind(bool is_small) const {
  const Octets& kind = kinds_[is_small ? 1 : 0];
  if (kind.finished == 0) return 1;
  const Bounds& bounds = is_small ? kRatioOfSmall : kRatioOfLarge;
  return std::clamp(kind.read / kind.finished, bounds.least, bounds.most);
}

double DumpProgress::Remaining() const {
  double remaining = known_waiting_;
  for (const bool is_small : {false, true}) {
    remaining += kinds_[is_small ? 1 : 0].waiting * RatioOfKind(is_small);
  }
  for (const size_t number : running_) {
    const Task& task = tasks_[number];
    const double expected = task.estimate * RatioOf(groups_[task.group]);
    const auto read = static_cast<double>(task.read);
    remaining += std::max(-read, read * kExcess - expected);
  }
  return std::max(remaining, 0.0);
}

void DumpProgress::Account(Group& group, double estimate, double read) {
  Octets& kind = kinds_[group.is_small ? 1 : 0];
  Octets& octets = group.octets;
  if (octets.finished > 0) {
    known_waiting_ -= octets.waiting * RatioOf(group);
  } else {
    kind.waiting -= octets.waiting;
  }
  octets.waiting = std::max(0.0, octets.waiting - estimate);
  octets.finished += estimate;
  octets.read += read;
  if (estimate > 0) {
    kind.finished += estimate;
    kind.read += read;
  }
  if (octets.finished > 0) {
    known_waiting_ += octets.waiting * RatioOf(group);
  } else {
    kind.waiting += octets.waiting;
  }
}

void DumpProgress::Restart(size_t task) {
  MutexLock lock(mutex_);
  tasks_[task].seen = 0;
}

void DumpProgress::Add(size_t task, uint64_t bytes) {
  MutexLock lock(mutex_);
  Task& state = tasks_[task];
  if (state.finished) return;
  if (std::find(running_.begin(), running_.end(), task) == running_.end()) {
    running_.push_back(task);
  }
  state.seen += bytes;
  const uint64_t before = state.read;
  state.read = std::max(state.read, state.seen);
  Tell(state.read - before);
}

void DumpProgress::Finish(size_t task) {
  MutexLock lock(mutex_);
  Task& state = tasks_[task];
  if (state.finished) return;
  state.finished = true;
  ++finished_count_;
  running_.erase(std::remove(running_.begin(), running_.end(), task),
                 running_.end());
  Account(groups_[state.group], state.estimate,
          static_cast<double>(state.read));
  Tell(0);
}

void DumpProgress::Tell(uint64_t new_bytes) {
  done_ += new_bytes;
  const double remaining = Remaining();
  const auto done = static_cast<double>(done_);
  const auto tasks = static_cast<double>(tasks_.size());
  const auto finished = static_cast<double>(finished_count_);
  const double work = done + remaining + tasks * kTaskCost;
  observer_.SetEstimate(done_ + static_cast<uint64_t>(remaining),
                        work > 0 ? (done + finished * kTaskCost) / work : 1);
  if (new_bytes > 0) observer_.AddBytes(new_bytes);
}

}  // namespace pgark
