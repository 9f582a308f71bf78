#ifndef PGARK_CATALOG_RELATION_TEXT_H_
#define PGARK_CATALOG_RELATION_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "archive/toc_entry.h"
#include "catalog/catalog.h"
#include "catalog/toc_builder.h"

namespace pgark {

// Names and entries that all DDL of relations and their parts shares. Pure.

// TABLE, VIEW, MATERIALIZED VIEW, SEQUENCE, FOREIGN TABLE, TYPE.
absl::string_view RelationKeyword(RelationKind kind);
// What stands behind ALTER for the table itself: TABLE or FOREIGN TABLE.
absl::string_view AlterKeyword(const RelationObject& relation);
// PLAIN, EXTERNAL, ...; "" for a letter that pg_attribute.attstorage cannot be.
absl::string_view StorageKeyword(char storage);

// REQUIRES: `id` is the id of a relation.
const RelationObject& RelationOf(const DdlContext& context, DumpId id);
// schema.table, quoted.
std::string QualifiedName(const DdlContext& context,
                          const RelationObject& relation);
// schema.name of any object that lives in a schema, quoted.
std::string QualifiedName(const DdlContext& context, const Object& object);
std::string Quoted(const DdlContext& context, absl::string_view name);
// schema.collation by the OID of pg_collation, "" when there is none.
std::string CollationName(const DdlContext& context, Oid collation);

// An entry for `object` with kind, catalog id, tag = the object's name, schema
// and section set.
TocEntry MakeEntry(const DdlContext& context, const Object& object,
                   EntryKind kind, Section section);
// The same for a part of `relation` (index, constraint, trigger, ...): the
// schema and owner are the relation's, the tag is "relation part".
TocEntry MakePartEntry(const DdlContext& context, const Object& object,
                       const RelationObject& relation, EntryKind kind);

// What comments on the part of a relation hang on: COMMENT ON TRIGGER part ON
// relation. `type` is TRIGGER, RULE, POLICY, CONSTRAINT.
SatelliteTarget PartTarget(const DdlContext& context, const Object& object,
                           const RelationObject& relation,
                           absl::string_view type, absl::string_view part);
// The same for things that are named with their own schema: TABLE, INDEX, ...
SatelliteTarget SchemaTarget(const DdlContext& context, const Object& object,
                             absl::string_view type, absl::string_view owner);

}  // namespace pgark

#endif  // PGARK_CATALOG_RELATION_TEXT_H_
