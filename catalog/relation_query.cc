#include "catalog/relation_query.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "catalog/array_text.h"

namespace pgark {

std::string WantedRelations(const ReadContext& context,
                            RelationPredicate predicate) {
  std::vector<Oid> oids;
  for (const RelationObject& relation : context.catalog.relations) {
    if (predicate(context.catalog.Get(relation.id), relation)) {
      oids.push_back(relation.oid);
    }
  }
  if (oids.empty()) return "";
  return absl::StrCat("pg_catalog.unnest('", FormatOidArray(oids),
                      "'::pg_catalog.oid[]) AS wanted(oid)");
}

Object* FindRelationObject(Catalog& catalog, Oid oid) {
  Object* object = catalog.Find(CatalogId{kPgClassOid, oid});
  // Indexes are rows of pg_class, too.
  return object != nullptr && object->kind == ObjectKind::kRelation ? object
                                                                    : nullptr;
}

RelationObject* FindRelation(Catalog& catalog, Oid oid) {
  const Object* object = FindRelationObject(catalog, oid);
  return object == nullptr ? nullptr : &catalog.relations[object->detail];
}

RelationObject& RelationAt(Catalog& catalog, DumpId id) {
  return catalog.relations[catalog.Get(id).detail];
}

Object MakePart(const Object& relation, ObjectKind kind, CatalogId row,
                std::string name) {
  Object part;
  part.kind = kind;
  part.catalog_id = row;
  part.name = std::move(name);
  part.schema = relation.schema;
  part.sort_key.text = relation.name;
  part.wanted = relation.wanted;
  return part;
}

}  // namespace pgark
