#include "catalog/trigger_ddl.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "catalog/extension_lines.h"
#include "catalog/relation_text.h"
#include "catalog/view_definition.h"

namespace pgark {
namespace {

// pg_trigger.tgenabled and pg_rewrite.ev_enabled as ALTER TABLE says it.
absl::string_view EnabledKeyword(char enabled) {
  switch (enabled) {
    case 'D':
      return "DISABLE";
    case 'A':
      return "ENABLE ALWAYS";
    case 'R':
      return "ENABLE REPLICA";
    default:
      return "ENABLE";
  }
}

// pg_policy.polcmd as it stands in CREATE POLICY.
absl::string_view PolicyCommandClause(char command) {
  switch (command) {
    case 'r':
      return " FOR SELECT";
    case 'a':
      return " FOR INSERT";
    case 'w':
      return " FOR UPDATE";
    case 'd':
      return " FOR DELETE";
    default:
      return "";
  }
}

// Fills the entry of a view's SELECT rule, which replaces a dummy.
absl::Status FillViewRule(const DdlContext& context, const RelationObject& view,
                          TocEntry* entry) {
  ASSIGN_OR_RETURN(entry->definition,
                   ViewDefinition(context, view, "CREATE OR REPLACE VIEW"));
  ASSIGN_OR_RETURN(
      entry->drop_statement,
      DummyViewDefinition(context, view, "CREATE OR REPLACE VIEW"));
  return absl::OkStatus();
}

}  // namespace

absl::Status EmitTrigger(const DdlContext& context, const Object& object,
                         TocBuilder& toc) {
  const TriggerObject& trigger = context.catalog.triggers[object.detail];
  const RelationObject& relation = RelationOf(context, trigger.relation);
  const std::string name = Quoted(context, trigger.name);
  const std::string table = QualifiedName(context, relation);
  const std::string identity = absl::StrCat(name, " ON ", table);
  if (object.Dumps(Component::kDefinition)) {
    TocEntry entry =
        MakePartEntry(context, object, relation, EntryKind::kTrigger);
    entry.drop_statement = "";
    std::string definition;
    // A partition's copy comes with its parent's; it only differs in state.
    if (!trigger.is_partition_copy) {
      definition = absl::StrCat(
          trigger.definition, ";\n",
          DependsOnExtensionLines(context, object, "TRIGGER", identity));
      entry.drop_statement = absl::StrCat("DROP TRIGGER ", identity, ";\n");
    }
    if (trigger.is_partition_copy || trigger.enabled != 'O') {
      absl::StrAppend(&definition, "\nALTER ", AlterKeyword(relation), " ",
                      table, " ", EnabledKeyword(trigger.enabled), " TRIGGER ",
                      name, ";\n");
    }
    entry.definition = std::move(definition);
    toc.Add(object, std::move(entry));
  }
  toc.AddComment(
      PartTarget(context, object, relation, "TRIGGER", trigger.name));
  return absl::OkStatus();
}

absl::Status EmitRule(const DdlContext& context, const Object& object,
                      TocBuilder& toc) {
  if (!object.is_separate) return absl::OkStatus();
  const RuleObject& rule = context.catalog.rules[object.detail];
  const RelationObject& relation = RelationOf(context, rule.relation);
  const std::string name = Quoted(context, rule.name);
  const std::string table = QualifiedName(context, relation);
  const bool is_view_rule =
      relation.IsView() && relation.select_rule == object.id;
  if (object.Dumps(Component::kDefinition)) {
    TocEntry entry = MakePartEntry(context, object, relation, EntryKind::kRule);
    if (is_view_rule) {
      RETURN_IF_ERROR(FillViewRule(context, relation, &entry));
    } else {
      entry.definition = absl::StrCat(rule.definition, "\n");
      entry.drop_statement =
          absl::StrCat("DROP RULE ", name, " ON ", table, ";\n");
    }
    if (rule.enabled != 'O') {
      absl::StrAppend(&*entry.definition, "ALTER TABLE ", table, " ",
                      EnabledKeyword(rule.enabled), " RULE ", name, ";\n");
    }
    toc.Add(object, std::move(entry));
  }
  toc.AddComment(PartTarget(context, object, relation, "RULE", rule.name));
  return absl::OkStatus();
}

absl::Status EmitPolicy(const DdlContext& context, const Object& object,
                        TocBuilder& toc) {
  const PolicyObject& policy = context.catalog.policies[object.detail];
  const RelationObject& relation = RelationOf(context, policy.relation);
  const std::string on = absl::StrCat(Quoted(context, policy.name), " ON ",
                                      QualifiedName(context, relation));
  if (object.Dumps(Component::kPolicy)) {
    TocEntry entry =
        MakePartEntry(context, object, relation, EntryKind::kPolicy);
    std::string text = absl::StrCat(
        "CREATE POLICY ", on, policy.is_permissive ? "" : " AS RESTRICTIVE",
        PolicyCommandClause(policy.command));
    if (policy.roles) absl::StrAppend(&text, " TO ", *policy.roles);
    if (policy.using_expression) {
      absl::StrAppend(&text, " USING (", *policy.using_expression, ")");
    }
    if (policy.check_expression) {
      absl::StrAppend(&text, " WITH CHECK (", *policy.check_expression, ")");
    }
    absl::StrAppend(&text, ";\n");
    entry.definition = std::move(text);
    entry.drop_statement = absl::StrCat("DROP POLICY ", on, ";\n");
    toc.Add(object, std::move(entry));
  }
  toc.AddComment(PartTarget(context, object, relation, "POLICY", policy.name));
  return absl::OkStatus();
}

absl::Status EmitRowSecurity(const DdlContext& context, const Object& object,
                             TocBuilder& toc) {
  if (!object.Dumps(Component::kPolicy)) return absl::OkStatus();
  const PolicyObject& policy = context.catalog.policies[object.detail];
  const RelationObject& relation = RelationOf(context, policy.relation);
  TocEntry entry =
      MakePartEntry(context, object, relation, EntryKind::kRowSecurity);
  entry.catalog_id = CatalogId{0, relation.oid};
  entry.tag = relation.name;
  // No newline at the end, as in every pg_dump.
  entry.definition =
      absl::StrCat("ALTER TABLE ", QualifiedName(context, relation),
                   " ENABLE ROW LEVEL SECURITY;");
  entry.dependencies = {relation.id};
  toc.Add(object, std::move(entry));
  return absl::OkStatus();
}

}  // namespace pgark
