#include "archive/member_archive.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "archive/header_codec.h"
#include "archive/member_data_reader.h"
#include "base/status_context.h"
#include "base/status_macros.h"

namespace pgark {

absl::StatusOr<MemberContents> ReadMemberContents(ArchiveInput& input,
                                                  const ReadLimits& limits) {
  MemberContents contents;
  const uint64_t begin = input.position();
  ASSIGN_OR_RETURN(contents.header, DecodeHeader(input, limits));
  if (contents.header.format != ArchiveFormat::kTar) {
    return WithOffset(
        absl::DataLossError("toc.dat says that it is a whole archive"), begin);
  }
  ASSIGN_OR_RETURN(contents.toc, DecodeToc(input, contents.header, limits));
  ASSIGN_OR_RETURN(const bool at_end, input.AtEnd());
  if (!at_end) {
    return WithOffset(
        absl::DataLossError("there are octets behind the contents list"),
        input.position());
  }
  return contents;
}

MemberArchive::MemberArchive(MemberContents contents, const ReadLimits& limits)
    : limits_(limits),
      header_(std::move(contents.header)),
      toc_(std::move(contents.toc.entries)),
      file_names_(std::move(contents.toc.file_names)) {}

bool MemberArchive::HasData(DumpId id) const {
  const size_t entry = toc_.IndexOf(id);
  return entry < toc_.size() && !file_names_[entry].empty();
}

std::string MemberArchive::DescribeData(DumpId id) const {
  const size_t entry = toc_.IndexOf(id);
  if (entry == toc_.size() || file_names_[entry].empty()) return "";
  return absl::StrCat("File: ", file_names_[entry]);
}

absl::StatusOr<std::unique_ptr<DataReader>> MemberArchive::OpenData(
    DumpId id) const {
  const TocEntry* const entry = toc_.Find(id);
  if (entry == nullptr) {
    return absl::NotFoundError(absl::StrCat("there is no entry ", id.value));
  }
  const std::string name = DescribeEntry(*entry);
  if (!entry->has_data || !HasData(id)) {
    return WithObject(absl::NotFoundError("the entry has no data"), name);
  }
  absl::StatusOr<std::vector<DataMember>> members = FindData(toc_.IndexOf(id));
  if (!members.ok()) return WithObject(std::move(members).status(), name);
  return std::make_unique<MemberDataReader>(
      *this, *std::move(members), entry->kind == EntryKind::kBlobs, name);
}

}  // namespace pgark
