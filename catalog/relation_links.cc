// What follows from the rows of several readers: LinkRelations().

#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "catalog/column_inheritance.h"
#include "catalog/reader_support.h"
#include "catalog/relation_query.h"
#include "catalog/relation_readers.h"
#include "catalog/table_data_selection.h"

namespace pgark {
namespace {

// From this release on attaching a partition is an entry of its own.
constexpr int kTableAttachRelease = 14;

Object MakeAttach(const Object& part, ObjectKind kind) {
  Object attach;
  attach.kind = kind;
  attach.name = part.name;
  attach.schema = part.schema;
  attach.wanted = Components::All();
  return attach;
}

// Nothing in pg_depend stands for an attachment, so what it needs is told here:
// the partition and its parent, in any order.
void AttachPartitions(ReadContext& context) {
  if (context.tool_release() < kTableAttachRelease) return;
  Catalog& catalog = context.catalog;
  for (RelationObject& relation : catalog.relations) {
    if (!relation.is_partition || relation.parents.empty()) continue;
    const Object& table = catalog.Get(relation.id);
    if (!table.wanted.Has(Component::kDefinition)) continue;
    TableAttachObject attach;
    attach.partition = relation.id;
    attach.parent = relation.parents.front();
    Object object = MakeAttach(table, ObjectKind::kTableAttach);
    object.dependencies = {relation.id, attach.parent};
    relation.attach = AddWithDetail(catalog, std::move(object), attach,
                                    catalog.table_attaches);
  }
}

void AttachIndexes(Catalog& catalog) {
  std::unordered_map<Oid, size_t> places;
  for (size_t i = 0; i < catalog.indexes.size(); ++i) {
    places[catalog.indexes[i].oid] = i;
  }
  for (IndexObject& index : catalog.indexes) {
    if (index.parent_oid == 0) continue;
    const auto found = places.find(index.parent_oid);
    if (found == places.end()) continue;
    IndexObject& parent = catalog.indexes[found->second];
    IndexAttachObject attach;
    attach.parent = parent.id;
    attach.partition = index.id;
    Object object = MakeAttach(catalog.Get(index.id), ObjectKind::kIndexAttach);
    // The tables are there so that a parallel restore does nothing else with
    // them at the same time.
    object.dependencies = {index.id, parent.id, index.relation,
                           parent.relation};
    index.parent = parent.id;
    index.attach = AddWithDetail(catalog, std::move(object), attach,
                                 catalog.index_attaches);
    parent.children.push_back(index.id);
  }
}

// Adds the attachments of everything below `index` to `dependencies`.
void CollectAttachments(const Catalog& catalog, DumpId index,
                        std::vector<DumpId>* dependencies) {
  std::vector<DumpId> waiting = {index};
  while (!waiting.empty()) {
    const IndexObject& parent =
        catalog.indexes[catalog.Get(waiting.back()).detail];
    waiting.pop_back();
    for (const DumpId child : parent.children) {
      dependencies->push_back(
          catalog.indexes[catalog.Get(child).detail].attach);
      waiting.push_back(child);
    }
  }
}

// A foreign key to a partitioned table needs the unique index of every
// partition to be attached; before that, the parent's index is not valid.
void LinkForeignKeys(Catalog& catalog) {
  for (const ConstraintObject& constraint : catalog.constraints) {
    if (constraint.type != 'f' || constraint.referenced_relation.value == 0) {
      continue;
    }
    const RelationObject& referenced =
        RelationAt(catalog, constraint.referenced_relation);
    if (!referenced.IsPartitioned()) continue;
    for (const DumpId index : referenced.indexes) {
      if (catalog.Get(index).catalog_id.oid !=
          constraint.referenced_index_oid) {
        continue;
      }
      CollectAttachments(catalog, index,
                         &catalog.Get(constraint.id).dependencies);
    }
  }
}

}  // namespace

absl::Status LinkRelations(ReadContext& context) {
  AttachPartitions(context);
  AnalyzeInheritedColumns(context);
  AttachIndexes(context.catalog);
  LinkForeignKeys(context.catalog);
  CollectTableData(context);
  return absl::OkStatus();
}

}  // namespace pgark
