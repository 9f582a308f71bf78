#ifndef PGARK_CATALOG_RELATION_QUERY_H_
#define PGARK_CATALOG_RELATION_QUERY_H_

#include <string>

#include "archive/dump_id.h"
#include "catalog/catalog.h"
#include "catalog/read_context.h"

namespace pgark {

// What the readers of relations' parts have in common.

// Which relations a reader asks about. Both are cheap; no state.
using RelationPredicate = bool (*)(const Object& object,
                                   const RelationObject& relation);

// "pg_catalog.unnest('{1,2}'::pg_catalog.oid[]) AS wanted(oid)" for the
// relations that fulfil `predicate`, "" when none does: then there is nothing
// to ask.
std::string WantedRelations(const ReadContext& context,
                            RelationPredicate predicate);

// Returns the relation with this OID of pg_class, or nullptr. The pointers are
// valid until the next relation (object) is added.
Object* FindRelationObject(Catalog& catalog, Oid oid);
RelationObject* FindRelation(Catalog& catalog, Oid oid);
RelationObject& RelationAt(Catalog& catalog, DumpId id);

// An object that is part of a relation: has its schema and gets what the
// relation gets. `name` is the part's own.
Object MakePart(const Object& relation, ObjectKind kind, CatalogId row,
                std::string name);

}  // namespace pgark

#endif  // PGARK_CATALOG_RELATION_QUERY_H_
