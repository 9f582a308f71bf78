#include "catalog/table_data_selection.h"

#include <unordered_set>
#include <utility>
#include <vector>

#include "catalog/reader_support.h"
#include "catalog/relation_query.h"

namespace pgark {
namespace {

ObjectKind DataKind(const RelationObject& relation) {
  switch (relation.kind) {
    case RelationKind::kMaterializedView:
      return ObjectKind::kRefreshMaterializedView;
    case RelationKind::kSequence:
      return ObjectKind::kSequenceSet;
    default:
      return ObjectKind::kTableData;
  }
}

// The materialized views and views that the query of `view` names.
std::vector<DumpId> ViewsReadBy(const Catalog& catalog,
                                const RelationObject& view) {
  std::vector<DumpId> views;
  if (view.select_rule.value == 0) return views;
  for (const DumpId id : catalog.Get(view.select_rule).dependencies) {
    const Object& object = catalog.Get(id);
    if (object.kind != ObjectKind::kRelation || id == view.id) continue;
    const RelationObject& relation = catalog.relation(object);
    if (relation.IsView() || relation.kind == RelationKind::kMaterializedView) {
      views.push_back(id);
    }
  }
  return views;
}

// All materialized views that `view` reads, through other views, too.
std::vector<DumpId> MaterializedViewsBelow(const Catalog& catalog,
                                           const RelationObject& view) {
  std::vector<DumpId> found;
  std::unordered_set<DumpId> seen = {view.id};
  std::vector<DumpId> waiting = ViewsReadBy(catalog, view);
  while (!waiting.empty()) {
    const DumpId id = waiting.back();
    waiting.pop_back();
    if (!seen.insert(id).second) continue;
    const RelationObject& relation = catalog.relation(catalog.Get(id));
    if (relation.kind == RelationKind::kMaterializedView) found.push_back(id);
    const std::vector<DumpId> next = ViewsReadBy(catalog, relation);
    waiting.insert(waiting.end(), next.begin(), next.end());
  }
  return found;
}

void LinkRefreshes(Catalog& catalog) {
  // Decided from what the server says before any view is marked.
  std::vector<size_t> unpopulated;
  for (size_t i = 0; i < catalog.relations.size(); ++i) {
    const RelationObject& view = catalog.relations[i];
    if (view.kind != RelationKind::kMaterializedView || view.data.value == 0) {
      continue;
    }
    for (const DumpId id : MaterializedViewsBelow(catalog, view)) {
      const RelationObject& below = catalog.relation(catalog.Get(id));
      if (below.data.value == 0) continue;
      catalog.AddDependency(view.data, below.data);
      if (!below.is_populated) unpopulated.push_back(i);
    }
  }
  for (const size_t i : unpopulated) catalog.relations[i].is_populated = false;
}

}  // namespace

bool HoldsRows(const ReadContext& context, const RelationObject& relation) {
  switch (relation.kind) {
    case RelationKind::kView:
    case RelationKind::kPartitionedTable:
    case RelationKind::kCompositeType:
      return false;
    case RelationKind::kForeignTable:
      if (context.selection.foreign_servers.count(
              relation.foreign_server_oid) == 0) {
        return false;
      }
      break;
    default:
      break;
  }
  // A standby has no rows of unlogged tables.
  const bool skips_unlogged =
      context.options.no_unlogged_table_data || context.in_recovery;
  if (relation.persistence == Persistence::kUnlogged && skips_unlogged) {
    return false;
  }
  return context.selection.excluded_table_data.count(relation.oid) == 0;
}

bool DumpsRows(const ReadContext& context, const RelationObject& relation) {
  const DumpOptions& options = context.options;
  const bool wants_kind = options.dump_data ||
                          (relation.IsSequence() && options.dump_sequence_data);
  return wants_kind &&
         context.catalog.Get(relation.id).wanted.Has(Component::kData) &&
         HoldsRows(context, relation);
}

void AddTableData(ReadContext& context, DumpId relation_id,
                  std::string condition) {
  Catalog& catalog = context.catalog;
  RelationObject& relation = RelationAt(catalog, relation_id);
  if (relation.data.value != 0) {
    if (!condition.empty()) {
      catalog.table_data[catalog.Get(relation.data).detail].condition =
          std::move(condition);
    }
    return;
  }
  if (!HoldsRows(context, relation)) return;
  // No catalog id: pg_depend's rows are about the relation, not its rows.
  Object object = MakePart(catalog.Get(relation.id), DataKind(relation),
                           CatalogId{}, relation.name);
  object.wanted = Components::All();
  object.available |= Component::kData;
  object.dependencies = {relation.id};
  TableDataObject data;
  data.relation = relation.id;
  data.condition = std::move(condition);
  relation.data = AddWithDetail(catalog, std::move(object), std::move(data),
                                catalog.table_data);
}

void CollectTableData(ReadContext& context) {
  Catalog& catalog = context.catalog;
  for (const RelationObject& relation : catalog.relations) {
    if (DumpsRows(context, relation)) AddTableData(context, relation.id, "");
  }
  LinkRefreshes(catalog);
}

}  // namespace pgark
