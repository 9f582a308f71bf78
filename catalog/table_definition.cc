#include "catalog/table_definition.h"

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "catalog/column_definition.h"
#include "catalog/relation_text.h"
#include "catalog/setting_text.h"

namespace pgark {
namespace {

// "\nWITH (...)" with the options of the relation and of its TOAST table, or
// "".
absl::StatusOr<std::string> WithClause(const DdlContext& context,
                                       const RelationObject& relation) {
  std::vector<std::string> parts;
  ASSIGN_OR_RETURN(std::string own,
                   FormatReloptions(relation.options, "", context.style));
  ASSIGN_OR_RETURN(
      std::string toast,
      FormatReloptions(relation.toast_options, "toast.", context.style));
  if (!own.empty()) parts.push_back(std::move(own));
  if (!toast.empty()) parts.push_back(std::move(toast));
  if (parts.empty()) return std::string();
  return absl::StrCat("\nWITH (", absl::StrJoin(parts, ", "), ")");
}

std::string ParentList(const DdlContext& context,
                       const RelationObject& relation) {
  return absl::StrJoin(
      relation.parents, ", ", [&context](std::string* out, DumpId id) {
        out->append(QualifiedName(context, RelationOf(context, id)));
      });
}

// What stands behind the parentheses, without WITH and OPTIONS.
std::string PlacementClauses(const DdlContext& context,
                             const RelationObject& relation) {
  std::string text;
  if (!relation.parents.empty() && !relation.is_partition) {
    absl::StrAppend(&text, "\nINHERITS (", ParentList(context, relation), ")");
  }
  if (relation.IsPartitioned()) {
    absl::StrAppend(&text, "\nPARTITION BY ", relation.partition_key);
  }
  if (relation.kind == RelationKind::kForeignTable) {
    absl::StrAppend(&text, "\nSERVER ",
                    Quoted(context, relation.foreign_server));
  }
  return text;
}

std::string CreateWords(const DdlContext& context,
                        const RelationObject& relation) {
  // 18 refuses unlogged partitioned tables, which never meant anything.
  const bool is_unlogged = relation.persistence == Persistence::kUnlogged &&
                           !(context.release >= 18 && relation.IsPartitioned());
  return absl::StrCat("CREATE ", is_unlogged ? "UNLOGGED " : "",
                      RelationKeyword(relation.kind), " ",
                      QualifiedName(context, relation));
}

absl::Status Named(const DdlContext& context, const RelationObject& relation,
                   absl::Status status) {
  return WithObject(std::move(status), QualifiedName(context, relation));
}

}  // namespace

absl::StatusOr<std::string> TableDefinition(const DdlContext& context,
                                            const RelationObject& relation) {
  std::string text = CreateWords(context, relation);
  const bool is_typed = relation.typed_table_type != 0;
  if (is_typed) {
    absl::StrAppend(&text, " OF ", relation.typed_table_type_name);
  }
  ASSIGN_OR_RETURN(const std::vector<std::string> elements,
                   TableElements(context, relation));
  if (!elements.empty()) {
    absl::StrAppend(&text, " (\n    ", absl::StrJoin(elements, ",\n    "),
                    "\n)");
  } else if (!is_typed) {
    absl::StrAppend(&text, " (\n)");
  }
  absl::StrAppend(&text, PlacementClauses(context, relation));
  const absl::StatusOr<std::string> with = WithClause(context, relation);
  if (!with.ok()) return Named(context, relation, with.status());
  absl::StrAppend(&text, *with);
  if (!relation.foreign_options.empty()) {
    absl::StrAppend(&text, "\nOPTIONS (\n    ", relation.foreign_options,
                    "\n)");
  }
  absl::StrAppend(&text, ";\n");
  // Up to 13 a partition is attached as a part of its own definition.
  if (context.release <= 13 && relation.is_partition &&
      !relation.parents.empty()) {
    const RelationObject& parent =
        RelationOf(context, relation.parents.front());
    absl::StrAppend(&text, AttachPartitionLine(context, parent, relation));
  }
  absl::StrAppend(&text, AlterLines(context, relation));
  return text;
}

absl::StatusOr<std::string> MaterializedViewDefinition(
    const DdlContext& context, const RelationObject& relation,
    const std::string& extension_lines) {
  const absl::StatusOr<std::string> with = WithClause(context, relation);
  if (!with.ok()) return Named(context, relation, with.status());
  return absl::StrCat(CreateWords(context, relation), *with, " AS\n",
                      relation.view_query, "\n  WITH NO DATA;\n",
                      extension_lines, AlterLines(context, relation));
}

std::string AlterLines(const DdlContext& context,
                       const RelationObject& relation) {
  std::string text;
  for (const ColumnObject& column : relation.columns) {
    if (column.is_dropped) continue;
    absl::StrAppend(&text, AlterColumnLines(context, relation, column));
  }
  const std::string name = QualifiedName(context, relation);
  // An index as identity is set where the index is created. Foreign tables
  // carry a setting that means nothing.
  const bool has_identity = relation.kind != RelationKind::kForeignTable;
  if (has_identity &&
      (relation.replica_identity == 'n' || relation.replica_identity == 'f')) {
    absl::StrAppend(&text, "\nALTER TABLE ONLY ", name, " REPLICA IDENTITY ",
                    relation.replica_identity == 'n' ? "NOTHING" : "FULL",
                    ";\n");
  }
  if (relation.forces_row_security) {
    absl::StrAppend(&text, "\nALTER TABLE ONLY ", name,
                    " FORCE ROW LEVEL SECURITY;\n");
  }
  return text;
}

std::string AttachPartitionLine(const DdlContext& context,
                                const RelationObject& parent,
                                const RelationObject& partition) {
  return absl::StrCat("ALTER TABLE ONLY ", QualifiedName(context, parent),
                      " ATTACH PARTITION ", QualifiedName(context, partition),
                      " ", partition.partition_bound, ";\n");
}

}  // namespace pgark
