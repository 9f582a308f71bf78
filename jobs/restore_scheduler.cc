#include "jobs/restore_scheduler.h"

#include <algorithm>
#include <limits>

namespace pgark {
RestoreScheduler::RestoreScheduler(const RestorePlan& plan)
    : plan_(plan),
      states_(plan.entries().size(), State::kWaiting),
      open_dependencies_(plan.entries().size(), 0),
      dependents_(plan.entries().size()),
      used_(plan.entries().size(), 0),
      locked_(plan.entries().size(), 0) {
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
    std::optional<size_t> place =
        TakeReady([](const PlannedEntry&) { return true; });
    if (place.has_value() || running_count_ > 0 || !ready_.empty()) {
      return place;
    }
    if (pass_ == RestorePass::kPostAcl) return std::nullopt;
    BeginPass(pass_ == RestorePass::kMain ? RestorePass::kAcl
                                          : RestorePass::kPostAcl);
  }
}

std::optional<size_t> RestoreScheduler::TakeAlso(
    const std::function<bool(const PlannedEntry&)>& fits) {
  return TakeReady(fits);
}

void RestoreScheduler::Finish(size_t place) {
  --running_count_;
  Mark(place, -1);
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
  const auto counts = [](const std::vector<int>& counters) {
    return [&counters](size_t other) { return counters[other] > 0; };
  };
  return std::any_of(planned.locked.begin(), planned.locked.end(),
                     counts(used_)) ||
         std::any_of(planned.dependencies.begin(), planned.dependencies.end(),
                     counts(locked_));
}

void RestoreScheduler::Mark(size_t place, int change) {
  for (const size_t other : At(place).dependencies) used_[other] += change;
  for (const size_t other : At(place).locked) locked_[other] += change;
}

std::optional<size_t> RestoreScheduler::TakeReady(
    const std::function<bool(const PlannedEntry&)>& fits) {
  for (auto key = ready_.begin(); key != ready_.end(); ++key) {
    const size_t place = std::get<2>(*key);
    if (ConflictsWithRunning(place)) continue;
    if (!fits(At(place))) return std::nullopt;
    ready_.erase(key);
    states_[place] = State::kRunning;
    ++running_count_;
    Mark(place, 1);
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
