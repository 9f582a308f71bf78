#include "archive/tar_roles.h"

#include <utility>

#include "archive/member_names.h"

namespace pgark {

TarRoles::TarRoles(const Toc& toc, std::span<const std::string> file_names,
                   const ArchiveVersion& version)
    : has_groups_(version.HasRelationKind()), has_data_(toc.size(), false) {
  for (size_t i = 0; i < toc.size(); ++i) {
    const TocEntry& entry = toc.entries()[i];
    if (!entry.has_data || file_names[i].empty()) continue;
    if (entry.kind != EntryKind::kBlobs) {
      entry_by_name_.try_emplace(file_names[i], i);
      continue;
    }
    object_entries_.push_back(i);
    const std::optional<Oid> first = FirstObjectOfTag(entry.tag);
    if (first.has_value()) entry_by_first_object_.try_emplace(*first, i);
  }
}

TarRole TarRoles::Classify(const TarHeader& header) {
  using Kind = TarRole::Kind;
  if (header.is_extension()) return {Kind::kExtension};
  if (!header.is_file()) return {Kind::kUnknown};
  const std::optional<Oid> oid = ParseObjectFileName(header.name);
  if (oid.has_value()) return ClassifyObject(*oid);
  return ClassifyBehindObjects(header.name,
                               std::exchange(objects_, std::nullopt));
}

TarRole TarRoles::ClassifyBehindObjects(absl::string_view name,
                                        std::optional<size_t> objects) {
  using Kind = TarRole::Kind;
  if (objects.has_value() && IsObjectListName(name)) {
    return {Kind::kObjectList, *objects};
  }
  if (name == kContentsFileName) return {Kind::kContents};
  const auto found = entry_by_name_.find(std::string(name));
  if (found == entry_by_name_.end()) {
    return {name == kScriptFileName ? Kind::kScript : Kind::kUnknown};
  }
  if (has_data_[found->second]) return {Kind::kRepeated, found->second};
  has_data_[found->second] = true;
  return {Kind::kData, found->second};
}

TarRole TarRoles::ClassifyObject(Oid oid) {
  const std::optional<size_t> entry = FindObjectsEntry(oid);
  if (entry.has_value()) {
    objects_ = entry;
    has_data_[*entry] = true;
  }
  if (!objects_.has_value()) return {};
  return {TarRole::Kind::kObject, *objects_, oid};
}

// The entry whose large objects begin with this one.
std::optional<size_t> TarRoles::FindObjectsEntry(Oid oid) const {
  if (has_groups_) {
    const auto found = entry_by_first_object_.find(oid);
    if (found == entry_by_first_object_.end() || has_data_[found->second]) {
      return std::nullopt;
    }
    return found->second;
  }
  if (objects_.has_value()) return std::nullopt;
  for (const size_t entry : object_entries_) {
    if (!has_data_[entry]) return entry;
  }
  return std::nullopt;
}

}  // namespace pgark
