#ifndef PGARK_CATALOG_DOMAIN_READERS_H_
#define PGARK_CATALOG_DOMAIN_READERS_H_

#include "catalog/read_context.h"

namespace pgark {

// What the definitions of domains need beside their row of pg_type. After
// kTypeReader, in this order.
extern const CatalogReader kDomainReader;
// pg_constraint of domains: an object each; a domain needs those of its
// constraints that are valid, because they are written with it.
extern const CatalogReader kDomainConstraintReader;

}  // namespace pgark

#endif  // PGARK_CATALOG_DOMAIN_READERS_H_
