#ifndef PGARK_CATALOG_COLUMN_INHERITANCE_H_
#define PGARK_CATALOG_COLUMN_INHERITANCE_H_

#include "catalog/read_context.h"
#include "catalog/relation_objects.h"

namespace pgark {

// What the parents of a table say about its column of the same name.
struct InheritedColumn {
  // A NOT NULL that the child gets with the column: valid, not NO INHERIT.
  bool is_not_null = false;
  // A default other than NULL; one that is just NULL.
  bool has_default = false;
  bool has_null_default = false;
  // A generation expression: the child's own text, or another one.
  bool has_same_generation = false;
  bool has_other_generation = false;
};

// Looks at every parent that has a column of that name.
InheritedColumn LookAtParents(const Catalog& catalog,
                              const RelationObject& relation,
                              const ColumnObject& column);

// Decides for every wanted child table and partition: which NOT NULLs are its
// own, where it needs a DEFAULT NULL against its parent's default, and which
// generation expressions it just takes over.
//
// REQUIRES: columns, defaults and parents were read.
void AnalyzeInheritedColumns(ReadContext& context);

}  // namespace pgark

#endif  // PGARK_CATALOG_COLUMN_INHERITANCE_H_
