#include "catalog/relation_ddl.h"

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "catalog/extension_lines.h"
#include "catalog/relation_text.h"
#include "catalog/sequence_definition.h"
#include "catalog/table_definition.h"
#include "catalog/view_definition.h"

namespace pgark {
namespace {

EntryKind EntryKindOf(RelationKind kind) {
  switch (kind) {
    case RelationKind::kView:
      return EntryKind::kView;
    case RelationKind::kMaterializedView:
      return EntryKind::kMaterializedView;
    case RelationKind::kForeignTable:
      return EntryKind::kForeignTable;
    case RelationKind::kSequence:
      return EntryKind::kSequence;
    default:
      return EntryKind::kTable;
  }
}

absl::StatusOr<std::string> Definition(const DdlContext& context,
                                       const Object& object,
                                       const RelationObject& relation) {
  switch (relation.kind) {
    case RelationKind::kView:
      return object.is_dummy_view
                 ? DummyViewDefinition(context, relation, "CREATE VIEW")
                 : ViewDefinition(context, relation, "CREATE VIEW");
    case RelationKind::kMaterializedView:
      return MaterializedViewDefinition(
          context, relation,
          DependsOnExtensionLines(context, object, "MATERIALIZED VIEW",
                                  QualifiedName(context, relation)));
    case RelationKind::kSequence:
      return SequenceDefinition(context, relation);
    default:
      return TableDefinition(context, relation);
  }
}

// Adds the TABLE, VIEW, ... or SEQUENCE entry itself.
absl::Status AddRelationEntry(const DdlContext& context, const Object& object,
                              const RelationObject& relation, TocBuilder& toc) {
  TocEntry entry =
      MakeEntry(context, object, EntryKindOf(relation.kind),
                object.is_postponed ? Section::kPostData : Section::kPreData);
  ASSIGN_OR_RETURN(entry.definition, Definition(context, object, relation));
  entry.owner = relation.owner;
  entry.drop_statement =
      relation.sequence.is_identity
          ? std::string()
          : absl::StrCat("DROP ", RelationKeyword(relation.kind), " ",
                         QualifiedName(context, relation), ";\n");
  if (!relation.IsSequence()) {
    entry.relation_kind = static_cast<char>(relation.kind);
    entry.tablespace = relation.tablespace;
    // pg_dump 13 gave foreign tables one, which never mattered.
    if (context.release <= 13 && relation.kind == RelationKind::kForeignTable) {
      entry.tablespace = "";
    }
    if (!relation.access_method.empty()) {
      entry.table_access_method = relation.access_method;
    }
  }
  toc.Add(object, std::move(entry));
  return absl::OkStatus();
}

// ALTER SEQUENCE ... OWNED BY, which needs the table to be there.
void AddOwnedBy(const DdlContext& context, const Object& object,
                const RelationObject& sequence, TocBuilder& toc) {
  const SequenceParameters& parameters = sequence.sequence;
  if (parameters.is_identity || parameters.owner_relation.value == 0) return;
  if (!context.catalog.Get(parameters.owner_relation)
           .Dumps(Component::kDefinition)) {
    return;
  }
  const RelationObject& table = RelationOf(context, parameters.owner_relation);
  const ColumnObject* column = table.Column(parameters.owner_column);
  if (column == nullptr) return;
  TocEntry entry = MakeEntry(context, object, EntryKind::kSequenceOwnedBy,
                             Section::kPreData);
  entry.catalog_id = {};
  entry.definition = absl::StrCat(
      "ALTER SEQUENCE ", QualifiedName(context, sequence), " OWNED BY ",
      QualifiedName(context, table), ".", Quoted(context, column->name), ";\n");
  entry.owner = sequence.owner;
  entry.dependencies = {object.id};
  toc.AddSatellite(std::move(entry));
}

void AddColumnComments(const DdlContext& context, SatelliteTarget target,
                       const RelationObject& relation, TocBuilder& toc) {
  const std::string table = target.name;
  target.type = "COLUMN";
  for (const ColumnObject& column : relation.columns) {
    if (column.is_dropped) continue;
    target.name = absl::StrCat(table, ".", Quoted(context, column.name));
    target.sub_id = column.number;
    toc.AddComment(target);
  }
}

// Comments of the constraints that are written inside CREATE TABLE. As in
// pg_dump, a partition's check that came from its parent has none, although
// the check itself is written.
void AddInlineConstraintComments(const DdlContext& context,
                                 const Object& object,
                                 const RelationObject& relation,
                                 TocBuilder& toc) {
  for (const ColumnObject& column : relation.columns) {
    if (column.not_null_constraint == 0 || column.not_null_is_invalid) continue;
    SatelliteTarget target = PartTarget(context, object, relation, "CONSTRAINT",
                                        column.not_null_name);
    target.catalog_id = {kPgConstraintOid, column.not_null_constraint};
    toc.AddComment(target);
  }
  for (const DumpId id : relation.checks) {
    const Object& check = context.catalog.Get(id);
    const ConstraintObject& constraint =
        context.catalog.constraints[check.detail];
    if (check.is_separate || !constraint.is_local) continue;
    SatelliteTarget target =
        PartTarget(context, check, relation, "CONSTRAINT", constraint.name);
    target.parent = object.id;
    toc.AddComment(target);
  }
}

}  // namespace

absl::Status EmitRelation(const DdlContext& context, const Object& object,
                          TocBuilder& toc) {
  const RelationObject& relation = context.catalog.relation(object);
  if (relation.kind == RelationKind::kCompositeType) return absl::OkStatus();
  SatelliteTarget target = SchemaTarget(
      context, object, RelationKeyword(relation.kind), relation.owner);
  if (object.Dumps(Component::kDefinition)) {
    RETURN_IF_ERROR(AddRelationEntry(context, object, relation, toc));
    if (relation.IsSequence()) AddOwnedBy(context, object, relation, toc);
  }
  toc.AddComment(target);
  AddColumnComments(context, target, relation, toc);
  toc.AddSecurityLabels(target);
  if (object.Dumps(Component::kDefinition)) {
    AddInlineConstraintComments(context, object, relation, toc);
  }
  target.type = relation.IsSequence() ? "SEQUENCE" : "TABLE";
  ASSIGN_OR_RETURN(const DumpId acl, toc.AddAcl(target, relation.acl));
  return toc.AddColumnAcls(target, acl);
}

absl::Status EmitTableAttach(const DdlContext& context, const Object& object,
                             TocBuilder& toc) {
  if (context.release <= 13) return absl::OkStatus();
  const TableAttachObject& attach =
      context.catalog.table_attaches[object.detail];
  const Object& partition = context.catalog.Get(attach.partition);
  if (!partition.Dumps(Component::kDefinition)) return absl::OkStatus();
  const RelationObject& relation = context.catalog.relation(partition);
  TocEntry entry =
      MakeEntry(context, object, EntryKind::kTableAttach, Section::kPreData);
  entry.catalog_id = {};
  entry.schema = context.catalog.SchemaName(partition);
  entry.owner = relation.owner;
  entry.definition = AttachPartitionLine(
      context, RelationOf(context, attach.parent), relation);
  toc.Add(object, std::move(entry));
  return absl::OkStatus();
}

absl::Status EmitDefault(const DdlContext& context, const Object& object,
                         TocBuilder& toc) {
  if (!object.is_separate || !object.Dumps(Component::kDefinition)) {
    return absl::OkStatus();
  }
  const DefaultObject& value = context.catalog.defaults[object.detail];
  const RelationObject& relation = RelationOf(context, value.relation);
  const ColumnObject* column = relation.Column(value.column);
  if (column == nullptr) return absl::OkStatus();
  const std::string table = QualifiedName(context, relation);
  const std::string name = Quoted(context, column->name);
  TocEntry entry =
      MakePartEntry(context, object, relation, EntryKind::kDefault);
  entry.section = Section::kPreData;
  entry.tag = absl::StrCat(relation.name, " ", column->name);
  entry.definition = absl::StrCat("ALTER ", AlterKeyword(relation), " ONLY ",
                                  table, " ALTER COLUMN ", name,
                                  " SET DEFAULT ", value.expression, ";\n");
  entry.drop_statement =
      absl::StrCat("ALTER ", AlterKeyword(relation), " ", table,
                   " ALTER COLUMN ", name, " DROP DEFAULT;\n");
  toc.Add(object, std::move(entry));
  return absl::OkStatus();
}

}  // namespace pgark
