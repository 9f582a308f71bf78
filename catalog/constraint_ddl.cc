#include "catalog/constraint_ddl.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "catalog/extension_lines.h"
#include "catalog/index_ddl.h"
#include "catalog/relation_text.h"
#include "catalog/setting_text.h"

namespace pgark {
namespace {

// How ALTER TABLE adds and drops one type of constraint.
struct ConstraintForm {
  EntryKind kind = EntryKind::kConstraint;
  // ALTER TABLE ONLY: not for what children get as well.
  bool is_only = false;
};

ConstraintForm FormOf(const ConstraintObject& constraint,
                      const RelationObject& relation) {
  switch (constraint.type) {
    case 'f':
      return {EntryKind::kForeignKeyConstraint, !relation.IsPartitioned()};
    case 'c':
      return {EntryKind::kCheckConstraint, false};
    case 'n':
      return {EntryKind::kConstraint, false};
    default:
      return {EntryKind::kConstraint, true};
  }
}

// Appends the quoted names of the index columns [begin, end).
absl::Status AppendColumnNames(const DdlContext& context,
                               const IndexObject& index,
                               const RelationObject& relation, size_t begin,
                               size_t end, std::string* text) {
  std::vector<std::string> names;
  for (size_t i = begin; i < end; ++i) {
    const ColumnObject* column = relation.Column(index.columns[i]);
    if (column == nullptr) {
      return WithObject(absl::FailedPreconditionError(absl::StrCat(
                            "the index has column ", index.columns[i],
                            " of its table, which is not there")),
                        QualifiedIndexName(context, index));
    }
    names.push_back(Quoted(context, column->name));
  }
  absl::StrAppend(text, "(", absl::StrJoin(names, ", "));
  return absl::OkStatus();
}

// What follows ADD CONSTRAINT c, and the lines behind it for its index.
absl::StatusOr<std::string> Definition(const DdlContext& context,
                                       const ConstraintObject& constraint) {
  if (constraint.index.value == 0) {
    return absl::StrCat(constraint.definition, ";\n");
  }
  const Object& index_object = context.catalog.Get(constraint.index);
  const IndexObject& index = context.catalog.indexes[index_object.detail];
  std::string text = constraint.definition;
  if (text.empty()) {
    ASSIGN_OR_RETURN(text, KeyDefinition(context, constraint, index));
  }
  return absl::StrCat(
      text, ";\n", ClusterLine(context, index),
      ReplicaIdentityLine(context, index),
      DependsOnExtensionLines(context, index_object, "INDEX",
                              QualifiedIndexName(context, index)));
}

}  // namespace

absl::StatusOr<std::string> KeyDefinition(const DdlContext& context,
                                          const ConstraintObject& constraint,
                                          const IndexObject& index) {
  const RelationObject& relation = RelationOf(context, constraint.relation);
  std::string text = constraint.type == 'p' ? "PRIMARY KEY " : "UNIQUE ";
  if (index.has_nulls_not_distinct) {
    absl::StrAppend(&text, "NULLS NOT DISTINCT ");
  }
  const size_t key_count = std::min<size_t>(
      index.columns.size(), static_cast<size_t>(std::max(index.key_count, 0)));
  RETURN_IF_ERROR(
      AppendColumnNames(context, index, relation, 0, key_count, &text));
  if (constraint.is_period) absl::StrAppend(&text, " WITHOUT OVERLAPS");
  absl::StrAppend(&text, ")");
  if (key_count < index.columns.size()) {
    absl::StrAppend(&text, " INCLUDE ");
    RETURN_IF_ERROR(AppendColumnNames(context, index, relation, key_count,
                                      index.columns.size(), &text));
    absl::StrAppend(&text, ")");
  }
  ASSIGN_OR_RETURN(const std::string options,
                   FormatReloptions(index.options, "", context.style));
  if (!options.empty()) absl::StrAppend(&text, " WITH (", options, ")");
  if (constraint.is_deferrable) {
    absl::StrAppend(&text, " DEFERRABLE",
                    constraint.is_deferred ? " INITIALLY DEFERRED" : "");
  }
  return text;
}

absl::Status EmitConstraint(const DdlContext& context, const Object& object,
                            TocBuilder& toc) {
  const ConstraintObject& constraint =
      context.catalog.constraints[object.detail];
  if (!object.is_separate || !object.Dumps(Component::kDefinition)) {
    return absl::OkStatus();
  }
  // An inherited CHECK or NOT NULL comes with the one of its parent.
  const bool is_inheritable = constraint.type == 'c' || constraint.type == 'n';
  if (is_inheritable && !constraint.is_local) return absl::OkStatus();
  const RelationObject& relation = RelationOf(context, constraint.relation);
  const ConstraintForm form = FormOf(constraint, relation);
  const std::string table = absl::StrCat("ALTER ", AlterKeyword(relation),
                                         form.is_only ? " ONLY " : " ",
                                         QualifiedName(context, relation));
  const std::string name = Quoted(context, constraint.name);
  ASSIGN_OR_RETURN(const std::string definition,
                   Definition(context, constraint));
  TocEntry entry = MakePartEntry(context, object, relation, form.kind);
  entry.definition =
      absl::StrCat(table, "\n    ADD CONSTRAINT ", name, " ", definition);
  entry.drop_statement = absl::StrCat(table, " DROP CONSTRAINT ", name, ";\n");
  if (constraint.index.value != 0) {
    entry.tablespace =
        context.catalog.indexes[context.catalog.Get(constraint.index).detail]
            .tablespace;
  }
  toc.Add(object, std::move(entry));
  toc.AddComment(
      PartTarget(context, object, relation, "CONSTRAINT", constraint.name));
  return absl::OkStatus();
}

}  // namespace pgark
