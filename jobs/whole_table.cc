#include "jobs/whole_table.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace pgark {
namespace {

bool IsTable(EntryKind kind) {
  return kind == EntryKind::kTable || kind == EntryKind::kForeignTable;
}

// How an entry belongs to a table.
enum class Belonging {
  kNot,
  kNeeding,    // it depends on the table, or on something of it
  kNamed,      // it depends on it, and its tag begins with the table's name;
               // conditions may make it depend on other tables too
  kAttaching,  // all that it depends on must be there
  kOwning,     // brings the sequence that it depends on
};

Belonging BelongingOf(EntryKind kind) {
  switch (kind) {
    case EntryKind::kTableData:
    case EntryKind::kIndex:
    case EntryKind::kStatistics:
    case EntryKind::kStatisticsData:
    case EntryKind::kForeignKeyConstraint:
    case EntryKind::kSequence:
    case EntryKind::kSequenceSet:
    case EntryKind::kSequenceOwnedBy:
    case EntryKind::kRowSecurity:
    case EntryKind::kComment:
    case EntryKind::kSecurityLabel:
    case EntryKind::kAcl:
      return Belonging::kNeeding;
    case EntryKind::kConstraint:
    case EntryKind::kCheckConstraint:
    case EntryKind::kTrigger:
    case EntryKind::kPolicy:
    case EntryKind::kRule:
      return Belonging::kNamed;
    case EntryKind::kIndexAttach:
      return Belonging::kAttaching;
    case EntryKind::kDefault:
      return Belonging::kOwning;
    default:
      return Belonging::kNot;
  }
}

class Closure {
 public:
  Closure(const Toc& toc, std::unordered_set<DumpId> tables)
      : toc_(toc), ids_(std::move(tables)) {}

  std::unordered_set<DumpId> Run() {
    size_t before = 0;
    do {
      before = ids_.size();
      for (const TocEntry& entry : toc_.entries()) Visit(entry);
    } while (ids_.size() > before);
    return std::move(ids_);
  }

 private:
  bool Has(DumpId id) const { return ids_.count(id) > 0; }

  void Visit(const TocEntry& entry) {
    if (entry.kind == EntryKind::kTableAttach) return Attach(entry);
    if (Has(entry.id)) return;
    if (IsTable(entry.kind)) return TakePartition(entry);
    switch (BelongingOf(entry.kind)) {
      case Belonging::kNot:
        return;
      case Belonging::kNeeding:
        if (NeedsOurs(entry)) ids_.insert(entry.id);
        return;
      case Belonging::kNamed:
        if (IsNamedForOurs(entry)) ids_.insert(entry.id);
        return;
      case Belonging::kAttaching:
        if (NeedsOnlyOurs(entry)) ids_.insert(entry.id);
        return;
      case Belonging::kOwning:
        if (NeedsOurTable(entry)) TakeWithSequence(entry);
        return;
    }
  }

  // The entry names the partition; the other table that it depends on is what
  // it is a partition of.
  void Attach(const TocEntry& entry) {
    const TocEntry* partition = nullptr;
    const TocEntry* parent = nullptr;
    for (const DumpId id : entry.dependencies) {
      const TocEntry* table = toc_.Find(id);
      if (table == nullptr || !IsTable(table->kind)) continue;
      const bool is_named =
          table->tag == entry.tag && table->schema == entry.schema;
      (is_named ? partition : parent) = table;
    }
    if (partition == nullptr) return;
    if (parent != nullptr && Has(parent->id)) ids_.insert(partition->id);
    if (Has(partition->id)) ids_.insert(entry.id);
  }

  // Up to 13 a partition is attached within its own entry.
  void TakePartition(const TocEntry& entry) {
    if (!absl::StrContains(entry.definition.value_or(""),
                           " ATTACH PARTITION ")) {
      return;
    }
    for (const DumpId id : entry.dependencies) {
      const TocEntry* parent = toc_.Find(id);
      if (parent != nullptr && IsTable(parent->kind) && Has(id)) {
        ids_.insert(entry.id);
      }
    }
  }

  bool NeedsOurs(const TocEntry& entry) const {
    return std::any_of(
        entry.dependencies.begin(), entry.dependencies.end(), [&](DumpId id) {
          const TocEntry* other = toc_.Find(id);
          // The rights on a column also depend on the table's.
          return other != nullptr && Has(id) && other->kind != EntryKind::kAcl;
        });
  }

  bool NeedsOnlyOurs(const TocEntry& entry) const {
    return NeedsOurs(entry) &&
           std::all_of(
               entry.dependencies.begin(), entry.dependencies.end(),
               [&](DumpId id) { return toc_.Find(id) == nullptr || Has(id); });
  }

  bool NeedsOurTable(const TocEntry& entry) const {
    return std::any_of(
        entry.dependencies.begin(), entry.dependencies.end(), [&](DumpId id) {
          const TocEntry* other = toc_.Find(id);
          return other != nullptr && Has(id) && IsTable(other->kind);
        });
  }

  bool IsNamedForOurs(const TocEntry& entry) const {
    return std::any_of(
        entry.dependencies.begin(), entry.dependencies.end(), [&](DumpId id) {
          const TocEntry* table = toc_.Find(id);
          return table != nullptr && Has(id) && IsTable(table->kind) &&
                 table->schema == entry.schema &&
                 absl::StartsWith(entry.tag, absl::StrCat(table->tag, " "));
        });
  }

  void TakeWithSequence(const TocEntry& entry) {
    ids_.insert(entry.id);
    for (const DumpId id : entry.dependencies) {
      const TocEntry* sequence = toc_.Find(id);
      if (sequence != nullptr && sequence->kind == EntryKind::kSequence) {
        ids_.insert(id);
      }
    }
  }

  const Toc& toc_;
  std::unordered_set<DumpId> ids_;
};

}  // namespace

absl::StatusOr<RelationPattern> RelationPattern::Parse(absl::string_view text) {
  RelationPattern pattern;
  pattern.parts_.emplace_back();
  bool is_quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char octet = text[i];
    Sign sign;
    if (octet == '"') {
      if (!is_quoted || i + 1 >= text.size() || text[i + 1] != '"') {
        is_quoted = !is_quoted;
        continue;
      }
      ++i;
      sign.letter = '"';
    } else if (is_quoted) {
      sign.letter = octet;
    } else if (octet == '.') {
      pattern.parts_.emplace_back();
      continue;
    } else if (octet == '*') {
      sign.kind = Sign::Kind::kAny;
    } else if (octet == '?') {
      sign.kind = Sign::Kind::kOne;
    } else {
      sign.letter = absl::ascii_tolower(static_cast<unsigned char>(octet));
    }
    pattern.parts_.back().push_back(sign);
  }
  if (is_quoted || pattern.parts_.size() > 2) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", text, "\" is no pattern for tables: [SCHEMA.]NAME"));
  }
  return pattern;
}

bool RelationPattern::PartMatches(const Part& part, absl::string_view name) {
  // Greedy, back to the last star when a letter does not fit: linear in what
  // patterns look like, never worse than the product of the lengths.
  size_t at = 0;
  size_t sign = 0;
  size_t star = part.size();
  size_t star_at = 0;
  while (at < name.size()) {
    if (sign < part.size() && part[sign].kind == Sign::Kind::kAny) {
      star = sign++;
      star_at = at;
    } else if (sign < part.size() && (part[sign].kind == Sign::Kind::kOne ||
                                      part[sign].letter == name[at])) {
      ++sign;
      ++at;
    } else if (star < part.size()) {
      sign = star + 1;
      at = ++star_at;
    } else {
      return false;
    }
  }
  while (sign < part.size() && part[sign].kind == Sign::Kind::kAny) ++sign;
  return sign == part.size();
}

bool RelationPattern::Matches(absl::string_view schema,
                              absl::string_view name) const {
  if (parts_.size() == 2 && !PartMatches(parts_.front(), schema)) return false;
  return PartMatches(parts_.back(), name);
}

absl::StatusOr<std::unordered_set<DumpId>> FindTables(
    const Toc& toc, const std::vector<std::string>& patterns) {
  std::unordered_set<DumpId> tables;
  for (const std::string& text : patterns) {
    const absl::StatusOr<RelationPattern> pattern =
        RelationPattern::Parse(text);
    if (!pattern.ok()) return pattern.status();
    bool found = false;
    for (const TocEntry& entry : toc.entries()) {
      if (!IsTable(entry.kind) ||
          !pattern->Matches(entry.schema.value_or(""), entry.tag)) {
        continue;
      }
      tables.insert(entry.id);
      found = true;
    }
    if (!found) {
      return absl::NotFoundError(
          absl::StrCat("no table in the archive matches ", text));
    }
  }
  return tables;
}

std::unordered_set<DumpId> WholeTables(const Toc& toc,
                                       std::unordered_set<DumpId> tables) {
  return Closure(toc, std::move(tables)).Run();
}

std::string DescribePartsLeftOut(const Toc& toc, const RestorePlan& plan) {
  std::unordered_set<DumpId> wanted;
  std::unordered_set<DumpId> tables;
  for (const PlannedEntry& planned : plan.entries()) {
    if (!planned.parts.Any()) continue;
    wanted.insert(planned.entry->id);
    if (IsTable(planned.entry->kind)) tables.insert(planned.entry->id);
  }
  std::map<std::string, uint64_t> counts;
  for (const DumpId id : WholeTables(toc, std::move(tables))) {
    const TocEntry* entry = toc.Find(id);
    // Rows and statistics were left out by a word of the user's.
    if (entry != nullptr && wanted.count(id) == 0 && !entry->has_data &&
        entry->kind != EntryKind::kStatisticsData) {
      ++counts[entry->desc];
    }
  }
  return absl::StrJoin(counts, ", ", [](std::string* out, const auto& count) {
    absl::StrAppend(out, count.second, " ", count.first);
  });
}

}  // namespace pgark
