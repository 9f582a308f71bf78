#ifndef PGARK_CATALOG_COLLATION_READERS_H_
#define PGARK_CATALOG_COLLATION_READERS_H_

#include "catalog/read_context.h"

namespace pgark {

// pg_collation: all rows, because columns name them.
extern const CatalogReader kCollationReader;
// pg_conversion, without pg_catalog's.
extern const CatalogReader kConversionReader;

}  // namespace pgark

#endif  // PGARK_CATALOG_COLLATION_READERS_H_
