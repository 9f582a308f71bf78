#ifndef PGARK_CATALOG_FUNCTION_READERS_H_
#define PGARK_CATALOG_FUNCTION_READERS_H_

#include "catalog/read_context.h"

namespace pgark {

// pg_proc without aggregates. Of pg_catalog only functions that casts or
// transforms of users call or whose privileges were changed. Before
// kTypeReader.
extern const CatalogReader kFunctionReader;
// pg_proc with pg_aggregate, of pg_catalog likewise. After kTypeReader.
extern const CatalogReader kAggregateReader;

}  // namespace pgark

#endif  // PGARK_CATALOG_FUNCTION_READERS_H_
