#include "store/suspicion.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"

namespace pgark {
namespace {

// Of many tables that shrank, the first say enough.
constexpr size_t kMaxTables = 10;

bool Fell(uint64_t now, uint64_t before, double share) {
  return static_cast<double>(now) < static_cast<double>(before) * (1 - share);
}

void CompareTables(const Manifest& set, const Manifest& before,
                   const SuspicionRules& rules,
                   std::vector<std::string>* found) {
  std::map<std::pair<std::string, std::string>, const ManifestTable*> known;
  for (const ManifestTable& table : before.tables) {
    known[{table.schema, table.name}] = &table;
  }
  size_t count = 0;
  for (const ManifestTable& table : set.tables) {
    const auto old = known.find({table.schema, table.name});
    if (old == known.end() || !table.rows.has_value() ||
        !old->second->rows.has_value() ||
        *old->second->rows < rules.least_rows ||
        !Fell(*table.rows, *old->second->rows, rules.share)) {
      continue;
    }
    if (++count > kMaxTables) continue;
    found->push_back(absl::StrCat("table ", table.schema, ".", table.name,
                                  " has ", *table.rows, " rows, and had ",
                                  *old->second->rows));
  }
  if (count > kMaxTables) {
    found->push_back(
        absl::StrCat(count - kMaxTables, " more tables lost rows"));
  }
}

}  // namespace

std::vector<std::string> FindSuspicions(const Manifest& set,
                                        const Manifest* before,
                                        const SuspicionRules& rules) {
  std::vector<std::string> found;
  if (before == nullptr) {
    if (set.table_count == 0) {
      found.emplace_back(
          "the first set has no table: is it the right "
          "database?");
    } else if (set.row_count == uint64_t{0}) {
      found.emplace_back("the first set has no row: is it the right database?");
    }
    return found;
  }
  if (Fell(set.data_bytes, before->data_bytes, rules.share)) {
    found.push_back(absl::StrCat("the data has ", set.data_bytes,
                                 " bytes, and had ", before->data_bytes));
  }
  if (Fell(set.table_count, before->table_count, rules.share)) {
    found.push_back(absl::StrCat("there are ", set.table_count,
                                 " tables, and were ", before->table_count));
  }
  CompareTables(set, *before, rules, &found);
  return found;
}

}  // namespace pgark
