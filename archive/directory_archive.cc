#include "archive/directory_archive.h"

#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "archive/file_codec.h"
#include "base/status_context.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

// A list of large objects is about this small beside them: stock pg_restore
// reckons so, too, when it decides what to begin with.
constexpr uint64_t kObjectBytesPerListByte = 1024;

std::string PathIn(const Folder& folder, absl::string_view name) {
  return folder.path().empty() ? std::string(name)
                               : absl::StrCat(folder.path(), "/", name);
}

// How large a contents list may be that somebody has compressed: none packs
// better than this, and a few kilobytes shall not fill the memory.
constexpr uint64_t kMaxContentsRatio = 256;
constexpr uint64_t kMinContentsLimitBytes = uint64_t{16} << 20;

uint64_t MaxDecodedBytes(const DataMember& file, const ReadLimits& limits) {
  const uint64_t stored_bytes =
      std::min(file.member.size_bytes(), limits.max_toc_bytes);
  return std::min(kMinContentsLimitBytes + stored_bytes * kMaxContentsRatio,
                  limits.max_toc_bytes);
}

// Decodes a whole file; `take` gets it in pieces, and may fail.
absl::Status DecodeFile(const Folder& folder, const DataMember& file,
                        const ReadLimits& limits, Decompressor::Output take) {
  ASSIGN_OR_RETURN(const std::unique_ptr<RandomAccessSource> source,
                   folder.Open(file.member.name));
  ASSIGN_OR_RETURN(const std::unique_ptr<Decompressor> decompressor,
                   MakeFileDecompressor(file.method, limits));
  ArchiveInput input(*source, 0);
  while (true) {
    const uint64_t offset = input.position();
    ASSIGN_OR_RETURN(const absl::string_view stored,
                     input.ReadSome(ArchiveInput::kDefaultBufferBytes));
    absl::Status status = stored.empty()
                              ? decompressor->Finish()
                              : decompressor->Write(stored, take, false);
    if (!status.ok()) {
      return WithPath(WithOffset(std::move(status), offset),
                      PathIn(folder, file.member.name));
    }
    if (stored.empty()) return absl::OkStatus();
  }
}

absl::StatusOr<std::string> DecodeContents(const Folder& folder,
                                           const DataMember& file,
                                           const ReadLimits& limits) {
  std::string text;
  const uint64_t max_bytes = MaxDecodedBytes(file, limits);
  const auto append = [&text, max_bytes](absl::string_view raw) {
    if (raw.size() > max_bytes - text.size()) {
      return absl::ResourceExhaustedError(
          absl::StrCat("the contents list holds more than ", max_bytes,
                       " octets, which is too much for the file"));
    }
    text.append(raw.data(), raw.size());
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(DecodeFile(folder, file, limits, append));
  return text;
}

}  // namespace

FoundFile LookUpFile(const Folder& folder, absl::string_view name) {
  FoundFile found;
  found.name = std::string(name);
  if (!IsPlainFileName(name)) {
    found.problem = FileProblem::kNameWrong;
    return found;
  }
  for (const FileSuffix& known : kFileSuffixes) {
    const std::string file_name = absl::StrCat(name, known.suffix);
    const FolderFile* const file = folder.Find(file_name);
    if (file == nullptr) continue;
    found.name = file_name;
    if (file->type != FileType::kRegular) {
      found.problem = FileProblem::kTypeWrong;
      return found;
    }
    found.data.member = {file_name, 0, file->size_bytes};
    found.data.method = MethodOfFileName(file_name);
    return found;
  }
  found.problem = FileProblem::kMissing;
  return found;
}

absl::StatusOr<DataMember> FindFile(const Folder& folder,
                                    absl::string_view name) {
  FoundFile found = LookUpFile(folder, name);
  switch (found.problem) {
    case FileProblem::kNone:
      break;
    case FileProblem::kNameWrong:
      return absl::DataLossError(
          absl::StrCat("the archive names a file outside of its directory: ",
                       absl::CHexEscape(name)));
    case FileProblem::kMissing:
      return WithPath(absl::DataLossError("the file is missing"),
                      PathIn(folder, found.name));
    case FileProblem::kTypeWrong:
      return WithPath(
          absl::DataLossError("is a link, or no regular file, and is not read"),
          PathIn(folder, found.name));
  }
  return std::move(found.data);
}

absl::StatusOr<ContentsFile> OpenContentsFile(const Folder& folder,
                                              const ReadLimits& limits) {
  ASSIGN_OR_RETURN(DataMember file, FindFile(folder, kContentsFileName));
  ContentsFile contents;
  if (file.method == CompressionMethod::kNone) {
    ASSIGN_OR_RETURN(contents.source, folder.Open(file.member.name));
  } else {
    ASSIGN_OR_RETURN(std::string text, DecodeContents(folder, file, limits));
    file.member.end = text.size();
    contents.source = MakeMemorySource(std::move(text));
  }
  contents.member = std::move(file.member);
  return contents;
}

absl::StatusOr<std::unique_ptr<DirectoryArchive>> DirectoryArchive::Open(
    std::unique_ptr<Folder> folder, const ReadLimits& limits) {
  ASSIGN_OR_RETURN(const ContentsFile file, OpenContentsFile(*folder, limits));
  ArchiveInput input(*file.source, 0);
  absl::StatusOr<MemberContents> contents = ReadMemberContents(input, limits);
  if (!contents.ok()) {
    return WithPath(std::move(contents).status(),
                    PathIn(*folder, file.member.name));
  }
  return std::make_unique<DirectoryArchive>(std::move(folder),
                                            *std::move(contents), limits);
}

DirectoryArchive::DirectoryArchive(std::shared_ptr<const Folder> folder,
                                   MemberContents contents,
                                   const ReadLimits& limits)
    : MemberArchive(std::move(contents), limits), folder_(std::move(folder)) {}

absl::string_view DirectoryArchive::ObjectListName(size_t entry) const {
  // Before groups there was one list, whatever the entry says.
  return header().version.HasRelationKind() ? absl::string_view(FileName(entry))
                                            : kObjectListFileName;
}

absl::StatusOr<std::vector<DataMember>> DirectoryArchive::FindData(
    size_t entry) const {
  if (toc().entries()[entry].kind == EntryKind::kBlobs) {
    ASSIGN_OR_RETURN(const DataMember list,
                     FindFile(*folder_, ObjectListName(entry)));
    return FindObjects(list);
  }
  ASSIGN_OR_RETURN(DataMember file, FindFile(*folder_, FileName(entry)));
  return std::vector<DataMember>{std::move(file)};
}

absl::StatusOr<std::vector<ListedObject>> DirectoryArchive::ReadObjectList(
    const DataMember& list) const {
  ObjectListParser parser(limits());
  RETURN_IF_ERROR(DecodeFile(
      *folder_, list, limits(),
      [&parser](absl::string_view text) { return parser.Take(text); }));
  absl::StatusOr<std::vector<ListedObject>> objects = parser.Finish();
  if (!objects.ok()) {
    return WithMemberPath(std::move(objects).status(), list.member);
  }
  return objects;
}

absl::StatusOr<std::vector<DataMember>> DirectoryArchive::FindObjects(
    const DataMember& list) const {
  ASSIGN_OR_RETURN(const std::vector<ListedObject> objects,
                   ReadObjectList(list));
  std::vector<DataMember> members;
  for (const ListedObject& object : objects) {
    ASSIGN_OR_RETURN(DataMember file, FindFile(*folder_, object.file_name));
    file.oid = object.oid;
    members.push_back(std::move(file));
  }
  return members;
}

DataSizes DirectoryArchive::EstimateSizes() const {
  DataSizes sizes;
  for (size_t i = 0; i < toc().size(); ++i) {
    const TocEntry& entry = toc().entries()[i];
    if (!entry.has_data || FileName(i).empty()) continue;
    const bool is_list = entry.kind == EntryKind::kBlobs;
    const absl::StatusOr<DataMember> file =
        FindFile(*folder_, is_list ? ObjectListName(i) : FileName(i));
    if (!file.ok()) continue;
    DataSize& size = sizes[entry.id];
    size.stored_bytes = file->member.size_bytes();
    if (is_list) size.stored_bytes *= kObjectBytesPerListByte;
    size.decoded_bytes =
        size.stored_bytes * UsualCompressionRatio(file->method);
  }
  return sizes;
}

absl::StatusOr<std::unique_ptr<RandomAccessSource>>
DirectoryArchive::OpenMember(const ArchiveMember& member) const {
  return folder_->Open(member.name);
}

absl::Status DirectoryArchive::WithMemberPath(
    absl::Status status, const ArchiveMember& member) const {
  return WithPath(std::move(status), PathIn(*folder_, member.name));
}

}  // namespace pgark
