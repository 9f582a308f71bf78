#include "catalog/index_ddl.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/strings/str_cat.h"
#include "catalog/extension_lines.h"
#include "catalog/relation_text.h"

namespace pgark {
namespace {

// ALTER INDEX ... ALTER COLUMN n SET STATISTICS: expressions have no names, so
// columns are numbers here.
std::string StatisticsLines(const DdlContext& context,
                            const IndexObject& index) {
  std::string text;
  const std::string name = QualifiedIndexName(context, index);
  const size_t count = std::min(index.statistics_columns.size(),
                                index.statistics_targets.size());
  for (size_t i = 0; i < count; ++i) {
    absl::StrAppend(&text, "ALTER INDEX ", name, " ALTER COLUMN ",
                    index.statistics_columns[i], " SET STATISTICS ",
                    index.statistics_targets[i], ";\n");
  }
  return text;
}

TocEntry IndexEntry(const DdlContext& context, const Object& object,
                    const IndexObject& index) {
  const RelationObject& relation = RelationOf(context, index.relation);
  const std::string name = QualifiedIndexName(context, index);
  TocEntry entry = MakePartEntry(context, object, relation, EntryKind::kIndex);
  entry.tag = index.name;
  entry.tablespace = index.tablespace;
  entry.definition =
      absl::StrCat(index.definition, ";\n", ClusterLine(context, index),
                   StatisticsLines(context, index),
                   DependsOnExtensionLines(context, object, "INDEX", name),
                   ReplicaIdentityLine(context, index));
  // An attached index goes with its parent; 13 said so only at restore.
  if (index.parent_oid == 0 || context.release <= 13) {
    entry.drop_statement = absl::StrCat("DROP INDEX ", name, ";\n");
  } else {
    entry.drop_statement = "";
  }
  return entry;
}

}  // namespace

std::string QualifiedIndexName(const DdlContext& context,
                               const IndexObject& index) {
  return QuoteQualified(
      context.catalog.SchemaName(context.catalog.Get(index.relation)),
      index.name, context.style);
}

std::string ClusterLine(const DdlContext& context, const IndexObject& index) {
  if (!index.is_clustered) return "";
  return absl::StrCat(
      "\nALTER TABLE ",
      QualifiedName(context, RelationOf(context, index.relation)),
      " CLUSTER ON ", Quoted(context, index.name), ";\n");
}

std::string ReplicaIdentityLine(const DdlContext& context,
                                const IndexObject& index) {
  if (!index.is_replica_identity) return "";
  return absl::StrCat(
      "\nALTER TABLE ONLY ",
      QualifiedName(context, RelationOf(context, index.relation)),
      " REPLICA IDENTITY USING INDEX ", Quoted(context, index.name), ";\n");
}

absl::Status EmitIndex(const DdlContext& context, const Object& object,
                       TocBuilder& toc) {
  const IndexObject& index = context.catalog.indexes[object.detail];
  const RelationObject& relation = RelationOf(context, index.relation);
  const bool is_of_constraint = index.constraint.value != 0;
  if (!is_of_constraint && object.Dumps(Component::kDefinition)) {
    toc.Add(object, IndexEntry(context, object, index));
  }
  SatelliteTarget target;
  target.type = "INDEX";
  target.name = Quoted(context, index.name);
  target.entry_schema =
      context.catalog.SchemaName(context.catalog.Get(relation.id));
  target.schema = Quoted(context, *target.entry_schema);
  target.owner = relation.owner;
  target.catalog_id = object.catalog_id;
  target.parent = is_of_constraint ? index.constraint : object.id;
  toc.AddComment(target);
  return absl::OkStatus();
}

absl::Status EmitIndexAttach(const DdlContext& context, const Object& object,
                             TocBuilder& toc) {
  const IndexAttachObject& attach =
      context.catalog.index_attaches[object.detail];
  const Object& partition_object = context.catalog.Get(attach.partition);
  if (!partition_object.Dumps(Component::kDefinition)) {
    return absl::OkStatus();
  }
  const IndexObject& parent =
      context.catalog.indexes[context.catalog.Get(attach.parent).detail];
  const IndexObject& partition =
      context.catalog.indexes[partition_object.detail];
  TocEntry entry =
      MakePartEntry(context, object, RelationOf(context, partition.relation),
                    EntryKind::kIndexAttach);
  entry.catalog_id = {};
  entry.tag = partition.name;
  entry.owner = RelationOf(context, parent.relation).owner;
  entry.definition = absl::StrCat(
      "ALTER INDEX ", QualifiedIndexName(context, parent), " ATTACH PARTITION ",
      QualifiedIndexName(context, partition), ";\n");
  toc.Add(object, std::move(entry));
  return absl::OkStatus();
}

absl::Status EmitExtendedStatistics(const DdlContext& context,
                                    const Object& object, TocBuilder& toc) {
  const ExtendedStatisticsObject& statistics =
      context.catalog.extended_statistics[object.detail];
  const std::string name = QualifiedName(context, object);
  if (object.Dumps(Component::kDefinition)) {
    TocEntry entry =
        MakeEntry(context, object, EntryKind::kStatistics, Section::kPostData);
    entry.owner = statistics.owner;
    entry.definition = absl::StrCat(statistics.definition, ";\n");
    if (statistics.target >= 0) {
      absl::StrAppend(&*entry.definition, "ALTER STATISTICS ", name,
                      " SET STATISTICS ", statistics.target, ";\n");
    }
    entry.drop_statement = absl::StrCat("DROP STATISTICS ", name, ";\n");
    toc.Add(object, std::move(entry));
  }
  toc.AddComment(SchemaTarget(context, object, "STATISTICS", statistics.owner));
  return absl::OkStatus();
}

}  // namespace pgark
