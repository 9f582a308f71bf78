#include "catalog/insert_shape.h"

#include "absl/strings/str_cat.h"
#include "catalog/relation_text.h"

namespace pgark {
namespace {

// pg_type's OIDs of what is not written as text; fixed for ever.
struct TypeForm {
  Oid type;
  InsertValueForm form;
};
constexpr TypeForm kForms[] = {
    {16, InsertValueForm::kBoolean},   // bool
    {20, InsertValueForm::kNumber},    // int8
    {21, InsertValueForm::kNumber},    // int2
    {23, InsertValueForm::kNumber},    // int4
    {26, InsertValueForm::kNumber},    // oid
    {700, InsertValueForm::kNumber},   // float4
    {701, InsertValueForm::kNumber},   // float8
    {1560, InsertValueForm::kBits},    // bit
    {1562, InsertValueForm::kBits},    // varbit
    {1700, InsertValueForm::kNumber},  // numeric
};

InsertValueForm FormOf(const ColumnObject& column) {
  if (column.generated != '\0') return InsertValueForm::kDefault;
  for (const TypeForm& row : kForms) {
    if (row.type == column.value_type) return row.form;
  }
  return InsertValueForm::kText;
}

}  // namespace

InsertShape MakeInsertShape(const DdlContext& context,
                            const RelationObject& relation,
                            const RelationObject& target) {
  const InsertOptions& options = *context.options.inserts;
  InsertShape shape;
  std::string columns;
  bool has_always_identity = false;
  for (const ColumnObject& column : relation.columns) {
    if (column.is_dropped) continue;
    if (column.identity == 'a') has_always_identity = true;
    // With names, a generated column is just not among them.
    const InsertValueForm form = FormOf(column);
    if (options.column_names && form == InsertValueForm::kDefault) continue;
    shape.values.push_back(form);
    absl::StrAppend(&columns, columns.empty() ? "" : ", ",
                    Quoted(context, column.name));
  }
  shape.begin = absl::StrCat("INSERT INTO ", QualifiedName(context, target));
  shape.style = context.style;
  if (shape.values.empty()) {
    // Neither several rows nor a conflict clause: as pg_dump has it.
    absl::StrAppend(&shape.begin, " DEFAULT VALUES");
    shape.end = ";\n";
    return shape;
  }
  absl::StrAppend(&shape.begin,
                  options.column_names ? absl::StrCat(" (", columns, ")") : "",
                  has_always_identity ? " OVERRIDING SYSTEM VALUE" : "",
                  " VALUES");
  shape.end =
      options.on_conflict_do_nothing ? " ON CONFLICT DO NOTHING;\n" : ";\n";
  shape.rows_per_statement = options.rows_per_statement;
  return shape;
}

}  // namespace pgark
