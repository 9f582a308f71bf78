#ifndef PGARK_CATALOG_TYPE_READERS_H_
#define PGARK_CATALOG_TYPE_READERS_H_

#include "catalog/read_context.h"

namespace pgark {

// pg_type: all types, with a shell type beside every base or range type whose
// definition is wanted. Row and array types become dummies.
extern const CatalogReader kTypeReader;
// What the definitions of types need beside their row. After kTypeReader, in
// any order.
extern const CatalogReader kBaseTypeReader;
extern const CatalogReader kEnumLabelReader;
extern const CatalogReader kRangeTypeReader;
extern const CatalogReader kCompositeAttributeReader;

}  // namespace pgark

#endif  // PGARK_CATALOG_TYPE_READERS_H_
