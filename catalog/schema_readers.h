#ifndef PGARK_CATALOG_SCHEMA_READERS_H_
#define PGARK_CATALOG_SCHEMA_READERS_H_

#include "catalog/read_context.h"

namespace pgark {

// The readers of phase one, in this order, before those of relations.

// Role names by OID; everything that has an owner needs them.
extern const CatalogReader kRoleReader;
// Whether the server is a standby.
extern const CatalogReader kServerStateReader;
// The database itself and its settings (two queries).
extern const CatalogReader kDatabaseReader;
extern const CatalogReader kDatabaseSettingsReader;
extern const CatalogReader kDatabaseLabelReader;
// pg_init_privs.
extern const CatalogReader kInitialPrivilegesReader;
extern const CatalogReader kExtensionReader;
// Which objects belong to extensions.
extern const CatalogReader kExtensionMemberReader;
extern const CatalogReader kSchemaReader;

}  // namespace pgark

#endif  // PGARK_CATALOG_SCHEMA_READERS_H_
