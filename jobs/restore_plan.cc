#include "jobs/restore_plan.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "base/status_macros.h"

namespace pgark {
namespace {

// Where the entries of the dependency lists are.
struct Places {
  std::unordered_map<DumpId, size_t> entries;
  // Of a table: the entries with its data. Other programs than pg_dump may
  // have cut it into several.
  std::unordered_map<DumpId, std::vector<size_t>> table_data;
};

Places FindPlaces(const std::vector<PlannedEntry>& entries) {
  Places places;
  for (size_t i = 0; i < entries.size(); ++i) {
    const TocEntry& entry = *entries[i].entry;
    places.entries.emplace(entry.id, i);
    if (entry.kind == EntryKind::kTableData && !entry.dependencies.empty()) {
      places.table_data[entry.dependencies.front()].push_back(i);
    }
  }
  return places;
}

void SortAndUnify(std::vector<size_t>* places) {
  std::sort(places->begin(), places->end());
  places->erase(std::unique(places->begin(), places->end()), places->end());
}

}  // namespace

absl::StatusOr<RestorePlan> RestorePlan::Create(
    const Toc& toc, const EntrySelectionOptions& options,
    const EntryDataSource& data) {
  ASSIGN_OR_RETURN(RestoreSelection selection, SelectEntries(toc, options));
  RestorePlan plan;
  plan.is_data_only_ = selection.IsDataOnly();
  plan.warnings_ = std::move(selection.warnings);
  plan.entries_.reserve(selection.entries.size());
  for (const SelectedEntry& selected : selection.entries) {
    PlannedEntry planned;
    planned.entry = selected.entry;
    planned.parts = selected.parts;
    planned.pass = PassOf(*selected.entry);
    if (selected.entry->has_data) {
      planned.stored_bytes = data.StoredBytes(*selected.entry);
      planned.decoded_bytes = data.DecodedBytes(*selected.entry);
    }
    plan.entries_.push_back(std::move(planned));
  }
  plan.MarkBeforeData();
  plan.AddDependencies();
  return plan;
}

size_t RestorePlan::wanted_count() const {
  return static_cast<size_t>(
      std::count_if(entries_.begin(), entries_.end(),
                    [](const PlannedEntry& e) { return e.parts.Any(); }));
}

void RestorePlan::MarkBeforeData() {
  // Satellites, which have no section, go with what they follow.
  bool data_has_begun = false;
  for (PlannedEntry& planned : entries_) {
    const Section section = planned.entry->section;
    if (section == Section::kData || section == Section::kPostData) {
      data_has_begun = true;
    }
    planned.is_before_data = planned.pass == RestorePass::kMain &&
                             (section == Section::kPreData ||
                              (section == Section::kNone && !data_has_begun));
  }
}

void RestorePlan::AddDependencies() {
  const Places places = FindPlaces(entries_);
  for (size_t i = 0; i < entries_.size(); ++i) {
    PlannedEntry& planned = entries_[i];
    const TocEntry& entry = *planned.entry;
    const bool is_post_data = entry.section == Section::kPostData;
    // Emptying a table before it is loaded takes its statistics away.
    const bool is_statistics = entry.kind == EntryKind::kStatisticsData;
    for (const DumpId id : entry.dependencies) {
      const auto found = places.entries.find(id);
      if (found == places.entries.end() || found->second == i) continue;
      const auto data = places.table_data.find(id);
      if ((is_post_data || is_statistics) && data != places.table_data.end() &&
          entries_[found->second].entry->kind == EntryKind::kTable) {
        for (const size_t place : data->second) {
          planned.dependencies.push_back(place);
          if (is_statistics) continue;
          planned.stored_bytes =
              std::max(planned.stored_bytes, entries_[place].stored_bytes);
          planned.decoded_bytes =
              std::max(planned.decoded_bytes, entries_[place].decoded_bytes);
        }
      } else {
        planned.dependencies.push_back(found->second);
      }
    }
    SortAndUnify(&planned.dependencies);
    // Building an index takes a lock that others can share.
    if (!is_post_data || entry.kind == EntryKind::kIndex) continue;
    for (const size_t place : planned.dependencies) {
      const EntryKind kind = entries_[place].entry->kind;
      if (kind == EntryKind::kTable || kind == EntryKind::kTableData) {
        planned.locked.push_back(place);
      }
    }
  }
}

}  // namespace pgark
