#include "catalog/dependency_loops.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace pgark {
namespace {

size_t IndexOf(DumpId id) { return static_cast<size_t>(id.value) - 1; }

// Tarjan's strongly connected components with a stack of its own.
class ComponentSearch {
 public:
  ComponentSearch(const Catalog& catalog, const std::vector<DumpId>& suspects)
      : catalog_(catalog),
        state_(catalog.objects.size()),
        in_loop_(catalog.objects.size(), false) {
    for (const DumpId id : suspects) state_[IndexOf(id)].is_suspect = true;
  }

  void Visit(DumpId start);
  bool IsInLoop(DumpId id) const { return in_loop_[IndexOf(id)]; }
  bool IsVisited(DumpId id) const { return state_[IndexOf(id)].number != 0; }

 private:
  struct State {
    uint32_t number = 0;  // of the visit, from 1; 0 = not visited
    uint32_t lowest = 0;  // the smallest number that can be reached
    bool is_suspect = false;
    bool is_open = false;  // not yet assigned to a component
  };
  struct Step {
    DumpId id;
    size_t next = 0;  // place in its dependencies
  };

  void Enter(DumpId id);
  void Leave(DumpId id);

  const Catalog& catalog_;
  std::vector<State> state_;
  std::vector<bool> in_loop_;
  std::vector<Step> path_;
  std::vector<DumpId> open_;
  uint32_t visits_ = 0;
};

void ComponentSearch::Enter(DumpId id) {
  State& state = state_[IndexOf(id)];
  state.number = state.lowest = ++visits_;
  state.is_open = true;
  open_.push_back(id);
  path_.push_back({id, 0});
}

void ComponentSearch::Leave(DumpId id) {
  const State& state = state_[IndexOf(id)];
  if (state.lowest != state.number) return;
  // Everything opened since is one component with `id` at its root.
  const bool is_loop = open_.back() != id;
  while (true) {
    const DumpId member = open_.back();
    open_.pop_back();
    state_[IndexOf(member)].is_open = false;
    if (is_loop) in_loop_[IndexOf(member)] = true;
    if (member == id) break;
  }
}

void ComponentSearch::Visit(DumpId start) {
  Enter(start);
  while (!path_.empty()) {
    const DumpId id = path_.back().id;
    const std::vector<DumpId>& needs = catalog_.Get(id).dependencies;
    if (path_.back().next == needs.size()) {
      path_.pop_back();
      Leave(id);
      if (!path_.empty()) {
        State& parent = state_[IndexOf(path_.back().id)];
        parent.lowest = std::min(parent.lowest, state_[IndexOf(id)].lowest);
      }
      continue;
    }
    const DumpId needed = needs[path_.back().next++];
    State& state = state_[IndexOf(id)];
    const State& other = state_[IndexOf(needed)];
    if (needed == id) {
      in_loop_[IndexOf(id)] = true;
    } else if (!other.is_suspect) {
      continue;
    } else if (other.number == 0) {
      Enter(needed);
    } else if (other.is_open) {
      state.lowest = std::min(state.lowest, other.number);
    }
  }
}

// Searches loops through one object at a time, depth first.
class LoopSearch {
 public:
  LoopSearch(const Catalog& catalog, const std::vector<DumpId>& suspects)
      : catalog_(catalog), state_(catalog.objects.size()) {
    for (const DumpId id : suspects) state_[IndexOf(id)].is_suspect = true;
  }

  // Returns a loop that begins with `start`, or nothing. Objects that are done
  // are not looked at any more.
  DependencyLoop Find(DumpId start);
  void MarkDone(DumpId id) { state_[IndexOf(id)].is_done = true; }

 private:
  struct State {
    DumpId seen_from;  // the last start whose search came here
    bool is_suspect = false;
    bool is_done = false;
  };
  struct Step {
    DumpId id;
    size_t next = 0;
  };

  // Goes one step deeper. Returns whether the loop is closed.
  bool Enter(DumpId id, DumpId start);

  const Catalog& catalog_;
  std::vector<State> state_;
  std::vector<Step> path_;
};

bool LoopSearch::Enter(DumpId id, DumpId start) {
  state_[IndexOf(id)].seen_from = start;
  path_.push_back({id, 0});
  const std::vector<DumpId>& needs = catalog_.Get(id).dependencies;
  return std::find(needs.begin(), needs.end(), start) != needs.end();
}

DependencyLoop LoopSearch::Find(DumpId start) {
  path_.clear();
  if (state_[IndexOf(start)].is_done) return {};
  bool closed = Enter(start, start);
  while (!closed && !path_.empty()) {
    Step& step = path_.back();
    const std::vector<DumpId>& needs = catalog_.Get(step.id).dependencies;
    if (step.next == needs.size()) {
      path_.pop_back();
      continue;
    }
    const DumpId needed = needs[step.next++];
    const State& state = state_[IndexOf(needed)];
    if (!state.is_suspect || state.is_done || state.seen_from == start) {
      continue;
    }
    closed = Enter(needed, start);
  }
  DependencyLoop loop;
  for (const Step& step : path_) loop.push_back(step.id);
  return loop;
}

}  // namespace

std::vector<DumpId> ObjectsInLoops(const Catalog& catalog,
                                   const std::vector<DumpId>& suspects) {
  ComponentSearch search(catalog, suspects);
  for (const DumpId id : suspects) {
    if (!search.IsVisited(id)) search.Visit(id);
  }
  std::vector<DumpId> in_loops;
  for (const DumpId id : suspects) {
    if (search.IsInLoop(id)) in_loops.push_back(id);
  }
  return in_loops;
}

std::vector<DependencyLoop> FindDisjointLoops(
    const Catalog& catalog, const std::vector<DumpId>& suspects) {
  LoopSearch search(catalog, suspects);
  std::vector<DumpId> starts = suspects;
  std::sort(starts.begin(), starts.end());
  std::vector<DependencyLoop> loops;
  for (const DumpId start : starts) {
    DependencyLoop loop = search.Find(start);
    search.MarkDone(start);
    if (loop.empty()) continue;
    for (const DumpId id : loop) search.MarkDone(id);
    loops.push_back(std::move(loop));
  }
  return loops;
}

}  // namespace pgark
