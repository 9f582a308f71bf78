#include "catalog/loop_repair.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace pgark {
namespace {

// --- What can stand behind what ---

bool IsRelationOf(const Catalog& catalog, const Object& object,
                  RelationKind kind) {
  return object.kind == ObjectKind::kRelation &&
         catalog.relations[object.detail].kind == kind;
}

// The rule that makes a view of a relation: ON SELECT DO INSTEAD.
bool IsSelectRuleOf(const Catalog& catalog, const Object& rule,
                    const Object& relation) {
  if (rule.kind != ObjectKind::kRule) return false;
  const RuleObject& detail = catalog.rules[rule.detail];
  return detail.event == '1' && detail.is_instead &&
         detail.relation == relation.id;
}

bool IsView(const Catalog& catalog, const Object& object) {
  return IsRelationOf(catalog, object, RelationKind::kView);
}

bool IsMaterializedView(const Catalog& catalog, const Object& object) {
  return IsRelationOf(catalog, object, RelationKind::kMaterializedView);
}

bool IsCheckOf(const Catalog& catalog, const Object& check,
               const Object& table) {
  if (check.kind != ObjectKind::kConstraint) return false;
  const ConstraintObject& detail = catalog.constraints[check.detail];
  return detail.type == 'c' && detail.relation == table.id;
}

bool IsDefaultOf(const Catalog& catalog, const Object& value,
                 const Object& table) {
  return value.kind == ObjectKind::kDefault &&
         catalog.defaults[value.detail].relation == table.id;
}

bool IsConstraintOfDomain(const Catalog& catalog, const Object& constraint,
                          const Object& domain) {
  return constraint.kind == ObjectKind::kDomainConstraint &&
         catalog.domain_constraints[constraint.detail].domain == domain.id;
}

// --- Repairs of a pair in a loop: an owner and its part ---

using Pair = bool (*)(Catalog& catalog, Object& owner, Object& part);

// 1. The I/O functions of a type take and return its shell.
bool RepairTypeAndFunction(Catalog& catalog, Object& type, Object& function) {
  if (type.kind != ObjectKind::kType ||
      function.kind != ObjectKind::kFunction) {
    return false;
  }
  if (!catalog.RemoveDependency(function.id, type.id)) return false;
  // Types that are not written, of extensions for example, have no shell.
  const DumpId shell = catalog.types[type.detail].shell_type;
  if (shell.value == 0) return true;
  catalog.AddDependency(function.id, shell);
  if (!function.wanted.empty()) catalog.Get(shell).wanted = function.wanted;
  return true;
}

// 2. A view's query is written with the view.
bool RepairViewAndRule(Catalog& catalog, Object& view, Object& rule) {
  if (!IsView(catalog, view) && !IsMaterializedView(catalog, view)) {
    return false;
  }
  return IsSelectRuleOf(catalog, rule, view) &&
         catalog.RemoveDependency(rule.id, view.id);
}

// 3. A view that something before its query needs gets a dummy body first.
bool RepairViewInLongLoop(Catalog& catalog, Object& view, Object& rule) {
  if (!IsView(catalog, view) || !IsSelectRuleOf(catalog, rule, view) ||
      !catalog.RemoveDependency(view.id, rule.id)) {
    return false;
  }
  view.is_dummy_view = true;
  rule.is_separate = true;
  catalog.AddDependency(rule.id, view.id);
  catalog.AddDependency(rule.id, catalog.post_data_boundary);
  return true;
}

// 6. A check is written with its table.
bool RepairTableAndCheck(Catalog& catalog, Object& table, Object& check) {
  return table.kind == ObjectKind::kRelation &&
         IsCheckOf(catalog, check, table) &&
         catalog.RemoveDependency(check.id, table.id);
}

// A part that was written with its owner gets an entry behind it.
bool Separate(Catalog& catalog, Object& owner, Object& part) {
  if (!catalog.RemoveDependency(owner.id, part.id)) return false;
  part.is_separate = true;
  catalog.AddDependency(part.id, owner.id);
  return true;
}

// 7.
bool RepairCheckInLongLoop(Catalog& catalog, Object& table, Object& check) {
  if (table.kind != ObjectKind::kRelation ||
      !IsCheckOf(catalog, check, table) || !Separate(catalog, table, check)) {
    return false;
  }
  catalog.AddDependency(check.id, catalog.post_data_boundary);
  return true;
}

// 8. A default is written with its table.
bool RepairTableAndDefault(Catalog& catalog, Object& table, Object& value) {
  return table.kind == ObjectKind::kRelation &&
         IsDefaultOf(catalog, value, table) &&
         catalog.RemoveDependency(value.id, table.id);
}

// 9. A partitioned index is made before the indexes that it gets.
bool RepairIndexAndPart(Catalog& catalog, Object& index, Object& part) {
  return index.kind == ObjectKind::kIndex && part.kind == ObjectKind::kIndex &&
         catalog.indexes[part.detail].parent == index.id &&
         catalog.RemoveDependency(index.id, part.id);
}

// 10. Stays before the data: rows may be loaded without the column.
bool RepairDefaultInLongLoop(Catalog& catalog, Object& table, Object& value) {
  return table.kind == ObjectKind::kRelation &&
         IsDefaultOf(catalog, value, table) && Separate(catalog, table, value);
}

// 11. A domain's constraint is written with it.
bool RepairDomainAndConstraint(Catalog& catalog, Object& domain,
                               Object& constraint) {
  return domain.kind == ObjectKind::kType &&
         IsConstraintOfDomain(catalog, constraint, domain) &&
         catalog.RemoveDependency(constraint.id, domain.id);
}

// 12.
bool RepairDomainInLongLoop(Catalog& catalog, Object& domain,
                            Object& constraint) {
  if (domain.kind != ObjectKind::kType ||
      !IsConstraintOfDomain(catalog, constraint, domain) ||
      !Separate(catalog, domain, constraint)) {
    return false;
  }
  catalog.AddDependency(constraint.id, catalog.post_data_boundary);
  return true;
}

// --- Repairs of an object that must move behind the data ---

using Postponed = bool (*)(const Catalog& catalog, const Object& object);

bool IsFunction(const Catalog& /*catalog*/, const Object& object) {
  return object.kind == ObjectKind::kFunction;
}

bool IsStatistics(const Catalog& /*catalog*/, const Object& object) {
  return object.kind == ObjectKind::kStatisticsData;
}

// 4, 4b, 5. The loop holds an object of the kind, and goes through a boundary:
// the boundary no longer needs what stands behind it in the loop. That object
// is the one that moves if it is of the kind; otherwise the next loop shows it.
bool Postpone(Catalog& catalog, const DependencyLoop& loop, DumpId boundary,
              Postponed is_kind) {
  const bool has_kind = std::any_of(loop.begin(), loop.end(), [&](DumpId id) {
    return is_kind(catalog, catalog.Get(id));
  });
  const auto found = std::find(loop.begin(), loop.end(), boundary);
  if (!has_kind || found == loop.end()) return false;
  const DumpId next = found + 1 == loop.end() ? loop.front() : *(found + 1);
  if (!catalog.RemoveDependency(boundary, next)) return false;
  Object& moved = catalog.Get(next);
  if (is_kind(catalog, moved)) moved.is_postponed = true;
  return true;
}

// --- The table ---

// Whether a pattern is for loops of exactly two objects, or of more.
enum class LoopLength { kTwo, kMore };

// A pattern has either `pair` or `postponed`.
struct Pattern {
  LoopLength length;
  Pair pair = nullptr;
  Postponed postponed = nullptr;
  DumpId Catalog::*boundary = nullptr;
};

constexpr Pattern kPatterns[] = {
    {LoopLength::kTwo, RepairTypeAndFunction},
    {LoopLength::kTwo, RepairViewAndRule},
    {LoopLength::kMore, RepairViewInLongLoop},
    {LoopLength::kMore, nullptr, IsMaterializedView,
     &Catalog::pre_data_boundary},
    {LoopLength::kMore, nullptr, IsStatistics, &Catalog::post_data_boundary},
    {LoopLength::kMore, nullptr, IsFunction, &Catalog::pre_data_boundary},
    {LoopLength::kTwo, RepairTableAndCheck},
    {LoopLength::kMore, RepairCheckInLongLoop},
    {LoopLength::kTwo, RepairTableAndDefault},
    {LoopLength::kTwo, RepairIndexAndPart},
    {LoopLength::kMore, RepairDefaultInLongLoop},
    {LoopLength::kTwo, RepairDomainAndConstraint},
    {LoopLength::kMore, RepairDomainInLongLoop},
};

// The first pair (owner, part) of the loop that the repair is for.
bool RepairPair(Catalog& catalog, const DependencyLoop& loop, Pair repair) {
  for (const DumpId owner : loop) {
    for (const DumpId part : loop) {
      if (owner != part &&
          repair(catalog, catalog.Get(owner), catalog.Get(part))) {
        return true;
      }
    }
  }
  return false;
}

bool RepairByPattern(Catalog& catalog, const DependencyLoop& loop) {
  if (loop.size() < 2) return false;
  const LoopLength length =
      loop.size() == 2 ? LoopLength::kTwo : LoopLength::kMore;
  for (const Pattern& pattern : kPatterns) {
    if (pattern.length != length) continue;
    const bool repaired =
        pattern.pair != nullptr
            ? RepairPair(catalog, loop, pattern.pair)
            : Postpone(catalog, loop, catalog.*pattern.boundary,
                       pattern.postponed);
    if (repaired) return true;
  }
  return false;
}

std::string Describe(const Catalog& catalog, const DependencyLoop& loop) {
  return absl::StrJoin(loop, ", ", [&catalog](std::string* out, DumpId id) {
    const Object& object = catalog.Get(id);
    const std::string& schema = catalog.SchemaName(object);
    absl::StrAppend(out, schema, schema.empty() ? "" : ".", object.name);
  });
}

}  // namespace

void RepairLoop(Catalog& catalog, const DependencyLoop& loop,
                std::vector<std::string>* warnings) {
  if (RepairByPattern(catalog, loop)) return;
  const bool needs_itself = loop.size() == 1;
  const bool is_table =
      std::all_of(loop.begin(), loop.end(), [&catalog](DumpId id) {
        return catalog.Get(id).kind == ObjectKind::kRelation;
      });
  const bool is_data =
      std::all_of(loop.begin(), loop.end(), [&catalog](DumpId id) {
        return catalog.Get(id).kind == ObjectKind::kTableData;
      });
  catalog.RemoveDependency(loop.front(), needs_itself ? loop.front() : loop[1]);
  // 13. Its own row type in a column's expression, for example.
  if (needs_itself && is_table) return;
  if (is_data) {
    warnings->push_back(absl::StrCat(
        "there are circular foreign-key constraints on ",
        loop.size() == 1 ? "table " : "tables ", Describe(catalog, loop),
        ": the rows may not be restorable without --disable-triggers or "
        "dropping the constraints for the time being; a dump with definitions "
        "avoids this"));
    return;
  }
  warnings->push_back(absl::StrCat(
      "could not resolve the dependency loop among ", Describe(catalog, loop)));
}

}  // namespace pgark
