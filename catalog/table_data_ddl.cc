#include "catalog/table_data_ddl.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "catalog/insert_shape.h"
#include "catalog/relation_text.h"

namespace pgark {
namespace {

// From this release on a scan of a range of ctids reads only that range.
constexpr int kTidRangeScanRelease = 14;

// The parent of a partition, or nullptr.
const RelationObject* PartitionParent(const DdlContext& context,
                                      const RelationObject& relation) {
  if (!relation.is_partition || relation.parents.empty()) return nullptr;
  return &RelationOf(context, relation.parents.front());
}

bool MustLoadThroughRoot(const DdlContext& context,
                         const RelationObject& relation) {
  for (const RelationObject* parent = PartitionParent(context, relation);
       parent != nullptr; parent = PartitionParent(context, *parent)) {
    if (parent->has_unsafe_hash_partitions) return true;
  }
  return false;
}

// A name in a comment must not end the comment's line.
std::string OneLine(std::string text) {
  for (char& c : text) {
    if (c == '\n' || c == '\r') c = ' ';
  }
  return text;
}

TableDataSource SourceOf(const DdlContext& context, DumpId entry,
                         const TableDataObject& data) {
  const RelationObject& relation = RelationOf(context, data.relation);
  const bool is_query =
      !data.condition.empty() || relation.kind == RelationKind::kForeignTable;
  TableDataSource source;
  source.entry = entry;
  source.relation = relation.oid;
  source.qualified_name = QualifiedName(context, relation);
  source.columns = CopyColumns(context, relation);
  if (is_query) {
    const std::string list =
        source.columns.empty()
            ? ""
            : source.columns.substr(1, source.columns.size() - 2);
    source.copy_statement = absl::StrCat(
        "COPY (SELECT ", list, " FROM ", source.qualified_name,
        data.condition.empty() ? "" : " ", data.condition, ") TO stdout;");
  } else {
    source.copy_statement = absl::StrCat("COPY ", source.qualified_name, " ",
                                         source.columns, " TO stdout;");
  }
  // Policies may filter by anything, so their rows come in one piece.
  const bool is_filtered =
      relation.has_row_security && context.options.enable_row_security;
  source.can_split = !is_query && !is_filtered &&
                     relation.kind == RelationKind::kTable &&
                     relation.access_method == "heap" &&
                     context.catalog.server_release() >= kTidRangeScanRelease;
  source.heap_blocks = relation.heap_blocks;
  source.total_bytes = relation.total_bytes;
  source.has_unstable_order = is_query || is_filtered;
  source.is_foreign = relation.kind == RelationKind::kForeignTable;
  if (context.options.inserts.has_value()) {
    source.insert =
        MakeInsertShape(context, relation, LoadTarget(context, relation));
  }
  return source;
}

}  // namespace

std::string CopyColumns(const DdlContext& context,
                        const RelationObject& relation) {
  std::string text;
  for (const ColumnObject& column : relation.columns) {
    if (column.is_dropped || column.generated != '\0') continue;
    absl::StrAppend(&text, text.empty() ? "(" : ", ",
                    Quoted(context, column.name));
  }
  if (!text.empty()) text.push_back(')');
  return text;
}

const RelationObject& LoadTarget(const DdlContext& context,
                                 const RelationObject& relation) {
  if (!context.options.load_via_partition_root &&
      !MustLoadThroughRoot(context, relation)) {
    return relation;
  }
  const RelationObject* target = &relation;
  while (const RelationObject* parent = PartitionParent(context, *target)) {
    target = parent;
  }
  return *target;
}

absl::Status EmitTableData(const DdlContext& context, const Object& object,
                           TocBuilder& toc) {
  if (!object.Dumps(Component::kData)) return absl::OkStatus();
  const TableDataObject& data = context.catalog.table_data[object.detail];
  const RelationObject& relation = RelationOf(context, data.relation);
  const RelationObject& target = LoadTarget(context, relation);
  TocEntry entry =
      MakeEntry(context, object, EntryKind::kTableData, Section::kData);
  entry.has_data = true;
  entry.catalog_id = CatalogId{0, relation.oid};
  entry.owner = relation.owner;
  const std::string target_name = QualifiedName(context, target);
  // Restorers look for this comment: rows that go elsewhere forbid truncating
  // the table, and keep the entry from running beside others of that root.
  if (&target != &relation) {
    entry.definition =
        absl::StrCat("-- load via partition root ", OneLine(target_name));
  }
  if (!context.options.inserts.has_value()) {
    entry.copy_statement =
        absl::StrCat("COPY ", target_name, " ", CopyColumns(context, relation),
                     " FROM stdin;\n");
  }
  entry.dependencies = {relation.id};
  toc.Add(object, std::move(entry));
  return absl::OkStatus();
}

absl::Status EmitSequenceSet(const DdlContext& context, const Object& object,
                             TocBuilder& toc) {
  if (!object.Dumps(Component::kData)) return absl::OkStatus();
  const TableDataObject& data = context.catalog.table_data[object.detail];
  const RelationObject& sequence = RelationOf(context, data.relation);
  TocEntry entry =
      MakeEntry(context, object, EntryKind::kSequenceSet, Section::kData);
  entry.catalog_id = {};
  entry.owner = sequence.owner;
  entry.definition = absl::StrCat(
      "SELECT pg_catalog.setval(",
      QuoteLiteral(QualifiedName(context, sequence), context.style), ", ",
      sequence.sequence.last_value, ", ",
      sequence.sequence.is_called ? "true" : "false", ");\n");
  entry.dependencies = {sequence.id};
  toc.Add(object, std::move(entry));
  return absl::OkStatus();
}

absl::Status EmitRefreshMaterializedView(const DdlContext& context,
                                         const Object& object,
                                         TocBuilder& toc) {
  if (!object.Dumps(Component::kData)) return absl::OkStatus();
  const TableDataObject& data = context.catalog.table_data[object.detail];
  const RelationObject& view = RelationOf(context, data.relation);
  if (!view.is_populated) return absl::OkStatus();
  TocEntry entry = MakeEntry(context, object, EntryKind::kMaterializedViewData,
                             Section::kPostData);
  entry.catalog_id = CatalogId{0, view.oid};
  entry.owner = view.owner;
  entry.definition = absl::StrCat("REFRESH MATERIALIZED VIEW ",
                                  QualifiedName(context, view), ";\n");
  entry.dependencies = object.dependencies;
  toc.Add(object, std::move(entry));
  return absl::OkStatus();
}

std::vector<TableDataSource> TableDataSources(
    const DdlContext& context, std::span<const TocEntry> entries) {
  std::vector<TableDataSource> sources;
  for (const TocEntry& entry : entries) {
    if (entry.kind != EntryKind::kTableData) continue;
    const Object& object = context.catalog.Get(entry.id);
    sources.push_back(
        SourceOf(context, entry.id, context.catalog.table_data[object.detail]));
  }
  return sources;
}

}  // namespace pgark
