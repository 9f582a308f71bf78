#ifndef PGARK_CATALOG_DEPENDENCY_LOOPS_H_
#define PGARK_CATALOG_DEPENDENCY_LOOPS_H_

#include <vector>

#include "catalog/catalog.h"

namespace pgark {

// Objects of which each needs the next and the last one needs the first; one
// that needs itself is a loop of its own.
using DependencyLoop = std::vector<DumpId>;

// Those of `suspects` that are in at least one loop among `suspects`, in the
// order given. O(n + e), without recursion.
std::vector<DumpId> ObjectsInLoops(const Catalog& catalog,
                                   const std::vector<DumpId>& suspects);

// Loops through `suspects` that share no object, at least one if there is any:
// for each object in ascending order of its id the first loop that a search in
// the order of its dependencies finds (object-matrix §4.2).
std::vector<DependencyLoop> FindDisjointLoops(
    const Catalog& catalog, const std::vector<DumpId>& suspects);

}  // namespace pgark

#endif  // PGARK_CATALOG_DEPENDENCY_LOOPS_H_
