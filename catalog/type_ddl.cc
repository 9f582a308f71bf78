#include "catalog/type_ddl.h"

#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "catalog/ddl_support.h"
#include "catalog/domain_ddl.h"
#include "catalog/name_in_schema.h"

namespace pgark {
namespace {

absl::string_view AlignmentKeyword(char alignment) {
  switch (alignment) {
    case 'c':
      return "char";
    case 's':
      return "int2";
    case 'd':
      return "double";
    default:
      return "int4";
  }
}

absl::string_view StorageKeyword(char storage) {
  switch (storage) {
    case 'e':
      return "external";
    case 'x':
      return "extended";
    case 'm':
      return "main";
    default:
      return "plain";
  }
}

// Adds "KEYWORD = value" unless the value is empty.
void AddClause(absl::string_view keyword, absl::string_view value,
               std::vector<std::string>* clauses) {
  if (!value.empty()) clauses->push_back(absl::StrCat(keyword, " = ", value));
}

// "CREATE TYPE name <how>(" and the clauses, one a line.
std::string TypeStatement(absl::string_view name, absl::string_view how,
                          const std::vector<std::string>& clauses,
                          absl::string_view indent) {
  std::string statement = absl::StrCat("CREATE TYPE ", name, " ", how, "(");
  absl::string_view separator;
  for (const std::string& clause : clauses) {
    absl::StrAppend(&statement, separator, "\n", indent, clause);
    separator = ",";
  }
  statement += "\n);\n";
  return statement;
}

// The comments of the attributes hang on the row of pg_class behind the type.
void AddAttributeComments(const DdlContext& context, const TypeObject& type,
                          const SatelliteTarget& type_target, TocBuilder& toc) {
  const auto* composite = type.As<CompositeType>();
  if (composite == nullptr) return;
  for (const CompositeAttribute& attribute : composite->attributes) {
    SatelliteTarget target = type_target;
    target.type = "COLUMN";
    absl::StrAppend(&target.name, ".",
                    QuoteIdentifier(attribute.name, context.style));
    target.catalog_id = CatalogId{kPgClassOid, type.relation};
    target.sub_id = attribute.number;
    toc.AddComment(target);
  }
}

// The statement for whatever kind of type it is.
struct DefinitionOfType {
  absl::string_view name;
  const SqlStyle& style;

  std::string operator()(const BaseType& type) const {
    return BaseTypeDefinition(name, type, style);
  }
  std::string operator()(const EnumType& type) const {
    return EnumTypeDefinition(name, type, style);
  }
  std::string operator()(const RangeType& type) const {
    return RangeTypeDefinition(name, type, style);
  }
  std::string operator()(const CompositeType& type) const {
    return CompositeTypeDefinition(name, type, style);
  }
  // Domains have statements and entries of their own.
  std::string operator()(const DomainType&) const { return {}; }
};

std::string TypeDefinition(const TypeObject& type, absl::string_view name,
                           const SqlStyle& style) {
  if (type.detail == nullptr) return ShellTypeDefinition(name);
  return std::visit(DefinitionOfType{name, style}, *type.detail);
}

}  // namespace

std::string ShellTypeDefinition(absl::string_view name) {
  return absl::StrCat("CREATE TYPE ", name, ";\n");
}

std::string BaseTypeDefinition(absl::string_view name, const BaseType& type,
                               const SqlStyle& style) {
  std::vector<std::string> clauses;
  AddClause("INTERNALLENGTH",
            type.length == -1 ? "variable" : absl::StrCat(type.length),
            &clauses);
  AddClause("INPUT", type.input, &clauses);
  AddClause("OUTPUT", type.output, &clauses);
  AddClause("RECEIVE", type.receive, &clauses);
  AddClause("SEND", type.send, &clauses);
  AddClause("TYPMOD_IN", type.typmod_input, &clauses);
  AddClause("TYPMOD_OUT", type.typmod_output, &clauses);
  AddClause("ANALYZE", type.analyze, &clauses);
  if (type.is_collatable) AddClause("COLLATABLE", "true", &clauses);
  if (type.default_value.has_value()) {
    AddClause("DEFAULT",
              type.default_is_literal ? QuoteLiteral(*type.default_value, style)
                                      : *type.default_value,
              &clauses);
  }
  AddClause("SUBSCRIPT", type.subscript, &clauses);
  AddClause("ELEMENT", type.element, &clauses);
  if (type.category != 'U') {
    AddClause("CATEGORY", QuoteLiteral(std::string(1, type.category), style),
              &clauses);
  }
  if (type.is_preferred) AddClause("PREFERRED", "true", &clauses);
  if (type.delimiter != ",") {
    AddClause("DELIMITER", QuoteLiteral(type.delimiter, style), &clauses);
  }
  AddClause("ALIGNMENT", AlignmentKeyword(type.alignment), &clauses);
  AddClause("STORAGE", StorageKeyword(type.storage), &clauses);
  if (type.is_passed_by_value) clauses.emplace_back("PASSEDBYVALUE");
  return TypeStatement(name, "", clauses, "    ");
}

std::string EnumTypeDefinition(absl::string_view name, const EnumType& type,
                               const SqlStyle& style) {
  std::vector<std::string> labels;
  labels.reserve(type.labels.size());
  for (const std::string& label : type.labels) {
    labels.push_back(QuoteLiteral(label, style));
  }
  return TypeStatement(name, "AS ENUM ", labels, "    ");
}

std::string RangeTypeDefinition(absl::string_view name, const RangeType& type,
                                const SqlStyle& style) {
  std::vector<std::string> clauses;
  AddClause("subtype", type.subtype, &clauses);
  AddClause("multirange_type_name", type.multirange, &clauses);
  if (type.operator_class.has_value()) {
    AddClause("subtype_opclass", Quote(*type.operator_class, style), &clauses);
  }
  if (type.collation.has_value()) {
    AddClause("collation", Quote(*type.collation, style), &clauses);
  }
  AddClause("canonical", type.canonical, &clauses);
  AddClause("subtype_diff", type.subtype_difference, &clauses);
  return TypeStatement(name, "AS RANGE ", clauses, "    ");
}

std::string CompositeTypeDefinition(absl::string_view name,
                                    const CompositeType& type,
                                    const SqlStyle& style) {
  std::vector<std::string> attributes;
  for (const CompositeAttribute& attribute : type.attributes) {
    attributes.push_back(absl::StrCat(QuoteIdentifier(attribute.name, style),
                                      " ", attribute.type));
    if (attribute.collation.has_value()) {
      absl::StrAppend(&attributes.back(), " COLLATE ",
                      Quote(*attribute.collation, style));
    }
  }
  return TypeStatement(name, "AS ", attributes, "\t");
}

absl::Status EmitType(const DdlContext& context, const Object& object,
                      TocBuilder& toc) {
  const TypeObject& type = context.catalog.types[object.detail];
  if (type.As<DomainType>() != nullptr) {
    return EmitDomain(context, object, toc);
  }
  // Pseudo-types such as "any": there is no statement that creates them.
  if (type.kind == 'p' && type.is_defined) return absl::OkStatus();
  const std::string name = QuoteObject(context, object, type.name);
  // Functions of a base type depend on it, and it on them.
  const bool needs_cascade = type.As<BaseType>() != nullptr;
  AddObjectEntry(
      context, object,
      {.kind = EntryKind::kType,
       .tag = type.name,
       .definition = TypeDefinition(type, name, context.style),
       .drop_statement = DropStatement(
           "TYPE", needs_cascade ? absl::StrCat(name, " CASCADE") : name),
       .owner = type.owner},
      toc);
  const SatelliteTarget target =
      MakeTarget(context, object, "TYPE",
                 QuoteIdentifier(type.name, context.style), type.owner);
  AddCommentAndLabels(target, toc);
  RETURN_IF_ERROR(AddPrivileges(target, "TYPE", type.acl, toc));
  AddAttributeComments(context, type, target, toc);
  return absl::OkStatus();
}

absl::Status EmitShellType(const DdlContext& context, const Object& object,
                           TocBuilder& toc) {
  const TypeObject& type = context.catalog.types[object.detail];
  AddObjectEntry(context, object,
                 {.kind = EntryKind::kShellType,
                  .tag = type.name,
                  .definition = ShellTypeDefinition(
                      QuoteObject(context, object, type.name)),
                  .drop_statement = "",
                  .owner = type.owner},
                 toc);
  return absl::OkStatus();
}

}  // namespace pgark
