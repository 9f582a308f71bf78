#include "jobs/restore_scheduler.h"

#include <algorithm>
#include <limits>

namespace pgark {
namespace {

// Both are sorted.
bool Intersect(const std::vector<size_t>& a, const std::vector<size_t>& b) {
  auto i = a.begin();
  auto j = b.begin();
  while (i != a.end() && j != b.end()) {
    if (*i == *j) return true;
    if (*i < *j) {
      ++i;
    } else {
      ++j;
    }
  }
  return false;
}

}  // namespace

RestoreScheduler::RestoreScheduler(const RestorePlan& plan)
    : plan_(plan),
      states_(plan.entries().size(), State::kWaiting),
      open_dependencies_(plan.entries().size(), 0),
      dependents_(plan.entries().size()) {
  std::vector<size_t> done;
  for (size_t i = 0; i < plan.entries().size(); ++i) {
    const PlannedEntry& planned = At(i);
    open_dependencies_[i] = planned.dependencies.size();
    for (const size_t place : planned.dependencies) {
      dependents_[place].push_back(i);
    }
    if (planned.is_before_data || !planned.parts.Any()) done.push_back(i);
  }
  // What is not wanted is not waited for either, whatever it depends on.
  for (const size_t place : done) states_[place] = State::kDone;
  Complete(done);
  BeginPass(RestorePass::kMain);
}

std::optional<size_t> RestoreScheduler::Take() {
  while (true) {
    std::optional<size_t> place = TakeReady();
    if (place.has_value() || !running_.empty() || !ready_.empty()) {
      return place;
    }
    if (pass_ == RestorePass::kPostAcl) return std::nullopt;
    BeginPass(pass_ == RestorePass::kMain ? RestorePass::kAcl
                                          : RestorePass::kPostAcl);
  }
}

void RestoreScheduler::Finish(size_t place) {
  running_.erase(std::find(running_.begin(), running_.end(), place));
  states_[place] = State::kDone;
  Complete({place});
}

std::vector<size_t> RestoreScheduler::Leftover() const {
  std::vector<size_t> leftover;
  for (size_t i = 0; i < states_.size(); ++i) {
    if (states_[i] != State::kDone) leftover.push_back(i);
  }
  return leftover;
}

RestoreScheduler::ReadyKey RestoreScheduler::KeyOf(size_t place) const {
  const PlannedEntry& planned = At(place);
  return {std::numeric_limits<uint64_t>::max() - planned.stored_bytes,
          planned.entry->id.value, place};
}

bool RestoreScheduler::ConflictsWithRunning(size_t place) const {
  const PlannedEntry& planned = At(place);
  return std::any_of(running_.begin(), running_.end(), [&](size_t other) {
    return Intersect(planned.locked, At(other).dependencies) ||
           Intersect(At(other).locked, planned.dependencies);
  });
}

std::optional<size_t> RestoreScheduler::TakeReady() {
  for (auto key = ready_.begin(); key != ready_.end(); ++key) {
    const size_t place = std::get<2>(*key);
    if (ConflictsWithRunning(place)) continue;
    ready_.erase(key);
    states_[place] = State::kRunning;
    running_.push_back(place);
    return place;
  }
  return std::nullopt;
}

void RestoreScheduler::BeginPass(RestorePass pass) {
  pass_ = pass;
  for (size_t i = 0; i < states_.size(); ++i) {
    if (states_[i] == State::kWaiting && open_dependencies_[i] == 0 &&
        At(i).pass <= pass_) {
      states_[i] = State::kReady;
      ready_.insert(KeyOf(i));
    }
  }
}

void RestoreScheduler::Complete(const std::vector<size_t>& places) {
  for (const size_t place : places) {
    for (const size_t dependent : dependents_[place]) {
      --open_dependencies_[dependent];
      if (states_[dependent] == State::kWaiting &&
          open_dependencies_[dependent] == 0 && At(dependent).pass <= pass_) {
        states_[dependent] = State::kReady;
        ready_.insert(KeyOf(dependent));
      }
    }
  }
}

}  // namespace pgark
