#include "catalog/operator_ddl.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "catalog/ddl_support.h"
#include "catalog/name_in_schema.h"

namespace pgark {
namespace {

void AddClause(absl::string_view keyword, absl::string_view value,
               std::vector<std::string>* clauses) {
  if (!value.empty()) clauses->push_back(absl::StrCat(keyword, " = ", value));
}

// " (left, right)", NONE for a side that is not there.
std::string OperandList(const OperatorObject& op) {
  return absl::StrCat(" (", op.left_type.empty() ? "NONE" : op.left_type, ", ",
                      op.right_type.empty() ? "NONE" : op.right_type, ")");
}

// The lines that a class and a family have in common.
std::vector<std::string> MemberItems(
    const std::vector<OperatorMember>& operators,
    const std::vector<SupportFunctionMember>& functions,
    const SqlStyle& style) {
  std::vector<std::string> items;
  for (const OperatorMember& member : operators) {
    items.push_back(absl::StrCat("OPERATOR ", member.strategy, " ", member.op));
    if (member.sort_family.has_value()) {
      absl::StrAppend(&items.back(), " FOR ORDER BY ",
                      Quote(*member.sort_family, style));
    }
  }
  for (const SupportFunctionMember& member : functions) {
    items.push_back(absl::StrCat("FUNCTION ", member.number, " (",
                                 member.left_type, ", ", member.right_type,
                                 ") ", member.function));
  }
  return items;
}

constexpr absl::string_view kItemSeparator = " ,\n    ";

// "name USING method", how statements name a class or family.
std::string UsingMethod(std::string name, const std::string& method,
                        const SqlStyle& style) {
  absl::StrAppend(&name, " USING ", QuoteIdentifier(method, style));
  return name;
}

}  // namespace

std::string OperatorDefinition(absl::string_view name, const OperatorObject& op,
                               const SqlStyle& style) {
  std::vector<std::string> clauses;
  AddClause("FUNCTION", op.function, &clauses);
  AddClause("LEFTARG", op.left_type, &clauses);
  AddClause("RIGHTARG", op.right_type, &clauses);
  if (op.commutator.has_value()) {
    AddClause("COMMUTATOR", OperatorReference(*op.commutator, style), &clauses);
  }
  if (op.negator.has_value()) {
    AddClause("NEGATOR", OperatorReference(*op.negator, style), &clauses);
  }
  if (op.can_merge) clauses.emplace_back("MERGES");
  if (op.can_hash) clauses.emplace_back("HASHES");
  AddClause("RESTRICT", op.restriction, &clauses);
  AddClause("JOIN", op.join, &clauses);
  return absl::StrCat("CREATE OPERATOR ", name, " (\n    ",
                      absl::StrJoin(clauses, ",\n    "), "\n);\n");
}

std::string OperatorClassDefinition(absl::string_view name,
                                    const OperatorClassObject& op_class,
                                    const SqlStyle& style) {
  std::vector<std::string> items;
  if (!op_class.storage_type.empty()) {
    items.push_back(absl::StrCat("STORAGE ", op_class.storage_type));
  }
  for (std::string& item :
       MemberItems(op_class.operators, op_class.functions, style)) {
    items.push_back(std::move(item));
  }
  // The statement needs at least one item; this one changes nothing.
  if (items.empty()) {
    items.push_back(absl::StrCat("STORAGE ", op_class.input_type));
  }
  return absl::StrCat("CREATE OPERATOR CLASS ", name, "\n    ",
                      op_class.is_default ? "DEFAULT " : "", "FOR TYPE ",
                      op_class.input_type, " USING ",
                      QuoteIdentifier(op_class.access_method, style),
                      " FAMILY ", Quote(op_class.family, style), " AS\n    ",
                      absl::StrJoin(items, kItemSeparator), ";\n");
}

std::string OperatorFamilyDefinition(absl::string_view name,
                                     const OperatorFamilyObject& family,
                                     const SqlStyle& style) {
  const std::string identity =
      UsingMethod(std::string(name), family.access_method, style);
  std::string statement =
      absl::StrCat("CREATE OPERATOR FAMILY ", identity, ";\n");
  const std::vector<std::string> items =
      MemberItems(family.operators, family.functions, style);
  if (!items.empty()) {
    absl::StrAppend(&statement, "ALTER OPERATOR FAMILY ", identity,
                    " ADD\n    ", absl::StrJoin(items, kItemSeparator), ";\n");
  }
  return statement;
}

absl::Status EmitOperator(const DdlContext& context, const Object& object,
                          TocBuilder& toc) {
  const OperatorObject& op = context.catalog.others.operators[object.detail];
  if (op.function_oid == 0) return absl::OkStatus();
  const std::string schema =
      QuoteIdentifier(context.catalog.SchemaName(object), context.style);
  const std::string name = absl::StrCat(schema, ".", op.name);
  AddObjectEntry(
      context, object,
      {.kind = EntryKind::kOperator,
       .tag = op.name,
       .definition = OperatorDefinition(name, op, context.style),
       .drop_statement = DropStatement("OPERATOR", name + OperandList(op)),
       .owner = op.owner},
      toc);
  toc.AddComment(MakeTarget(context, object, "OPERATOR",
                            op.name + OperandList(op), op.owner));
  return absl::OkStatus();
}

absl::Status EmitOperatorClass(const DdlContext& context, const Object& object,
                               TocBuilder& toc) {
  const OperatorClassObject& op_class =
      context.catalog.others.operator_classes[object.detail];
  const std::string name = QuoteObject(context, object, op_class.name);
  AddObjectEntry(
      context, object,
      {.kind = EntryKind::kOperatorClass,
       .tag = op_class.name,
       .definition = OperatorClassDefinition(name, op_class, context.style),
       .drop_statement = DropStatement(
           "OPERATOR CLASS",
           UsingMethod(name, op_class.access_method, context.style)),
       .owner = op_class.owner},
      toc);
  toc.AddComment(
      MakeTarget(context, object, "OPERATOR CLASS",
                 UsingMethod(QuoteIdentifier(op_class.name, context.style),
                             op_class.access_method, context.style),
                 op_class.owner));
  return absl::OkStatus();
}

absl::Status EmitOperatorFamily(const DdlContext& context, const Object& object,
                                TocBuilder& toc) {
  const OperatorFamilyObject& family =
      context.catalog.others.operator_families[object.detail];
  const std::string name = QuoteObject(context, object, family.name);
  AddObjectEntry(
      context, object,
      {.kind = EntryKind::kOperatorFamily,
       .tag = family.name,
       .definition = OperatorFamilyDefinition(name, family, context.style),
       .drop_statement = DropStatement(
           "OPERATOR FAMILY",
           UsingMethod(name, family.access_method, context.style)),
       .owner = family.owner},
      toc);
  toc.AddComment(
      MakeTarget(context, object, "OPERATOR FAMILY",
                 UsingMethod(QuoteIdentifier(family.name, context.style),
                             family.access_method, context.style),
                 family.owner));
  return absl::OkStatus();
}

}  // namespace pgark
