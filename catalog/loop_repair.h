#ifndef PGARK_CATALOG_LOOP_REPAIR_H_
#define PGARK_CATALOG_LOOP_REPAIR_H_

#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "catalog/dependency_loops.h"

namespace pgark {

// Takes away one dependency of a loop, in the way that fits what is in it: the
// first pattern of docs/dump-order.md, "Loop repairs", that matches. Marks
// objects whose DDL changes by it (is_separate, is_dummy_view, is_postponed).
// Always removes a dependency, so repairing ends.
// Adds to `warnings` where the dump may not restore as it stands.
// REQUIRES: `loop` is a loop of `catalog`.
void RepairLoop(Catalog& catalog, const DependencyLoop& loop,
                std::vector<std::string>* warnings);

}  // namespace pgark

#endif  // PGARK_CATALOG_LOOP_REPAIR_H_
