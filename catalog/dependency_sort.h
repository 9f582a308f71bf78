#ifndef PGARK_CATALOG_DEPENDENCY_SORT_H_
#define PGARK_CATALOG_DEPENDENCY_SORT_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "catalog/catalog.h"
#include "catalog/kind_order.h"

namespace pgark {

// The objects in the order that they would have if none needed another
// (docs/dump-order.md, "Initial order"): by kind, schema, name, and what tells
// equals apart.
std::vector<DumpId> InitialOrder(const Catalog& catalog,
                                 const SortRules& rules);

// The order closest to `initial` in which everything stands behind what it
// needs: places objects from the end, each time the last one of `initial` that
// no unplaced object needs (docs/dump-order.md, "Topological order"). O((n + e)
// log n).
// Returns nothing when there are loops.
// REQUIRES: `initial` holds every object once.
std::optional<std::vector<DumpId>> TopologicalOrder(
    const Catalog& catalog, const std::vector<DumpId>& initial);

// Repairs what loops there are and returns the order of the dump. Adds to
// `warnings` what the user should know (circular foreign keys).
// REQUIRES: the boundaries were added.
// Returns INTERNAL when a dependency names no object.
absl::StatusOr<std::vector<DumpId>> SortObjects(
    Catalog& catalog, const SortRules& rules,
    std::vector<std::string>* warnings);

}  // namespace pgark

#endif  // PGARK_CATALOG_DEPENDENCY_SORT_H_
