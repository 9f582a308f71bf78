#ifndef PGARK_CATALOG_PUBLICATION_READERS_H_
#define PGARK_CATALOG_PUBLICATION_READERS_H_

#include "catalog/read_context.h"

namespace pgark {

// pg_publication, then pg_publication_rel and pg_publication_namespace. After
// the relations.
extern const CatalogReader kPublicationReader;
extern const CatalogReader kPublicationTableReader;
extern const CatalogReader kPublicationSchemaReader;
// pg_subscription of this database; only a warning where the session may not
// read it.
extern const CatalogReader kSubscriptionReader;

}  // namespace pgark

#endif  // PGARK_CATALOG_PUBLICATION_READERS_H_
