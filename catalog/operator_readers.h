#ifndef PGARK_CATALOG_OPERATOR_READERS_H_
#define PGARK_CATALOG_OPERATOR_READERS_H_

#include "catalog/read_context.h"

namespace pgark {

// pg_operator, pg_opclass and pg_opfamily, all without pg_catalog's.
extern const CatalogReader kOperatorReader;
extern const CatalogReader kOperatorClassReader;
extern const CatalogReader kOperatorFamilyReader;
// pg_amop and pg_amproc: what classes and families consist of. After the two
// readers above.
extern const CatalogReader kOperatorMemberReader;
extern const CatalogReader kSupportFunctionMemberReader;

}  // namespace pgark

#endif  // PGARK_CATALOG_OPERATOR_READERS_H_
