#ifndef PGARK_CATALOG_FOREIGN_SERVER_READERS_H_
#define PGARK_CATALOG_FOREIGN_SERVER_READERS_H_

#include "catalog/read_context.h"

namespace pgark {

// pg_foreign_data_wrapper, pg_foreign_server.
extern const CatalogReader kForeignDataWrapperReader;
extern const CatalogReader kForeignServerReader;
// The view pg_user_mappings, which hides options from those who may not see
// them. After kForeignServerReader.
extern const CatalogReader kUserMappingReader;

}  // namespace pgark

#endif  // PGARK_CATALOG_FOREIGN_SERVER_READERS_H_
