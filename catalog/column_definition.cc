#include "catalog/column_definition.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "catalog/relation_text.h"

namespace pgark {
namespace {

// The column's default or generation expression when it is written inside
// CREATE TABLE, or nullptr.
const DefaultObject* InlineDefault(const DdlContext& context,
                                   const ColumnObject& column) {
  if (column.default_value.value == 0) return nullptr;
  const Object& object = context.catalog.Get(column.default_value);
  if (object.is_separate || !object.Dumps(Component::kDefinition)) {
    return nullptr;
  }
  return &context.catalog.defaults[object.detail];
}

std::string DefaultClause(const ColumnObject& column,
                          const DefaultObject& value) {
  switch (column.generated) {
    case 's':
      return absl::StrCat(" GENERATED ALWAYS AS (", value.expression,
                          ") STORED");
    case 'v':
      return absl::StrCat(" GENERATED ALWAYS AS (", value.expression, ")");
    default:
      return absl::StrCat(" DEFAULT ", value.expression);
  }
}

bool PrintsNotNull(const RelationObject& relation, const ColumnObject& column) {
  // A partition is attached later, which needs the constraint to be there.
  return column.not_null != NotNullForm::kNone &&
         (column.not_null_is_local || relation.is_partition);
}

// The element of a printed column, "" for a column of a typed table that has
// nothing to say.
absl::StatusOr<std::string> ColumnElement(const DdlContext& context,
                                          const RelationObject& relation,
                                          const ColumnObject& column) {
  const DefaultObject* value = InlineDefault(context, column);
  const bool prints_not_null = PrintsNotNull(relation, column);
  const bool is_typed = relation.typed_table_type != 0;
  if (is_typed && value == nullptr && !prints_not_null) return std::string();
  std::string text = Quoted(context, column.name);
  if (!is_typed) absl::StrAppend(&text, " ", column.type);
  if (value != nullptr) text += DefaultClause(column, *value);
  if (prints_not_null) {
    absl::StrAppend(&text, " ", NotNullClause(context, column));
  }
  if (column.collation != 0) {
    const std::string collation = CollationName(context, column.collation);
    if (collation.empty()) {
      return WithObject(
          absl::FailedPreconditionError(absl::StrCat(
              "column ", column.name, " has the unknown collation with OID ",
              column.collation)),
          QualifiedName(context, relation));
    }
    absl::StrAppend(&text, " COLLATE ", collation);
  }
  return text;
}

// CHECK constraints that stand inside CREATE TABLE.
void AppendCheckElements(const DdlContext& context,
                         const RelationObject& relation,
                         std::vector<std::string>* elements) {
  for (const DumpId id : relation.checks) {
    const Object& object = context.catalog.Get(id);
    const ConstraintObject& check = context.catalog.constraints[object.detail];
    if (object.is_separate || (!check.is_local && !relation.is_partition)) {
      continue;
    }
    elements->push_back(absl::StrCat("CONSTRAINT ", Quoted(context, check.name),
                                     " ", check.definition));
  }
}

}  // namespace

std::string NotNullClause(const DdlContext& context, const ColumnObject& column,
                          const std::string& element_column) {
  std::string text;
  if (column.not_null == NotNullForm::kNamed) {
    text =
        absl::StrCat("CONSTRAINT ", Quoted(context, column.not_null_name), " ");
  }
  absl::StrAppend(&text, "NOT NULL");
  if (!element_column.empty()) absl::StrAppend(&text, " ", element_column);
  if (column.not_null_is_no_inherit) absl::StrAppend(&text, " NO INHERIT");
  return text;
}

absl::StatusOr<std::vector<std::string>> TableElements(
    const DdlContext& context, const RelationObject& relation) {
  std::vector<std::string> elements;
  for (const ColumnObject& column : relation.columns) {
    if (relation.PrintsColumn(column)) {
      ASSIGN_OR_RETURN(std::string element,
                       ColumnElement(context, relation, column));
      if (!element.empty()) elements.push_back(std::move(element));
    } else if (context.release >= 18 && !column.is_dropped &&
               PrintsNotNull(relation, column)) {
      elements.push_back(
          NotNullClause(context, column, Quoted(context, column.name)));
    }
  }
  AppendCheckElements(context, relation, &elements);
  return elements;
}

std::string AlterColumnLines(const DdlContext& context,
                             const RelationObject& relation,
                             const ColumnObject& column) {
  const absl::string_view keyword = AlterKeyword(relation);
  const std::string table = QualifiedName(context, relation);
  const std::string name = Quoted(context, column.name);
  const std::string start = absl::StrCat("ALTER ", keyword, " ONLY ", table,
                                         " ALTER COLUMN ", name, " ");
  std::string text;
  if (context.release < 18 && !relation.PrintsColumn(column) &&
      relation.IsTableLike() && PrintsNotNull(relation, column)) {
    absl::StrAppend(&text, start, "SET NOT NULL;\n");
  }
  if (column.statistics_target >= 0) {
    absl::StrAppend(&text, start, "SET STATISTICS ", column.statistics_target,
                    ";\n");
  }
  const absl::string_view storage = StorageKeyword(column.storage);
  if (column.storage != column.type_storage && !storage.empty()) {
    absl::StrAppend(&text, start, "SET STORAGE ", storage, ";\n");
  }
  if (!context.options.no_toast_compression &&
      (column.compression == 'p' || column.compression == 'l')) {
    absl::StrAppend(&text, start, "SET COMPRESSION ",
                    column.compression == 'p' ? "pglz" : "lz4", ";\n");
  }
  if (!column.options.empty()) {
    absl::StrAppend(&text, start, "SET (", column.options, ");\n");
  }
  if (!column.foreign_options.empty() &&
      relation.kind == RelationKind::kForeignTable) {
    absl::StrAppend(&text, "ALTER FOREIGN TABLE ",
                    context.release >= 17 ? "ONLY " : "", table,
                    " ALTER COLUMN ", name, " OPTIONS (\n    ",
                    column.foreign_options, "\n);\n");
  }
  return text;
}

}  // namespace pgark
