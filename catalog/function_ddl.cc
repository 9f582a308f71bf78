#include "catalog/function_ddl.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "catalog/ddl_support.h"
#include "catalog/extension_lines.h"
#include "catalog/setting_text.h"
#include "catalog/type_lookup.h"

namespace pgark {
namespace {

absl::string_view Keyword(const FunctionObject& function) {
  return function.IsProcedure() ? "PROCEDURE" : "FUNCTION";
}

// What the server would assume for the language.
absl::string_view DefaultCost(absl::string_view language) {
  return language == "internal" || language == "c" ? "1" : "100";
}

void AppendCostAndRows(const FunctionObject& function, std::string* statement) {
  if (function.cost != "0" && function.cost != DefaultCost(function.language)) {
    absl::StrAppend(statement, " COST ", function.cost);
  }
  if (function.returns_set && function.rows != "0" && function.rows != "1000") {
    absl::StrAppend(statement, " ROWS ", function.rows);
  }
}

// Everything behind LANGUAGE up to the settings, each with a blank before it.
std::string Attributes(const DdlContext& context,
                       const FunctionObject& function) {
  std::string text;
  absl::string_view separator = " TRANSFORM ";
  for (const Oid type : function.transform_types) {
    absl::StrAppend(&text, separator, "FOR TYPE ",
                    FormatType(context.catalog, type));
    separator = ", ";
  }
  if (function.kind == 'w') text += " WINDOW";
  if (function.volatility == 'i') text += " IMMUTABLE";
  if (function.volatility == 's') text += " STABLE";
  if (function.is_strict) text += " STRICT";
  if (function.is_security_definer) text += " SECURITY DEFINER";
  if (function.is_leakproof) text += " LEAKPROOF";
  AppendCostAndRows(function, &text);
  if (!function.support.empty()) {
    absl::StrAppend(&text, " SUPPORT ", function.support);
  }
  if (function.parallel == 's') text += " PARALLEL SAFE";
  if (function.parallel == 'r') text += " PARALLEL RESTRICTED";
  return text;
}

// The link symbol of a C function: a plain literal unless it is unusual.
std::string QuoteLinkSymbol(const DdlContext& context,
                            absl::string_view symbol) {
  return symbol.find_first_of("'\\") == absl::string_view::npos
             ? QuoteLiteral(symbol, context.style)
             : QuoteBody(context, symbol);
}

std::string Body(const DdlContext& context, const FunctionObject& function) {
  if (function.sql_body.has_value()) return *function.sql_body;
  if (function.library.empty()) {
    return absl::StrCat("AS ", QuoteBody(context, function.source));
  }
  std::string body =
      absl::StrCat("AS ", QuoteLiteral(function.library, context.style));
  // Up to 13 "-" stands for none.
  const bool has_symbol =
      !function.source.empty() &&
      (context.style.release >= 14 || function.source != "-");
  if (has_symbol) {
    absl::StrAppend(&body, ", ", QuoteLinkSymbol(context, function.source));
  }
  return body;
}

}  // namespace

std::string FunctionDefinition(const DdlContext& context,
                               const std::string& schema,
                               const FunctionObject& function) {
  std::string statement =
      absl::StrCat("CREATE ", Keyword(function), " ",
                   QuoteQualified(schema, function.name, context.style), "(",
                   function.arguments, ")");
  if (function.result.has_value()) {
    absl::StrAppend(&statement, " RETURNS ", *function.result);
  }
  absl::StrAppend(&statement, "\n    LANGUAGE ",
                  QuoteIdentifier(function.language, context.style),
                  Attributes(context, function));
  for (const std::string& element : function.settings) {
    const std::optional<std::string> setting =
        FormatSetting(element, context.style);
    if (setting.has_value()) {
      absl::StrAppend(&statement, "\n    SET ", *setting);
    }
  }
  absl::StrAppend(&statement, "\n    ", Body(context, function), ";\n");
  return statement;
}

absl::Status EmitRoutine(const DdlContext& context, const Object& object,
                         TocBuilder& toc) {
  const FunctionObject& function = context.catalog.functions[object.detail];
  const std::string name =
      absl::StrCat(QuoteIdentifier(function.name, context.style), "(",
                   function.identity_arguments, ")");
  const std::string& schema = context.catalog.SchemaName(object);
  const std::string identity =
      absl::StrCat(QuoteIdentifier(schema, context.style), ".", name);
  if (object.Dumps(Component::kDefinition)) {
    AddObjectEntry(
        context, object,
        {.kind = function.IsProcedure() ? EntryKind::kProcedure
                                        : EntryKind::kFunction,
         .tag = FunctionSignature(context.catalog, function.name,
                                  function.argument_types),
         .definition =
             absl::StrCat(FunctionDefinition(context, schema, function),
                          DependsOnExtensionLines(context, object,
                                                  Keyword(function), identity)),
         .drop_statement = DropStatement(Keyword(function), identity),
         .owner = function.owner,
         .section =
             object.is_postponed ? Section::kPostData : Section::kPreData},
        toc);
  }
  const SatelliteTarget target =
      MakeTarget(context, object, Keyword(function), name, function.owner);
  AddCommentAndLabels(target, toc);
  return AddPrivileges(target, Keyword(function), function.acl, toc);
}

}  // namespace pgark
