#include "archive/tar_archive.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "archive/archive_input.h"
#include "archive/member_names.h"
#include "base/status_context.h"
#include "base/status_macros.h"

namespace pgark {

TarIndex ReadTarIndex(const RandomAccessSource& source,
                      const ReadLimits& limits, FindingCollector* findings) {
  TarIndex index;
  ArchiveInput input(source, 0);
  TarWalker walker(input, findings);
  while (true) {
    absl::StatusOr<std::optional<TarMember>> member = walker.Next();
    if (!member.ok()) {
      index.status = std::move(member).status();
      return index;
    }
    if (!member->has_value()) return index;
    if (index.members.size() >= limits.max_entries) {
      index.status =
          WithOffset(absl::ResourceExhaustedError(absl::StrCat(
                         "the tar archive has more members than the limit of ",
                         limits.max_entries)),
                     (*member)->header_begin);
      return index;
    }
    index.members.push_back(**std::move(member));
  }
}

const TarMember* FindContents(const TarIndex& index) {
  for (const TarMember& member : index.members) {
    if (member.header.is_file() && member.header.name == kContentsFileName) {
      return &member;
    }
  }
  return nullptr;
}

absl::StatusOr<std::unique_ptr<TarArchive>> TarArchive::Open(
    std::unique_ptr<RandomAccessSource> source, const ReadLimits& limits) {
  TarIndex index = ReadTarIndex(*source, limits);
  const TarMember* const toc = FindContents(index);
  if (toc == nullptr) {
    if (!index.status.ok()) return index.status;
    return WithOffset(absl::DataLossError("the tar archive has no toc.dat"), 0);
  }
  const auto cut = MakeCutSource(*source, toc->end);
  ArchiveInput input(*cut, toc->begin);
  ASSIGN_OR_RETURN(MemberContents contents, ReadMemberContents(input, limits));
  auto archive = std::make_unique<TarArchive>(*source, std::move(index),
                                              std::move(contents), limits);
  archive->owned_source_ = std::move(source);
  return archive;
}

TarArchive::TarArchive(const RandomAccessSource& source, TarIndex index,
                       MemberContents contents, const ReadLimits& limits)
    : MemberArchive(std::move(contents), limits),
      source_(source),
      index_(std::move(index)),
      data_members_(toc().size()) {
  TarRoles roles(toc(), file_names(), header().version);
  for (size_t i = 0; i < index_.members.size(); ++i) {
    const TarRole role = roles.Classify(index_.members[i].header);
    if (role.kind == TarRole::Kind::kData ||
        role.kind == TarRole::Kind::kObject) {
      data_members_[role.entry].push_back(i);
    }
    roles_.push_back(role);
  }
}

absl::StatusOr<std::vector<DataMember>> TarArchive::FindData(
    size_t entry) const {
  std::vector<DataMember> found;
  for (const size_t number : data_members_[entry]) {
    const TarMember& member = index_.members[number];
    found.push_back({{member.header.name, member.begin, member.end},
                     CompressionMethod::kNone,
                     roles_[number].oid});
  }
  if (!found.empty()) return found;
  // It may lie behind the damage.
  if (!index_.status.ok()) return index_.status;
  return WithOffset(absl::DataLossError("the entry's data is missing"),
                    source_.size());
}

DataSizes TarArchive::EstimateSizes() const {
  DataSizes sizes;
  for (size_t i = 0; i < toc().size(); ++i) {
    if (data_members_[i].empty()) continue;
    DataSize& size = sizes[toc().entries()[i].id];
    for (const size_t number : data_members_[i]) {
      size.stored_bytes += index_.members[number].header.size_bytes;
    }
    size.decoded_bytes = size.stored_bytes;
  }
  return sizes;
}

absl::StatusOr<std::unique_ptr<RandomAccessSource>> TarArchive::OpenMember(
    const ArchiveMember& member) const {
  return MakeCutSource(source_, member.end);
}

absl::Status TarArchive::WithMemberPath(absl::Status status,
                                        const ArchiveMember&) const {
  return status;
}

}  // namespace pgark
