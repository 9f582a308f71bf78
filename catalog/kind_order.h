#ifndef PGARK_CATALOG_KIND_ORDER_H_
#define PGARK_CATALOG_KIND_ORDER_H_

#include "archive/section.h"
#include "catalog/object.h"

namespace pgark {

// How one release of pg_dump places the kinds (docs/dump-order.md, "Initial
// order" and "Boundaries").
struct SortRules {
  int release = 18;
  // Large objects' metadata counts as data (groups), otherwise as pre-data.
  bool large_objects_are_data = true;
};

// The first sort key: 1 for schemas, which come first.
int KindPriority(ObjectKind kind, const SortRules& rules);

// The fourth sort key, after schema and name: kinds that pg_dump has as one
// share a number.
int KindNumber(ObjectKind kind);

// Which side of the boundaries an object belongs to; kNone for objects that
// are written inside another one and for the boundaries themselves.
Section SectionOf(const Object& object, const SortRules& rules);

}  // namespace pgark

#endif  // PGARK_CATALOG_KIND_ORDER_H_
