#include "catalog/aggregate_ddl.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "catalog/ddl_support.h"
#include "catalog/name_in_schema.h"
#include "catalog/type_lookup.h"

namespace pgark {
namespace {

// Collects "KEYWORD = value" clauses in the order in which they are added.
class Clauses {
 public:
  explicit Clauses(const SqlStyle& style) : style_(style) {}

  // Nothing for an empty value.
  void Add(absl::string_view keyword, absl::string_view value) {
    if (value.empty()) return;
    clauses_.push_back(absl::StrCat(keyword, " = ", value));
  }
  void AddLiteral(absl::string_view keyword,
                  const std::optional<std::string>& value) {
    if (value.has_value()) Add(keyword, QuoteLiteral(*value, style_));
  }
  void AddSpace(absl::string_view keyword, absl::string_view bytes) {
    if (bytes != "0") Add(keyword, bytes);
  }
  void AddFlag(absl::string_view keyword) { clauses_.emplace_back(keyword); }
  // The final function's clauses; `prefix` is "" or "M".
  void AddFinal(absl::string_view prefix, const AggregateFinal& final_step,
                char default_modify) {
    if (final_step.function.empty()) return;
    Add(absl::StrCat(prefix, "FINALFUNC"), final_step.function);
    if (final_step.has_extra_arguments) {
      AddFlag(absl::StrCat(prefix, "FINALFUNC_EXTRA"));
    }
    if (final_step.modify == default_modify) return;
    absl::string_view how;
    switch (final_step.modify) {
      case 'r':
        how = "READ_ONLY";
        break;
      case 's':
        how = "SHAREABLE";
        break;
      case 'w':
        how = "READ_WRITE";
        break;
    }
    Add(absl::StrCat(prefix, "FINALFUNC_MODIFY"), how);
  }

  std::string Join() const {
    return absl::StrCat("    ", absl::StrJoin(clauses_, ",\n    "));
  }

 private:
  const SqlStyle& style_;
  std::vector<std::string> clauses_;
};

// "*" where an aggregate takes no arguments at all.
std::string Parenthesize(const AggregateObject& aggregate,
                         const std::string& arguments) {
  return absl::StrCat("(", aggregate.argument_types.empty() ? "*" : arguments,
                      ")");
}

}  // namespace

std::string AggregateDefinition(absl::string_view qualified_name,
                                const AggregateObject& aggregate,
                                const SqlStyle& style) {
  // Ordered-set and hypothetical-set aggregates may change their state.
  const char default_modify = aggregate.kind == 'n' ? 'r' : 'w';
  Clauses clauses(style);
  clauses.Add("SFUNC", aggregate.transition_function);
  clauses.Add("STYPE", aggregate.transition_type);
  clauses.AddSpace("SSPACE", aggregate.transition_space);
  clauses.AddLiteral("INITCOND", aggregate.initial_value);
  clauses.AddFinal("", aggregate.final_step, default_modify);
  clauses.Add("COMBINEFUNC", aggregate.combine_function);
  clauses.Add("SERIALFUNC", aggregate.serial_function);
  clauses.Add("DESERIALFUNC", aggregate.deserial_function);
  if (!aggregate.moving_transition_function.empty()) {
    clauses.Add("MSFUNC", aggregate.moving_transition_function);
    clauses.Add("MINVFUNC", aggregate.moving_inverse_function);
    clauses.Add("MSTYPE", aggregate.moving_transition_type);
  }
  clauses.AddSpace("MSSPACE", aggregate.moving_transition_space);
  clauses.AddLiteral("MINITCOND", aggregate.moving_initial_value);
  clauses.AddFinal("M", aggregate.moving_final_step, default_modify);
  if (aggregate.sort_operator.has_value()) {
    clauses.Add("SORTOP", OperatorReference(*aggregate.sort_operator, style));
  }
  if (aggregate.kind == 'h') clauses.AddFlag("HYPOTHETICAL");
  if (aggregate.parallel == 's') clauses.Add("PARALLEL", "safe");
  if (aggregate.parallel == 'r') clauses.Add("PARALLEL", "restricted");
  return absl::StrCat("CREATE AGGREGATE ", qualified_name,
                      Parenthesize(aggregate, aggregate.arguments), " (\n",
                      clauses.Join(), "\n);\n");
}

absl::Status EmitAggregate(const DdlContext& context, const Object& object,
                           TocBuilder& toc) {
  const AggregateObject& aggregate = context.catalog.aggregates[object.detail];
  const std::string quoted_name =
      QuoteIdentifier(aggregate.name, context.style);
  const std::string name = absl::StrCat(
      quoted_name, Parenthesize(aggregate, aggregate.identity_arguments));
  AddObjectEntry(
      context, object,
      {.kind = EntryKind::kAggregate,
       .tag = aggregate.argument_types.empty()
                  ? absl::StrCat(aggregate.name, "(*)")
                  : FunctionSignature(context.catalog, aggregate.name,
                                      aggregate.argument_types),
       .definition =
           AggregateDefinition(QuoteObject(context, object, aggregate.name),
                               aggregate, context.style),
       .drop_statement = DropStatement(
           "AGGREGATE",
           absl::StrCat(QuoteObject(context, object, aggregate.name),
                        Parenthesize(aggregate, aggregate.identity_arguments))),
       .owner = aggregate.owner},
      toc);
  SatelliteTarget target =
      MakeTarget(context, object, "AGGREGATE", name, aggregate.owner);
  AddCommentAndLabels(target, toc);
  target.name =
      FunctionSignature(context.catalog, quoted_name, aggregate.argument_types);
  return AddPrivileges(target, "FUNCTION", aggregate.acl, toc);
}

}  // namespace pgark
