#ifndef PGARK_CATALOG_GRAPH_READERS_H_
#define PGARK_CATALOG_GRAPH_READERS_H_

#include "absl/status/status.h"
#include "catalog/kind_order.h"
#include "catalog/read_context.h"

namespace pgark {

// Readers of phase two that concern objects of every kind, in this order,
// after the readers of the kinds.

// pg_default_acl.
extern const CatalogReader kDefaultAclReader;
// pg_attribute.attacl, of system columns too; attstattarget of indexes.
// REQUIRES: the indexes.
extern const CatalogReader kColumnSettingReader;
// Large objects and their contents, one object each or in groups.
extern const CatalogReader kLargeObjectReader;
// Foreign keys between members of extensions.
extern const CatalogReader kExtensionForeignKeyReader;
// pg_depend (docs/dump-order.md, "Dependencies", items 1 to 3). REQUIRES: all
// other objects.
extern const CatalogReader kDependencyReader;
// pg_description and pg_seclabel. They also tell the objects that they have
// one.
extern const CatalogReader kCommentReader;
extern const CatalogReader kSecurityLabelReader;

// Adds the two boundaries and the dependencies that put every object on its
// side of them (docs/dump-order.md, "Boundaries"). REQUIRES: nothing is added
// later.
void AddBoundaries(Catalog& catalog, const SortRules& rules);

}  // namespace pgark

#endif  // PGARK_CATALOG_GRAPH_READERS_H_
