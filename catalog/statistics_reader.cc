#include "catalog/statistics_reader.h"

#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "catalog/array_text.h"
#include "catalog/reader_support.h"
#include "catalog/relation_query.h"
#include "catalog/row_cursor.h"
#include "catalog/statistics_ddl.h"

namespace pgark {
namespace {

// Since then 0 rows are known to be none; before, they could be unknown.
constexpr int kUnknownRowsRelease = 14;
constexpr int kFrozenPagesRelease = 18;

bool HasStatistics(const RelationObject& relation) {
  return relation.IsTableLike() ||
         relation.kind == RelationKind::kMaterializedView;
}

// An object for the statistics of `of`, which is a relation or an index.
Object MakeStatistics(const Object& relation, const std::string& name,
                      DumpId of) {
  Object object =
      MakePart(relation, ObjectKind::kStatisticsData, CatalogId{}, name);
  object.wanted &= Component::kStatistics;
  object.available |= Component::kStatistics;
  object.dependencies = {of};
  return object;
}

void AddOfRelation(Catalog& catalog, const RelationObject& relation) {
  Object object =
      MakeStatistics(catalog.Get(relation.id), relation.name, relation.id);
  // REFRESH would make them wrong, so they come behind it.
  if (relation.kind == RelationKind::kMaterializedView &&
      relation.data.value != 0) {
    object.dependencies.push_back(relation.data);
    object.is_postponed = true;
  }
  RelationStatistics statistics;
  statistics.relation = relation.id;
  statistics.oid = relation.oid;
  AddWithDetail(catalog, std::move(object), std::move(statistics),
                catalog.statistics);
}

void AddOfIndex(Catalog& catalog, const IndexObject& index) {
  Object object =
      MakeStatistics(catalog.Get(index.relation), index.name, index.id);
  object.is_postponed = true;
  if (index.constraint.value != 0) {
    object.dependencies.push_back(index.constraint);
  }
  RelationStatistics statistics;
  statistics.relation = index.id;
  statistics.oid = index.oid;
  statistics.is_index = true;
  AddWithDetail(catalog, std::move(object), std::move(statistics),
                catalog.statistics);
}

void AddObjects(Catalog& catalog) {
  const auto is_wanted = [&catalog](DumpId relation) {
    return catalog.Get(relation).wanted.Has(Component::kStatistics);
  };
  for (const RelationObject& relation : catalog.relations) {
    if (HasStatistics(relation) && is_wanted(relation.id)) {
      AddOfRelation(catalog, relation);
    }
  }
  for (const IndexObject& index : catalog.indexes) {
    if (is_wanted(index.relation)) AddOfIndex(catalog, index);
  }
}

std::string WantedList(const Catalog& catalog) {
  std::vector<Oid> oids;
  for (const RelationStatistics& statistics : catalog.statistics) {
    oids.push_back(statistics.oid);
  }
  return absl::StrCat("pg_catalog.unnest('", FormatOidArray(oids),
                      "'::pg_catalog.oid[]) AS wanted(oid)");
}

std::string RelationQuery(const Catalog& catalog) {
  const int release = catalog.server_release();
  return absl::StrCat(
      "SELECT c.oid, c.relpages, c.relallvisible, ",
      release >= kUnknownRowsRelease
          ? "c.reltuples, "
          : "CASE c.reltuples WHEN 0 THEN -1 ELSE c.reltuples END "
            "AS reltuples, ",
      release >= kFrozenPagesRelease ? "c.relallfrozen FROM "
                                     : "NULL AS relallfrozen FROM ",
      WantedList(catalog), " JOIN pg_catalog.pg_class c ON c.oid = wanted.oid");
}

std::string ColumnQuery(const Catalog& catalog) {
  std::string columns;
  for (const ColumnStatistic& kind : ColumnStatisticKinds()) {
    if (kind.since > catalog.server_release()) {
      absl::StrAppend(&columns, ", NULL AS ", kind.name);
    } else {
      absl::StrAppend(&columns, ", s.", kind.name);
    }
  }
  // Names are compared octet by octet.
  return absl::StrCat(
      "SELECT c.oid, s.attname, a.attnum, s.inherited", columns, " FROM ",
      WantedList(catalog),
      " JOIN pg_catalog.pg_class c ON c.oid = wanted.oid "
      "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
      "JOIN pg_catalog.pg_stats s "
      "ON s.schemaname = n.nspname AND s.tablename = c.relname "
      "JOIN pg_catalog.pg_attribute a "
      "ON a.attrelid = c.oid AND a.attname = s.attname "
      "ORDER BY c.oid, s.attname, s.inherited");
}

using StatisticsByOid = std::unordered_map<Oid, RelationStatistics*>;

absl::Status TakeRelations(const Result& result,
                           const StatisticsByOid& statistics) {
  RowCursor rows(result);
  while (rows.Next()) {
    const auto found = statistics.find(rows.Oid("oid"));
    if (found == statistics.end()) continue;
    found->second->page_count = rows.Text("relpages");
    found->second->row_count = rows.Text("reltuples");
    found->second->visible_page_count = rows.Text("relallvisible");
    found->second->frozen_page_count = rows.Text("relallfrozen");
  }
  return rows.status();
}

absl::Status TakeColumns(const Result& result,
                         const StatisticsByOid& statistics) {
  RowCursor rows(result);
  while (rows.Next()) {
    const auto found = statistics.find(rows.Oid("oid"));
    if (found == statistics.end()) continue;
    ColumnStatistics column;
    column.column = rows.Text("attname");
    if (found->second->is_index) column.index_column = rows.Text("attnum");
    column.inherited = rows.Bool("inherited");
    for (const ColumnStatistic& kind : ColumnStatisticKinds()) {
      column.values.push_back(rows.NullableText(kind.name));
    }
    found->second->columns.push_back(std::move(column));
  }
  return rows.status();
}

}  // namespace

absl::Status ReadStatistics(Connection& connection, ReadContext& context) {
  if (!context.options.dump_statistics) return absl::OkStatus();
  Catalog& catalog = context.catalog;
  AddObjects(catalog);
  if (catalog.statistics.empty()) return absl::OkStatus();
  StatisticsByOid by_oid;
  for (RelationStatistics& one : catalog.statistics) by_oid[one.oid] = &one;
  const std::string queries[] = {RelationQuery(catalog), ColumnQuery(catalog)};
  ASSIGN_OR_RETURN(const std::vector<Result> results,
                   connection.Pipeline(queries));
  RETURN_IF_ERROR(TakeRelations(results[0], by_oid));
  RETURN_IF_ERROR(TakeColumns(results[1], by_oid));
  for (const RelationStatistics& one : catalog.statistics) {
    if (one.page_count.empty()) {
      return absl::FailedPreconditionError(absl::StrCat(
          "relation ", catalog.Get(one.relation).name, " with OID ", one.oid,
          " was dropped while it was being read"));
    }
  }
  return absl::OkStatus();
}

}  // namespace pgark
