#include "archive/large_object_tally.h"

#include <algorithm>
#include <map>
#include <optional>

#include "absl/strings/str_cat.h"
#include "archive/large_object_list.h"

namespace pgark {

using Code = FindingCode;

namespace {

// Whether the entry defines an object: what a dump of the data alone lacks.
bool IsDefinition(const TocEntry& entry) {
  switch (entry.kind) {
    case EntryKind::kEncoding:
    case EntryKind::kStdStrings:
    case EntryKind::kSearchPath:
    case EntryKind::kDatabase:
    case EntryKind::kDatabaseProperties:
      return false;
    default:
      return entry.section == Section::kPreData;
  }
}

}  // namespace

LargeObjectTally::LargeObjectTally(const ArchiveContents& contents,
                                   FindingCollector& findings)
    : contents_(contents), findings_(findings) {
  if (!contents.header.version.HasLargeObjectEntries()) return;
  bool has_data = false;
  bool has_definitions = false;
  for (size_t i = 0; i < contents.toc.size(); ++i) {
    const TocEntry& entry = contents.toc.entries()[i];
    const auto index = static_cast<uint32_t>(i);
    if (entry.kind == EntryKind::kBlobs && entry.has_data) has_data = true;
    if (IsDefinition(entry)) has_definitions = true;
    if (entry.kind == EntryKind::kBlob) {
      listed_.push_back({entry.catalog_id.oid, index});
    }
    if (entry.kind != EntryKind::kBlobMetadata ||
        !entry.definition.has_value()) {
      continue;
    }
    const std::optional<std::vector<Oid>> oids =
        ParseLargeObjectList(*entry.definition);
    if (!oids.has_value()) continue;  // reported with the entry
    for (const Oid oid : *oids) listed_.push_back({oid, index});
  }
  is_compared_ = has_data && (has_definitions || !listed_.empty());
  std::stable_sort(
      listed_.begin(), listed_.end(),
      [](const Listed& a, const Listed& b) { return a.oid < b.oid; });
  for (size_t i = 1; i < listed_.size(); ++i) {
    if (listed_[i].oid != listed_[i - 1].oid) continue;
    const size_t entry = listed_[i].entry_index;
    findings.Add(
        Code::kLargeObjectRepeated, contents.EntryRegion(entry),
        contents.toc.entries()[entry].id,
        absl::StrCat("large object ", listed_[i].oid, " is created twice"));
  }
  const auto end = std::unique(
      listed_.begin(), listed_.end(),
      [](const Listed& a, const Listed& b) { return a.oid == b.oid; });
  listed_.erase(end, listed_.end());
  has_data_.assign(listed_.size(), false);
}

void LargeObjectTally::AddData(DumpId entry, FileRegion region,
                               std::span<const Oid> oids) {
  if (!is_compared_) return;
  MutexLock lock(mutex_);
  for (const Oid oid : oids) {
    const auto place = std::lower_bound(
        listed_.begin(), listed_.end(), oid,
        [](const Listed& listed, Oid wanted) { return listed.oid < wanted; });
    if (place == listed_.end() || place->oid != oid) {
      findings_.Add(Code::kLargeObjectUnlisted, region, entry,
                    absl::StrCat("large object ", oid,
                                 " has data, but no entry creates it"));
      continue;
    }
    const auto index = static_cast<size_t>(place - listed_.begin());
    if (has_data_[index]) {
      findings_.Add(Code::kLargeObjectRepeated, region, entry,
                    absl::StrCat("large object ", oid, " has data twice"));
    }
    has_data_[index] = true;
  }
}

void LargeObjectTally::Finish() {
  if (!is_compared_) return;
  // By entry, so that a lost block is one finding for each group.
  struct Missing {
    uint64_t count = 0;
    Oid first = 0;
  };
  std::map<uint32_t, Missing> missing;
  {
    MutexLock lock(mutex_);
    for (size_t i = 0; i < listed_.size(); ++i) {
      if (has_data_[i]) continue;
      Missing& entry = missing[listed_[i].entry_index];
      if (entry.count++ == 0) entry.first = listed_[i].oid;
    }
  }
  for (const auto& [index, what] : missing) {
    findings_.Add(
        Code::kLargeObjectWithoutData, contents_.EntryRegion(index),
        contents_.toc.entries()[index].id,
        absl::StrCat(what.count, " large objects have no data, the first is ",
                     what.first));
  }
}

}  // namespace pgark
