#include "jobs/table_lookup.h"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status_context.h"

namespace pgark {
namespace {

constexpr size_t kHintNames = 3;
// Longer names are not compared for hints: the work grows with the square.
constexpr size_t kMaxComparedBytes = 200;

// Splits a name at dots outside of double quotes, which go.
std::vector<std::string> SplitName(absl::string_view name) {
  std::vector<std::string> parts(1);
  bool in_quotes = false;
  for (size_t i = 0; i < name.size(); ++i) {
    const bool is_doubled =
        in_quotes && i + 1 < name.size() && name[i + 1] == '"';
    if (name[i] == '"' && is_doubled) {
      parts.back().push_back('"');
      ++i;
    } else if (name[i] == '"') {
      in_quotes = !in_quotes;
    } else if (name[i] == '.' && !in_quotes) {
      parts.emplace_back();
    } else {
      parts.back().push_back(name[i]);
    }
  }
  return parts;
}

std::string FullName(const TocEntry& entry) {
  return entry.schema.has_value() ? absl::StrCat(*entry.schema, ".", entry.tag)
                                  : entry.tag;
}

bool IsRelation(const TocEntry& entry) {
  switch (entry.kind) {
    case EntryKind::kTable:
    case EntryKind::kForeignTable:
    case EntryKind::kView:
    case EntryKind::kMaterializedView:
    case EntryKind::kSequence:
      return true;
    default:
      return false;
  }
}

bool HasName(const TocEntry& entry, absl::string_view name,
             const std::vector<std::string>& parts) {
  // As it stands first: names may have dots and quotes in them.
  if (entry.tag == name || FullName(entry) == name) return true;
  if (parts.size() == 1) return entry.tag == parts[0];
  return parts.size() == 2 && entry.tag == parts[1] &&
         entry.schema.value_or("") == parts[0];
}

// How many letters must be changed, added or taken out.
size_t EditDistance(absl::string_view a, absl::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = std::exchange(row[0], i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

absl::Status NoSuchTable(const Toc& toc, absl::string_view name,
                         const std::vector<std::string>& parts) {
  std::vector<std::string> known;
  for (const TocEntry& entry : toc.entries()) {
    if (entry.kind != EntryKind::kTableData) continue;
    known.push_back(parts.size() == 1 ? entry.tag : FullName(entry));
  }
  const absl::Status status = absl::NotFoundError(
      absl::StrCat("the archive has no table \"", name, "\""));
  const std::vector<std::string> nearest =
      NearestNames(absl::StrJoin(parts, "."), known, kHintNames);
  if (nearest.empty()) {
    return WithHint(status, "pgark list shows what is in the archive");
  }
  return WithHint(
      status, absl::StrCat("did you mean ", absl::StrJoin(nearest, ", "), "?"));
}

absl::Status NoRows(const TocEntry& entry) {
  const bool is_partitioned = entry.relation_kind == 'p';
  const absl::string_view why =
      is_partitioned                    ? "its rows are in its partitions"
      : entry.kind == EntryKind::kTable ? "it was dumped without its rows"
                                        : "only tables have rows in archives";
  return WithObject(absl::FailedPreconditionError(
                        absl::StrCat("the archive has no rows of it: ", why)),
                    DescribeEntry(entry));
}

absl::StatusOr<const TocEntry*> FindById(const Toc& toc, DumpId id) {
  const TocEntry* entry = toc.Find(id);
  if (entry == nullptr) {
    return absl::NotFoundError(
        absl::StrCat("the archive has no entry ", id.value));
  }
  if (entry->kind == EntryKind::kTableData) return entry;
  // Data depends on its table first.
  for (const TocEntry& data : toc.entries()) {
    if (data.kind == EntryKind::kTableData && !data.dependencies.empty() &&
        data.dependencies[0] == id) {
      return &data;
    }
  }
  return NoRows(*entry);
}

}  // namespace

absl::StatusOr<const TocEntry*> FindTableData(const Toc& toc,
                                              absl::string_view name) {
  int32_t number = 0;
  if (name.find_first_not_of("0123456789") == absl::string_view::npos &&
      absl::SimpleAtoi(name, &number)) {
    return FindById(toc, DumpId{number});
  }
  const std::vector<std::string> parts = SplitName(name);
  std::vector<const TocEntry*> found;
  const TocEntry* relation = nullptr;
  for (const TocEntry& entry : toc.entries()) {
    const bool is_data = entry.kind == EntryKind::kTableData;
    if ((!is_data && !IsRelation(entry)) || !HasName(entry, name, parts)) {
      continue;
    }
    if (is_data) {
      found.push_back(&entry);
    } else {
      relation = &entry;
    }
  }
  if (found.size() == 1) return found[0];
  if (found.empty()) {
    return relation != nullptr ? NoRows(*relation)
                               : NoSuchTable(toc, name, parts);
  }
  std::vector<std::string> names;
  for (const TocEntry* entry : found) {
    names.push_back(absl::StrCat(FullName(*entry), " (", entry->id.value, ")"));
  }
  return WithHint(
      absl::InvalidArgumentError(absl::StrCat("\"", name, "\" is the name of ",
                                              found.size(), " tables")),
      absl::StrCat("name one by its schema or its number: ",
                   absl::StrJoin(names, ", ")));
}

std::vector<std::string> NearestNames(absl::string_view name,
                                      const std::vector<std::string>& known,
                                      size_t count) {
  std::vector<std::pair<size_t, std::string>> candidates;
  for (const std::string& other : known) {
    if (other.size() > kMaxComparedBytes || name.size() > kMaxComparedBytes) {
      continue;
    }
    const size_t distance = EditDistance(name, other);
    const size_t tolerated = std::max<size_t>(1, name.size() / 3);
    if (distance <= tolerated) candidates.emplace_back(distance, other);
  }
  std::sort(candidates.begin(), candidates.end());
  candidates.erase(std::unique(candidates.begin(), candidates.end()),
                   candidates.end());
  if (candidates.size() > count) candidates.resize(count);
  std::vector<std::string> names;
  names.reserve(candidates.size());
  for (auto& [distance, other] : candidates) names.push_back(std::move(other));
  return names;
}

}  // namespace pgark
