// pg_trigger, pg_rewrite and pg_policy: what acts on a relation's rows and on
// the statements about it.

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "catalog/reader_support.h"
#include "catalog/relation_query.h"
#include "catalog/relation_readers.h"
#include "catalog/row_cursor.h"

namespace pgark {
namespace {

bool MayHaveTriggers(const Object& object, const RelationObject& relation) {
  return relation.has_triggers && object.wanted.Has(Component::kDefinition);
}

bool MayHaveRules(const Object& object, const RelationObject& relation) {
  return relation.has_rules && object.wanted.Has(Component::kDefinition);
}

bool WantsPolicies(const Object& object, const RelationObject& relation) {
  return object.wanted.Has(Component::kPolicy) &&
         (relation.kind == RelationKind::kTable ||
          relation.kind == RelationKind::kPartitionedTable);
}

// A partition's copy of a trigger comes with its parent's trigger; it is read
// only when it is switched on or off by itself. How a copy is recognised
// differs: by its parent from 15 on; in 13 and 14, too, but it counts as
// internal; in 12 its parent is only in pg_depend.
struct TriggerBranch {
  absl::string_view is_copy;
  absl::string_view join;
  absl::string_view condition;
};

TriggerBranch BranchFor(int release) {
  constexpr absl::string_view kJoinParent =
      "LEFT JOIN pg_catalog.pg_trigger u ON u.oid = t.tgparentid ";
  if (release >= 15) {
    return {"t.tgparentid <> 0", kJoinParent,
            "(NOT t.tgisinternal AND t.tgparentid = 0) "
            "OR t.tgenabled <> u.tgenabled"};
  }
  if (release >= 13) {
    return {"t.tgisinternal", kJoinParent,
            "NOT t.tgisinternal OR t.tgenabled <> u.tgenabled"};
  }
  return {"t.tgisinternal",
          "LEFT JOIN pg_catalog.pg_depend d ON d.classid = 2620 "
          "AND d.refclassid = 2620 AND d.objid = t.oid "
          "LEFT JOIN pg_catalog.pg_trigger u ON u.oid = d.refobjid ",
          "NOT t.tgisinternal OR t.tgenabled <> u.tgenabled"};
}

std::string TriggerQuery(const ReadContext& context) {
  const std::string wanted = WantedRelations(context, MayHaveTriggers);
  if (wanted.empty()) return "";
  const TriggerBranch branch = BranchFor(context.release);
  // Not the pretty form: it leaves schemas out.
  return absl::StrCat(
      "SELECT t.tableoid, t.oid, t.tgrelid, t.tgname, t.tgenabled, ",
      branch.is_copy,
      " AS is_copy, pg_catalog.pg_get_triggerdef(t.oid, false) AS definition "
      "FROM ",
      wanted, " JOIN pg_catalog.pg_trigger t ON t.tgrelid = wanted.oid ",
      branch.join, "WHERE ", branch.condition, " ORDER BY t.tgrelid, t.tgname");
}

absl::Status ReadTriggers(const Result& result, ReadContext& context) {
  Catalog& catalog = context.catalog;
  RowCursor rows(result);
  while (rows.Next()) {
    const RelationObject* relation = FindRelation(catalog, rows.Oid("tgrelid"));
    if (relation == nullptr) continue;
    TriggerObject trigger;
    trigger.name = rows.Text("tgname");
    trigger.relation = relation->id;
    trigger.enabled = rows.Char("tgenabled");
    trigger.is_partition_copy = rows.Bool("is_copy");
    rows.Require("definition", trigger.name, rows.Oid("oid"));
    trigger.definition = rows.Text("definition");
    Object object = MakePart(catalog.Get(relation->id), ObjectKind::kTrigger,
                             CatalogId{rows.Oid("tableoid"), rows.Oid("oid")},
                             trigger.name);
    AddWithDetail(catalog, std::move(object), std::move(trigger),
                  catalog.triggers);
  }
  return rows.status();
}

std::string RuleQuery(const ReadContext& context) {
  // All rules, as the order of views depends on them; the text only of those
  // that are written. The SELECT rule of a view is written as the view.
  std::string wanted = WantedRelations(context, MayHaveRules);
  if (wanted.empty()) {
    wanted = "pg_catalog.unnest('{}'::pg_catalog.oid[]) AS wanted(oid)";
  }
  return absl::StrCat(
      "SELECT r.tableoid, r.oid, r.rulename, r.ev_class, r.ev_type, "
      "r.is_instead, r.ev_enabled, "
      "(SELECT c.oid FROM pg_catalog.pg_class c WHERE c.oid = r.ev_class) "
      "AS relation, "
      "written.is_written, CASE WHEN written.is_written THEN "
      "pg_catalog.pg_get_ruledef(r.oid) END AS definition "
      "FROM pg_catalog.pg_rewrite r LEFT JOIN ",
      wanted,
      " ON wanted.oid = r.ev_class, LATERAL (SELECT wanted.oid IS NOT NULL "
      "AND NOT (r.ev_type = '1' AND r.is_instead) AS is_written) AS written "
      "ORDER BY r.oid");
}

absl::Status ReadRules(const Result& result, ReadContext& context) {
  Catalog& catalog = context.catalog;
  RowCursor rows(result);
  while (rows.Next()) {
    rows.Require("relation", rows.Text("rulename"), rows.Oid("oid"));
    RelationObject* relation = FindRelation(catalog, rows.Oid("ev_class"));
    if (relation == nullptr) continue;
    RuleObject rule;
    rule.name = rows.Text("rulename");
    rule.relation = relation->id;
    rule.event = rows.Char("ev_type");
    rule.is_instead = rows.Bool("is_instead");
    rule.enabled = rows.Char("ev_enabled");
    if (rows.Bool("is_written")) {
      rows.Require("definition", rule.name, rows.Oid("oid"));
    }
    rule.definition = rows.Text("definition");
    const bool is_select_rule =
        rule.event == '1' && rule.is_instead &&
        (relation->IsView() ||
         relation->kind == RelationKind::kMaterializedView);
    Object object =
        MakePart(catalog.Get(relation->id), ObjectKind::kRule,
                 CatalogId{rows.Oid("tableoid"), rows.Oid("oid")}, rule.name);
    object.is_separate = !is_select_rule;
    const DumpId id = AddWithDetail(catalog, std::move(object), std::move(rule),
                                    catalog.rules);
    // What a view's query needs must be there before the view; other rules come
    // behind their table.
    if (is_select_rule) {
      relation->select_rule = id;
      catalog.AddDependency(relation->id, id);
    } else {
      catalog.AddDependency(id, relation->id);
    }
  }
  return rows.status();
}

std::string PolicyQuery(const ReadContext& context) {
  const std::string wanted = WantedRelations(context, WantsPolicies);
  if (wanted.empty()) return "";
  return absl::StrCat(
      "SELECT p.tableoid, p.oid, p.polrelid, p.polname, p.polcmd, "
      "p.polpermissive, CASE WHEN p.polroles = '{0}' THEN NULL ELSE "
      "pg_catalog.array_to_string(ARRAY("
      "SELECT pg_catalog.quote_ident(rolname) FROM pg_catalog.pg_roles "
      "WHERE oid = ANY (p.polroles)), ', ') END AS roles, "
      "NOT EXISTS (SELECT FROM pg_catalog.unnest(p.polroles) AS r(oid) "
      "WHERE r.oid <> 0 AND NOT EXISTS (SELECT FROM pg_catalog.pg_roles "
      "WHERE pg_roles.oid = r.oid)) AS has_all_roles, "
      "pg_catalog.pg_get_expr(p.polqual, p.polrelid) AS using_expression, "
      "pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) AS check_expression "
      "FROM ",
      wanted,
      " JOIN pg_catalog.pg_policy p ON p.polrelid = wanted.oid "
      "ORDER BY p.polrelid, p.polname");
}

// Row security has no row of its own: one object for each table that has it on.
void AddRowSecurity(Catalog& catalog) {
  for (RelationObject& relation : catalog.relations) {
    if (!relation.has_row_security) continue;
    Object& table = catalog.Get(relation.id);
    if (!WantsPolicies(table, relation)) continue;
    table.available |= Component::kPolicy;
    Object object =
        MakePart(table, ObjectKind::kRowSecurity, CatalogId{}, relation.name);
    object.wanted = Components::All();
    object.available |= Component::kPolicy;
    PolicyObject policy;
    policy.relation = relation.id;
    AddWithDetail(catalog, std::move(object), std::move(policy),
                  catalog.policies);
  }
}

absl::Status ReadPolicies(const Result& result, ReadContext& context) {
  Catalog& catalog = context.catalog;
  AddRowSecurity(catalog);
  RowCursor rows(result);
  while (rows.Next()) {
    const RelationObject* relation =
        FindRelation(catalog, rows.Oid("polrelid"));
    if (relation == nullptr) continue;
    PolicyObject policy;
    policy.name = rows.Text("polname");
    policy.relation = relation->id;
    policy.command = rows.Char("polcmd");
    policy.is_permissive = rows.Bool("polpermissive");
    if (!rows.Bool("has_all_roles")) {
      return absl::FailedPreconditionError(absl::StrCat(
          "policy ", policy.name, " (OID ", rows.Oid("oid"), ") of table ",
          relation->name, " is for a role that does not exist"));
    }
    policy.roles = rows.NullableText("roles");
    policy.using_expression = rows.NullableText("using_expression");
    policy.check_expression = rows.NullableText("check_expression");
    Object object =
        MakePart(catalog.Get(relation->id), ObjectKind::kPolicy,
                 CatalogId{rows.Oid("tableoid"), rows.Oid("oid")}, policy.name);
    object.wanted = Components::All();
    object.available |= Component::kPolicy;
    AddWithDetail(catalog, std::move(object), std::move(policy),
                  catalog.policies);
  }
  return rows.status();
}

}  // namespace

const CatalogReader kTriggerReader = {"triggers", TriggerQuery, ReadTriggers};
const CatalogReader kRuleReader = {"rules", RuleQuery, ReadRules};
const CatalogReader kPolicyReader = {"policies", PolicyQuery, ReadPolicies};

}  // namespace pgark
