#include "catalog/dependency_loops.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace pgark {

LoopFinder::LoopFinder(const Catalog& catalog)
    : catalog_(catalog), states_(catalog.objects.size()) {}

void LoopFinder::Begin(const std::vector<DumpId>& suspects) {
  visits_ = 0;
  for (const DumpId id : suspects) StateOf(id).is_suspect = true;
}

void LoopFinder::End(const std::vector<DumpId>& suspects) {
  for (const DumpId id : suspects) StateOf(id) = State{};
}

void LoopFinder::EnterComponent(DumpId id) {
  State& state = StateOf(id);
  state.number = state.lowest = ++visits_;
  state.is_open = true;
  open_.push_back(id);
  path_.push_back({id, 0});
}

void LoopFinder::LeaveComponent(DumpId id) {
  const State& state = StateOf(id);
  if (state.lowest != state.number) return;
  // Everything opened since is one component with `id` at its root.
  const bool is_loop = open_.back() != id;
  while (true) {
    const DumpId member = open_.back();
    open_.pop_back();
    StateOf(member).is_open = false;
    if (is_loop) StateOf(member).is_in_loop = true;
    if (member == id) break;
  }
}

void LoopFinder::VisitComponents(DumpId start) {
  EnterComponent(start);
  while (!path_.empty()) {
    const DumpId id = path_.back().id;
    const std::vector<DumpId>& needs = catalog_.Get(id).dependencies;
    if (path_.back().next == needs.size()) {
      path_.pop_back();
      LeaveComponent(id);
      if (!path_.empty()) {
        State& parent = StateOf(path_.back().id);
        parent.lowest = std::min(parent.lowest, StateOf(id).lowest);
      }
      continue;
    }
    const DumpId needed = needs[path_.back().next++];
    State& state = StateOf(id);
    const State& other = StateOf(needed);
    if (needed == id) {
      state.is_in_loop = true;
    } else if (!other.is_suspect) {
      continue;
    } else if (other.number == 0) {
      EnterComponent(needed);
    } else if (other.is_open) {
      state.lowest = std::min(state.lowest, other.number);
    }
  }
}

std::vector<DumpId> LoopFinder::ObjectsInLoops(
    const std::vector<DumpId>& suspects) {
  Begin(suspects);
  for (const DumpId id : suspects) {
    if (StateOf(id).number == 0) VisitComponents(id);
  }
  std::vector<DumpId> in_loops;
  for (const DumpId id : suspects) {
    if (StateOf(id).is_in_loop) in_loops.push_back(id);
  }
  End(suspects);
  return in_loops;
}

bool LoopFinder::EnterLoop(DumpId id, DumpId start) {
  StateOf(id).seen_from = start;
  path_.push_back({id, 0});
  const std::vector<DumpId>& needs = catalog_.Get(id).dependencies;
  return std::find(needs.begin(), needs.end(), start) != needs.end();
}

DependencyLoop LoopFinder::FindLoop(DumpId start) {
  path_.clear();
  if (StateOf(start).is_done) return {};
  bool closed = EnterLoop(start, start);
  while (!closed && !path_.empty()) {
    Step& step = path_.back();
    const std::vector<DumpId>& needs = catalog_.Get(step.id).dependencies;
    if (step.next == needs.size()) {
      path_.pop_back();
      continue;
    }
    const DumpId needed = needs[step.next++];
    const State& state = StateOf(needed);
    if (!state.is_suspect || state.is_done || state.seen_from == start) {
      continue;
    }
    closed = EnterLoop(needed, start);
  }
  DependencyLoop loop;
  for (const Step& step : path_) loop.push_back(step.id);
  path_.clear();
  return loop;
}

std::vector<DependencyLoop> LoopFinder::DisjointLoops(
    const std::vector<DumpId>& suspects) {
  Begin(suspects);
  std::vector<DumpId> starts = suspects;
  std::sort(starts.begin(), starts.end());
  std::vector<DependencyLoop> loops;
  for (const DumpId start : starts) {
    DependencyLoop loop = FindLoop(start);
    StateOf(start).is_done = true;
    if (loop.empty()) continue;
    for (const DumpId id : loop) StateOf(id).is_done = true;
    loops.push_back(std::move(loop));
  }
  End(suspects);
  return loops;
}

}  // namespace pgark
