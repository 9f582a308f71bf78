#ifndef PGARK_CATALOG_RELATION_READERS_H_
#define PGARK_CATALOG_RELATION_READERS_H_

#include "absl/status/status.h"
#include "catalog/read_context.h"
#include "protocol/connection.h"

namespace pgark {

// The readers of relations and their parts, in the order in which they run.

// Phase one, behind the schemas: which relations there are, what of them is
// wanted (owned sequences too), and who inherits from whom. They deparse
// nothing, since nothing is locked yet.
extern const CatalogReader kRelationReader;       // pg_class
extern const CatalogReader kSequenceOwnerReader;  // pg_depend
extern const CatalogReader kInheritanceReader;    // pg_inherits

// Then: LockRelations(), MarkInterestingRelations() (relation_locking.h).

// Phase two. Functions that deparse see the current catalogs, not the
// snapshot's, so these ask only about what was found wanted.
extern const CatalogReader kPartitionReader;      // keys, bounds, types OF
extern const CatalogReader kHashPartitionReader;  // keys that hash enums
extern const CatalogReader kViewReader;           // pg_get_viewdef()
extern const CatalogReader kColumnReader;         // pg_attribute
extern const CatalogReader kDefaultReader;        // pg_attrdef
extern const CatalogReader kCheckReader;          // CHECKs, invalid NOT NULLs
extern const CatalogReader kDefaultClassReader;   // what indexes need not say
extern const CatalogReader kIndexReader;          // pg_index, p u x constraints
extern const CatalogReader kExtendedStatisticsReader;  // pg_statistic_ext
extern const CatalogReader kForeignKeyReader;
extern const CatalogReader kTriggerReader;    // pg_trigger
extern const CatalogReader kRuleReader;       // pg_rewrite
extern const CatalogReader kPolicyReader;     // pg_policy, row security
extern const CatalogReader kSequenceReader;   // pg_sequence
extern const CatalogReader kTableSizeReader;  // pg_relation_size()

// Behind phase two: pg_get_indexdef() where it is needed.
extern const CatalogReader kIndexDefinitionReader;

// Behind all readers, pg_depend's included: what follows from the
// rows of several of them. Attaches partitions and indexes, decides which NOT
// NULLs, defaults and generation expressions a child must repeat, adds what
// stands for rows, sequence values and refreshes, and the edges that no catalog
// knows.
absl::Status LinkRelations(ReadContext& context);

}  // namespace pgark

#endif  // PGARK_CATALOG_RELATION_READERS_H_
