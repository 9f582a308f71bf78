#include "jobs/object_filter.h"

#include <algorithm>
#include <utility>

#include "base/status_macros.h"

namespace pgark {
namespace {

absl::Status AddPatterns(const std::vector<std::string>& texts,
                         std::vector<NamePattern>* patterns) {
  for (const std::string& text : texts) {
    ASSIGN_OR_RETURN(NamePattern pattern, NamePattern::Create(text));
    patterns->push_back(std::move(pattern));
  }
  return absl::OkStatus();
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

bool MatchesRelation(const std::vector<NamePattern>& patterns,
                     const TocEntry& entry) {
  return IsRelation(entry) &&
         std::any_of(patterns.begin(), patterns.end(),
                     [&entry](const NamePattern& pattern) {
                       return pattern.Matches(entry.schema.value_or(""),
                                              entry.tag);
                     });
}

bool MatchesSchema(const std::vector<NamePattern>& patterns,
                   const TocEntry& entry) {
  const bool is_schema = entry.kind == EntryKind::kSchema;
  if (!is_schema && !entry.schema.has_value()) return false;
  const std::string& name = is_schema ? entry.tag : *entry.schema;
  return std::any_of(patterns.begin(), patterns.end(),
                     [&name](const NamePattern& pattern) {
                       return pattern.MatchesName(name);
                     });
}

// The sequences of serial and identity columns go with their tables.
void AddOwnedSequences(const Toc& toc, std::unordered_set<DumpId>* owners) {
  for (const TocEntry& entry : toc.entries()) {
    if (entry.kind != EntryKind::kSequenceOwnedBy ||
        !BelongsTo(toc, entry, *owners)) {
      continue;
    }
    for (const DumpId id : entry.dependencies) {
      const TocEntry* sequence = toc.Find(id);
      if (sequence != nullptr && sequence->kind == EntryKind::kSequence) {
        owners->insert(id);
      }
    }
  }
}

}  // namespace

absl::StatusOr<ObjectFilter> ObjectFilter::Create(
    const ObjectPatterns& patterns) {
  ObjectFilter filter;
  RETURN_IF_ERROR(AddPatterns(patterns.schemas, &filter.schemas_));
  RETURN_IF_ERROR(
      AddPatterns(patterns.excluded_schemas, &filter.excluded_schemas_));
  RETURN_IF_ERROR(AddPatterns(patterns.tables, &filter.tables_));
  RETURN_IF_ERROR(
      AddPatterns(patterns.excluded_tables, &filter.excluded_tables_));
  return filter;
}

bool ObjectFilter::IsIncluded(const TocEntry& entry) const {
  if (!tables_.empty()) return MatchesRelation(tables_, entry);
  return schemas_.empty() || MatchesSchema(schemas_, entry);
}

bool ObjectFilter::IsExcluded(const TocEntry& entry) const {
  // As in pg_dump, a table that is asked for comes from any schema.
  const bool in_excluded_schema =
      tables_.empty() && MatchesSchema(excluded_schemas_, entry);
  return in_excluded_schema || MatchesRelation(excluded_tables_, entry);
}

std::unordered_set<DumpId> ObjectFilter::Choose(const Toc& toc) const {
  std::unordered_set<DumpId> included;
  std::unordered_set<DumpId> excluded;
  for (const TocEntry& entry : toc.entries()) {
    if (IsIncluded(entry)) included.insert(entry.id);
    if (IsExcluded(entry)) excluded.insert(entry.id);
  }
  if (!tables_.empty()) AddOwnedSequences(toc, &included);
  AddOwnedSequences(toc, &excluded);
  std::unordered_set<DumpId> chosen;
  for (const TocEntry& entry : toc.entries()) {
    // What belongs to something stands behind it.
    if (BelongsTo(toc, entry, included)) included.insert(entry.id);
    if (BelongsTo(toc, entry, excluded)) excluded.insert(entry.id);
    if (included.count(entry.id) > 0 && excluded.count(entry.id) == 0) {
      chosen.insert(entry.id);
    }
  }
  return chosen;
}

}  // namespace pgark
