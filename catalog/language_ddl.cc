#include "catalog/language_ddl.h"

#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "catalog/ddl_support.h"
#include "catalog/type_lookup.h"

namespace pgark {
namespace {

// schema.name(types) of a function, quoted; FAILED_PRECONDITION when it was
// not collected.
absl::StatusOr<std::string> FunctionReference(const DdlContext& context,
                                              Oid oid, absl::string_view user) {
  const FunctionObject* function = FindFunction(context.catalog, oid);
  if (function == nullptr) {
    return absl::FailedPreconditionError(absl::StrCat(
        user, " uses the function with OID ", oid, ", which does not exist"));
  }
  const Object& object = context.catalog.Get(function->id);
  return FunctionSignature(context.catalog,
                           QuoteObject(context, object, function->name),
                           function->argument_types);
}

// The function's name when something of it is dumped, otherwise "".
std::string DumpedFunction(const DdlContext& context, Oid oid) {
  const FunctionObject* function = FindFunction(context.catalog, oid);
  if (function == nullptr) return {};
  const Object& object = context.catalog.Get(function->id);
  if (object.wanted.empty()) return {};
  return QuoteObject(context, object, function->name);
}

// "DISABLE" and the like for pg_event_trigger.evtenabled; "" for the default.
absl::string_view TriggerState(char enabled) {
  switch (enabled) {
    case 'D':
      return "DISABLE";
    case 'A':
      return "ENABLE ALWAYS";
    case 'R':
      return "ENABLE REPLICA";
    default:
      return "";
  }
}

absl::StatusOr<std::string> CastDefinition(const DdlContext& context,
                                           const CastObject& cast,
                                           absl::string_view types) {
  std::string statement = absl::StrCat("CREATE CAST ", types, " WITH");
  switch (cast.method) {
    case 'b':
      statement += "OUT FUNCTION";
      break;
    case 'i':
      statement += " INOUT";
      break;
    default: {
      ASSIGN_OR_RETURN(const std::string function,
                       FunctionReference(context, cast.function,
                                         absl::StrCat("cast ", types)));
      absl::StrAppend(&statement, " FUNCTION ", function);
    }
  }
  if (cast.context == 'a') statement += " AS ASSIGNMENT";
  if (cast.context == 'i') statement += " AS IMPLICIT";
  statement += ";\n";
  return statement;
}

absl::StatusOr<std::string> TransformDefinition(
    const DdlContext& context, const TransformObject& transform,
    absl::string_view name) {
  std::string statement = absl::StrCat("CREATE TRANSFORM ", name, " (");
  absl::string_view separator;
  for (const auto& [direction, oid] :
       {std::pair<absl::string_view, Oid>{"FROM SQL", transform.from_sql},
        std::pair<absl::string_view, Oid>{"TO SQL", transform.to_sql}}) {
    if (oid == 0) continue;
    ASSIGN_OR_RETURN(
        const std::string function,
        FunctionReference(context, oid, absl::StrCat("transform ", name)));
    absl::StrAppend(&statement, separator, direction, " WITH FUNCTION ",
                    function);
    separator = ", ";
  }
  statement += ");\n";
  return statement;
}

}  // namespace

std::string ProceduralLanguageDefinition(
    const DdlContext& context, const ProceduralLanguageObject& language) {
  const std::string name = QuoteIdentifier(language.name, context.style);
  const std::string handler = DumpedFunction(context, language.handler);
  const std::string inline_handler =
      DumpedFunction(context, language.inline_handler);
  const std::string validator = DumpedFunction(context, language.validator);
  const bool is_complete =
      !handler.empty() &&
      (language.inline_handler == 0 || !inline_handler.empty()) &&
      (language.validator == 0 || !validator.empty());
  if (!is_complete) {
    return absl::StrCat("CREATE OR REPLACE PROCEDURAL LANGUAGE ", name, ";\n");
  }
  std::string statement =
      absl::StrCat("CREATE ", language.is_trusted ? "TRUSTED " : "",
                   "PROCEDURAL LANGUAGE ", name, " HANDLER ", handler);
  if (!inline_handler.empty()) {
    absl::StrAppend(&statement, " INLINE ", inline_handler);
  }
  if (!validator.empty()) absl::StrAppend(&statement, " VALIDATOR ", validator);
  statement += ";\n";
  return statement;
}

std::string EventTriggerDefinition(const EventTriggerObject& trigger,
                                   const SqlStyle& style) {
  const std::string name = QuoteIdentifier(trigger.name, style);
  std::string statement = absl::StrCat("CREATE EVENT TRIGGER ", name, " ON ",
                                       QuoteIdentifier(trigger.event, style));
  if (!trigger.tags.empty()) {
    absl::StrAppend(&statement, "\n         WHEN TAG IN (", trigger.tags, ")");
  }
  absl::StrAppend(&statement, "\n   EXECUTE FUNCTION ", trigger.function,
                  "();\n");
  const absl::string_view state = TriggerState(trigger.enabled);
  if (!state.empty()) {
    absl::StrAppend(&statement, "\nALTER EVENT TRIGGER ", name, " ", state,
                    ";\n");
  }
  return statement;
}

absl::Status EmitProceduralLanguage(const DdlContext& context,
                                    const Object& object, TocBuilder& toc) {
  const ProceduralLanguageObject& language =
      context.catalog.others.languages[object.detail];
  const std::string name = QuoteIdentifier(language.name, context.style);
  AddObjectEntry(context, object,
                 {.kind = EntryKind::kProceduralLanguage,
                  .tag = language.name,
                  .definition = ProceduralLanguageDefinition(context, language),
                  .drop_statement = DropStatement("PROCEDURAL LANGUAGE", name),
                  .owner = language.owner},
                 toc);
  const SatelliteTarget target =
      MakeTarget(context, object, "LANGUAGE", name, language.owner);
  AddCommentAndLabels(target, toc);
  // Only superusers use other languages, and the server refuses to GRANT them.
  if (!language.is_trusted) return absl::OkStatus();
  return AddPrivileges(target, "LANGUAGE", language.acl, toc);
}

absl::Status EmitAccessMethod(const DdlContext& context, const Object& object,
                              TocBuilder& toc) {
  const AccessMethodObject& method =
      context.catalog.others.access_methods[object.detail];
  const std::string name = QuoteIdentifier(method.name, context.style);
  AddObjectEntry(
      context, object,
      {.kind = EntryKind::kAccessMethod,
       .tag = method.name,
       .definition = absl::StrCat("CREATE ACCESS METHOD ", name, " TYPE ",
                                  method.type == 't' ? "TABLE" : "INDEX",
                                  " HANDLER ", method.handler, ";\n"),
       .drop_statement = DropStatement("ACCESS METHOD", name),
       .owner = ""},
      toc);
  toc.AddComment(MakeTarget(context, object, "ACCESS METHOD", name, ""));
  return absl::OkStatus();
}

absl::Status EmitCast(const DdlContext& context, const Object& object,
                      TocBuilder& toc) {
  const CastObject& cast = context.catalog.others.casts[object.detail];
  if (!object.Dumps(Component::kDefinition)) return absl::OkStatus();
  const std::string types =
      absl::StrCat("(", FormatType(context.catalog, cast.source), " AS ",
                   FormatType(context.catalog, cast.target), ")");
  ASSIGN_OR_RETURN(std::string definition,
                   CastDefinition(context, cast, types));
  AddObjectEntry(context, object,
                 {.kind = EntryKind::kCast,
                  .tag = absl::StrCat("CAST ", types),
                  .definition = std::move(definition),
                  .drop_statement = DropStatement("CAST", types),
                  .owner = ""},
                 toc);
  toc.AddComment(MakeTarget(context, object, "CAST", types, ""));
  return absl::OkStatus();
}

absl::Status EmitTransform(const DdlContext& context, const Object& object,
                           TocBuilder& toc) {
  const TransformObject& transform =
      context.catalog.others.transforms[object.detail];
  if (!object.Dumps(Component::kDefinition)) return absl::OkStatus();
  const std::string name = absl::StrCat(
      "FOR ", FormatType(context.catalog, transform.type), " LANGUAGE ",
      QuoteIdentifier(transform.language, context.style));
  ASSIGN_OR_RETURN(std::string definition,
                   TransformDefinition(context, transform, name));
  AddObjectEntry(context, object,
                 {.kind = EntryKind::kTransform,
                  .tag = absl::StrCat("TRANSFORM ", name),
                  .definition = std::move(definition),
                  .drop_statement = DropStatement("TRANSFORM", name),
                  .owner = ""},
                 toc);
  toc.AddComment(MakeTarget(context, object, "TRANSFORM", name, ""));
  return absl::OkStatus();
}

absl::Status EmitEventTrigger(const DdlContext& context, const Object& object,
                              TocBuilder& toc) {
  const EventTriggerObject& trigger =
      context.catalog.others.event_triggers[object.detail];
  const std::string name = QuoteIdentifier(trigger.name, context.style);
  AddObjectEntry(context, object,
                 {.kind = EntryKind::kEventTrigger,
                  .tag = trigger.name,
                  .definition = EventTriggerDefinition(trigger, context.style),
                  .drop_statement = DropStatement("EVENT TRIGGER", name),
                  .owner = trigger.owner,
                  .section = Section::kPostData},
                 toc);
  AddCommentAndLabels(
      MakeTarget(context, object, "EVENT TRIGGER", name, trigger.owner), toc);
  return absl::OkStatus();
}

}  // namespace pgark
