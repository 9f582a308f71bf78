#include "jobs/comparison.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"

namespace pgark {
namespace {

constexpr size_t kContextLines = 2;

using Key = std::tuple<std::string, std::string, std::string>;
using Pair = std::pair<const TocEntry*, const TocEntry*>;

Key KeyOf(const TocEntry& entry) {
  return {entry.schema.value_or(""), entry.tag, entry.desc};
}

// All of a definition that counts, as text.
std::string TextOf(const TocEntry& entry) {
  std::string text = entry.definition.value_or("");
  const auto add = [&text](const char* name,
                           const std::optional<std::string>& value) {
    if (!value.value_or("").empty()) {
      absl::StrAppend(&text, "-- ", name, ": ", *value, "\n");
    }
  };
  if (!text.empty() && text.back() != '\n') text.push_back('\n');
  add("Owner", entry.owner);
  add("Tablespace", entry.tablespace);
  add("Access method", entry.table_access_method);
  return text;
}

struct Group {
  std::vector<const TocEntry*> a;
  std::vector<const TocEntry*> b;
};

// Pairs the entries of one name: equal ones first, the rest as they come.
// nullptr stands for none.
void PairUp(Group group, std::vector<Pair>* pairs) {
  const bool is_plain = group.a.size() == 1 && group.b.size() == 1;
  for (const TocEntry*& a : group.a) {
    if (is_plain) break;
    const std::string text = TextOf(*a);
    const auto same = std::find_if(
        group.b.begin(), group.b.end(),
        [&](const TocEntry* b) { return b != nullptr && TextOf(*b) == text; });
    if (same == group.b.end()) continue;
    pairs->emplace_back(std::exchange(a, nullptr),
                        std::exchange(*same, nullptr));
  }
  std::erase(group.a, nullptr);
  std::erase(group.b, nullptr);
  for (size_t i = 0; i < std::max(group.a.size(), group.b.size()); ++i) {
    pairs->emplace_back(i < group.a.size() ? group.a[i] : nullptr,
                        i < group.b.size() ? group.b[i] : nullptr);
  }
}

// Pairs the entries of both sides that `choose` takes, in the order of their
// schemas and names.
template <typename Choose>
std::vector<Pair> PairEntries(const ComparedSide& a, const ComparedSide& b,
                              Choose choose) {
  std::map<Key, Group> groups;
  for (const TocEntry& entry : a.toc->entries()) {
    if (choose(a, entry)) groups[KeyOf(entry)].a.push_back(&entry);
  }
  for (const TocEntry& entry : b.toc->entries()) {
    if (choose(b, entry)) groups[KeyOf(entry)].b.push_back(&entry);
  }
  std::vector<Pair> pairs;
  for (auto& [key, group] : groups) PairUp(std::move(group), &pairs);
  return pairs;
}

// Large objects are compared one by one, whatever entries stand for them.
bool IsLargeObjectEntry(const TocEntry& entry) {
  return entry.kind == EntryKind::kBlob || entry.kind == EntryKind::kBlobs ||
         entry.kind == EntryKind::kBlobMetadata;
}

bool IsDefinition(const ComparedSide& side, const TocEntry& entry) {
  return side.definitions.count(entry.id) > 0 && !IsLargeObjectEntry(entry) &&
         entry.kind != EntryKind::kSequenceSet &&
         entry.kind != EntryKind::kTableData;
}

bool IsTableData(const ComparedSide& side, const TocEntry& entry) {
  return side.data.count(entry.id) > 0 && entry.kind == EntryKind::kTableData;
}

bool IsSequenceValue(const ComparedSide& side, const TocEntry& entry) {
  return side.data.count(entry.id) > 0 && entry.kind == EntryKind::kSequenceSet;
}

void CompareDefinitions(const ComparedSide& a, const ComparedSide& b,
                        Comparison* result) {
  for (const auto& [first, second] : PairEntries(a, b, IsDefinition)) {
    ++result->object_count;
    ObjectDifference difference;
    difference.a = first;
    difference.b = second;
    if (second == nullptr) {
      difference.presence = DifferenceSide::kOnlyInA;
    } else if (first == nullptr) {
      difference.presence = DifferenceSide::kOnlyInB;
    } else {
      difference.lines =
          DiffLines(TextOf(*first), TextOf(*second), kContextLines);
      if (difference.lines.empty()) continue;
    }
    result->objects.push_back(std::move(difference));
  }
}

std::optional<RowDigest> DigestOf(const ComparedSide& side,
                                  const TocEntry* entry) {
  if (entry == nullptr) return std::nullopt;
  const auto found = side.digests.tables.find(entry->id);
  if (found == side.digests.tables.end()) return std::nullopt;
  return found->second;
}

void CompareRows(const ComparedSide& a, const ComparedSide& b,
                 Comparison* result) {
  for (const auto& [first, second] : PairEntries(a, b, IsTableData)) {
    ++result->table_count;
    RowDifference difference;
    difference.a = first;
    difference.b = second;
    difference.rows_a = DigestOf(a, first);
    difference.rows_b = DigestOf(b, second);
    result->row_count_a += difference.rows_a.value_or(RowDigest()).rows;
    result->row_count_b += difference.rows_b.value_or(RowDigest()).rows;
    difference.has_other_form =
        first != nullptr && second != nullptr &&
        first->copy_statement.has_value() != second->copy_statement.has_value();
    const bool is_equal = !difference.has_other_form &&
                          difference.rows_a.has_value() &&
                          difference.rows_a == difference.rows_b;
    if (!is_equal) result->rows.push_back(std::move(difference));
  }
}

// What setval() gets behind the name, of "SELECT pg_catalog.setval('s', 5,
// true);"; otherwise the whole text.
std::string SequenceValue(const TocEntry* entry) {
  if (entry == nullptr) return "";
  const std::string text = entry->definition.value_or("");
  const size_t begin = text.rfind("', ");
  const size_t end = text.rfind(");");
  if (begin == std::string::npos || end == std::string::npos || end < begin) {
    return text;
  }
  return text.substr(begin + 3, end - begin - 3);
}

void CompareSequences(const ComparedSide& a, const ComparedSide& b,
                      Comparison* result) {
  for (const auto& [first, second] : PairEntries(a, b, IsSequenceValue)) {
    ++result->sequence_count;
    SequenceDifference difference{first, second, SequenceValue(first),
                                  SequenceValue(second)};
    if (difference.value_a == difference.value_b) continue;
    result->sequences.push_back(std::move(difference));
  }
}

void CompareLargeObjects(const ComparedSide& a, const ComparedSide& b,
                         Comparison* result) {
  std::map<Oid, LargeObjectDifference> all;
  for (const auto& [oid, digest] : a.digests.large_objects) {
    all[oid].a = digest;
  }
  for (const auto& [oid, digest] : b.digests.large_objects) {
    all[oid].b = digest;
  }
  result->large_object_count = all.size();
  for (auto& [oid, difference] : all) {
    if (difference.a == difference.b) continue;
    difference.oid = oid;
    result->large_objects.push_back(difference);
  }
}

}  // namespace

Comparison CompareSides(const ComparedSide& a, const ComparedSide& b) {
  Comparison result;
  result.encodings_differ = a.encoding != b.encoding;
  CompareDefinitions(a, b, &result);
  CompareRows(a, b, &result);
  CompareSequences(a, b, &result);
  CompareLargeObjects(a, b, &result);
  return result;
}

}  // namespace pgark
