#ifndef PGARK_CATALOG_DEPENDENCY_LOOPS_H_
#define PGARK_CATALOG_DEPENDENCY_LOOPS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "catalog/catalog.h"

namespace pgark {

// Objects of which each needs the next and the last one needs the first; one
// that needs itself is a loop of its own.
using DependencyLoop = std::vector<DumpId>;

// Finds loops among the objects of a catalog. Dependencies may change between
// calls, the number of objects may not. Nothing is recursive, and a call costs
// no more than its suspects and their dependencies.
//
// thread-compatible
class LoopFinder {
 public:
  // `catalog` must outlive the finder.
  explicit LoopFinder(const Catalog& catalog);

  // Those of `suspects` that are in at least one loop among `suspects`, in the
  // order given. O(n + e).
  std::vector<DumpId> ObjectsInLoops(const std::vector<DumpId>& suspects);

  // Loops through `suspects` that share no object, at least one if there is
  // any: for each object in ascending order of its id the first loop that a
  // search in the order of its dependencies finds (docs/dump-order.md, "Finding
  // loops").
  std::vector<DependencyLoop> DisjointLoops(
      const std::vector<DumpId>& suspects);

 private:
  // What both searches know of an object.
  struct State {
    bool is_suspect = false;
    // Components: the number of the visit from 1, the smallest number that can
    // be reached, and whether the component is not complete yet.
    uint32_t number = 0;
    uint32_t lowest = 0;
    bool is_open = false;
    bool is_in_loop = false;
    // Loops: the last start whose search came here; nothing more to find.
    DumpId seen_from;
    bool is_done = false;
  };
  // An object on the path from the start, and its next dependency.
  struct Step {
    DumpId id;
    size_t next = 0;
  };

  State& StateOf(DumpId id) {
    return states_[static_cast<size_t>(id.value) - 1];
  }
  void Begin(const std::vector<DumpId>& suspects);
  void End(const std::vector<DumpId>& suspects);

  // Tarjan's strongly connected components.
  void VisitComponents(DumpId start);
  void EnterComponent(DumpId id);
  void LeaveComponent(DumpId id);

  // Returns a loop that begins with `start`, or nothing.
  DependencyLoop FindLoop(DumpId start);
  // Goes one step deeper. Returns whether the loop is closed.
  bool EnterLoop(DumpId id, DumpId start);

  const Catalog& catalog_;
  std::vector<State> states_;  // by id - 1; clean between calls
  std::vector<Step> path_;
  std::vector<DumpId> open_;
  uint32_t visits_ = 0;
};

}  // namespace pgark

#endif  // PGARK_CATALOG_DEPENDENCY_LOOPS_H_
