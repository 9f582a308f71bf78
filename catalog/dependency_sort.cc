#include "catalog/dependency_sort.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <queue>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "catalog/dependency_loops.h"
#include "catalog/loop_repair.h"

namespace pgark {
namespace {

// <0, 0, >0, by bytes.
int Compare(absl::string_view left, absl::string_view right) {
  return left.compare(right);
}

template <typename Number>
int CompareNumbers(Number left, Number right) {
  return left < right ? -1 : (right < left ? 1 : 0);
}

// Compares objects by the keys of docs/dump-order.md, "Initial order", in their
// sequence.
class InitialComparator {
 public:
  InitialComparator(const Catalog& catalog, const SortRules& rules)
      : catalog_(catalog), rules_(rules) {}

  bool operator()(DumpId left_id, DumpId right_id) const {
    const Object& left = catalog_.Get(left_id);
    const Object& right = catalog_.Get(right_id);
    const int order = CompareObjects(left, right);
    // Objects without a catalog row keep the order of their creation.
    return order != 0 ? order < 0 : left_id < right_id;
  }

 private:
  int CompareObjects(const Object& left, const Object& right) const;
  int CompareSchemas(const Object& left, const Object& right) const;
  int CompareKeys(const Object& left, const Object& right) const;
  int CompareTypes(Oid left, Oid right) const;

  const Catalog& catalog_;
  const SortRules rules_;
};

int InitialComparator::CompareSchemas(const Object& left,
                                      const Object& right) const {
  if (left.schema == right.schema) return 0;
  if (left.schema.value == 0) return 1;
  if (right.schema.value == 0) return -1;
  return Compare(catalog_.Get(left.schema).name,
                 catalog_.Get(right.schema).name);
}

int InitialComparator::CompareTypes(Oid left_oid, Oid right_oid) const {
  if (left_oid == right_oid) return 0;
  const Object* left = catalog_.Find(CatalogId{kPgTypeOid, left_oid});
  const Object* right = catalog_.Find(CatalogId{kPgTypeOid, right_oid});
  if (left != nullptr && right != nullptr) {
    if (const int order = CompareSchemas(*left, *right); order != 0) {
      return order;
    }
    if (const int order = Compare(left->name, right->name); order != 0) {
      return order;
    }
  }
  return CompareNumbers(left_oid, right_oid);
}

// Which natural keys release 13 knows; it takes the OID for everything else
// (docs/dump-order.md, "Initial order").
bool HasKeyInRelease13(const Object& object) {
  switch (object.kind) {
    case ObjectKind::kFunction:
    case ObjectKind::kAggregate:
    case ObjectKind::kDefault:
    case ObjectKind::kPolicy:
    case ObjectKind::kRowSecurity:
    case ObjectKind::kTrigger:
      return true;
    default:
      return false;
  }
}

int InitialComparator::CompareKeys(const Object& left,
                                   const Object& right) const {
  const SortKey& a = left.sort_key;
  const SortKey& b = right.sort_key;
  // Whether an operator is a prefix was always told apart, its types not.
  const bool has_key = rules_.release > 13 || HasKeyInRelease13(left);
  if (has_key || left.kind == ObjectKind::kOperator) {
    const int order = CompareNumbers(a.number, b.number);
    if (order != 0) return order;
  }
  if (!has_key) return 0;
  if (const int order = Compare(a.text, b.text); order != 0) return order;
  if (const int order = CompareNumbers(a.types.size(), b.types.size());
      order != 0) {
    return order;
  }
  for (size_t i = 0; i < a.types.size(); ++i) {
    const int order = CompareTypes(a.types[i], b.types[i]);
    if (order != 0) return order;
  }
  return 0;
}

int InitialComparator::CompareObjects(const Object& left,
                                      const Object& right) const {
  if (left.kind != right.kind) {
    const int order = CompareNumbers(KindPriority(left.kind, rules_),
                                     KindPriority(right.kind, rules_));
    if (order != 0) return order;
  }
  if (const int order = CompareSchemas(left, right); order != 0) return order;
  if (const int order = Compare(left.name, right.name); order != 0) {
    return order;
  }
  if (const int order =
          CompareNumbers(KindNumber(left.kind), KindNumber(right.kind));
      order != 0) {
    return order;
  }
  if (const int order = CompareKeys(left, right); order != 0) return order;
  return CompareNumbers(left.catalog_id.oid, right.catalog_id.oid);
}

absl::Status CheckDependencies(const Catalog& catalog) {
  const auto count = static_cast<int32_t>(catalog.objects.size());
  for (const Object& object : catalog.objects) {
    for (const DumpId id : object.dependencies) {
      if (id.value >= 1 && id.value <= count) continue;
      return absl::InternalError(
          absl::StrCat(object.name, " needs an object of number ", id.value,
                       ", which does not exist"));
    }
  }
  return absl::OkStatus();
}

}  // namespace

std::vector<DumpId> InitialOrder(const Catalog& catalog,
                                 const SortRules& rules) {
  std::vector<DumpId> order;
  order.reserve(catalog.objects.size());
  for (const Object& object : catalog.objects) order.push_back(object.id);
  std::sort(order.begin(), order.end(), InitialComparator(catalog, rules));
  return order;
}

std::optional<std::vector<DumpId>> TopologicalOrder(
    const Catalog& catalog, const std::vector<DumpId>& initial) {
  const size_t count = initial.size();
  // By id - 1: the place in `initial`, and how many unplaced objects need it.
  // A dependency that is listed twice counts twice on both sides.
  std::vector<size_t> place(count);
  std::vector<size_t> needed_by(count, 0);
  for (size_t i = 0; i < count; ++i) {
    place[static_cast<size_t>(initial[i].value) - 1] = i;
    for (const DumpId id : catalog.Get(initial[i]).dependencies) {
      ++needed_by[static_cast<size_t>(id.value) - 1];
    }
  }
  std::priority_queue<size_t> free;  // places in `initial`
  for (size_t i = 0; i < count; ++i) {
    if (needed_by[i] == 0) free.push(place[i]);
  }
  std::vector<DumpId> order(count);
  size_t unplaced = count;
  while (!free.empty()) {
    const DumpId id = initial[free.top()];
    free.pop();
    order[--unplaced] = id;
    for (const DumpId needed : catalog.Get(id).dependencies) {
      const size_t index = static_cast<size_t>(needed.value) - 1;
      if (--needed_by[index] == 0) free.push(place[index]);
    }
  }
  if (unplaced != 0) return std::nullopt;
  return order;
}

absl::StatusOr<std::vector<DumpId>> SortObjects(
    Catalog& catalog, const SortRules& rules,
    std::vector<std::string>* warnings) {
  RETURN_IF_ERROR(CheckDependencies(catalog));
  const std::vector<DumpId> initial = InitialOrder(catalog, rules);
  LoopFinder finder(catalog);
  while (true) {
    std::optional<std::vector<DumpId>> order =
        TopologicalOrder(catalog, initial);
    if (order.has_value()) return *std::move(order);
    // All objects at first, then only those that were in loops. A repair can
    // also make a loop of others (it adds dependencies on the boundary), which
    // the next sort finds.
    std::vector<DumpId> suspects = initial;
    while (true) {
      suspects = finder.ObjectsInLoops(suspects);
      if (suspects.empty()) break;
      for (const DependencyLoop& loop : finder.DisjointLoops(suspects)) {
        RepairLoop(catalog, loop, warnings);
      }
    }
  }
}

}  // namespace pgark
