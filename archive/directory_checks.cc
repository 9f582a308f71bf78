#include "archive/directory_checks.h"

#include <optional>
#include <unordered_set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "archive/member_names.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

using Code = FindingCode;

class DirectoryChecker {
 public:
  DirectoryChecker(const DirectoryArchive& archive, ValidationContext& context)
      : archive_(archive), context_(context), contents_(*context.contents) {}

  absl::StatusOr<std::vector<EntryMembers>> Check(
      absl::string_view contents_file);

 private:
  // Finds a file and takes it for the entry; nothing when it cannot be read,
  // which is reported.
  std::optional<DataMember> Claim(absl::string_view name, FileRegion region,
                                  size_t entry);
  absl::StatusOr<std::vector<DataMember>> ClaimObjects(size_t entry);
  void CountMethod(const DataMember& data);
  void CheckMethods();
  void ReportUnknownFiles();

  const DirectoryArchive& archive_;
  ValidationContext& context_;
  const ArchiveContents& contents_;
  std::unordered_set<std::string> claimed_;
  size_t other_methods_ =
      0;                    // files that are not compressed as the header says
  std::string other_file_;  // the first of them
};

absl::StatusOr<std::vector<EntryMembers>> DirectoryChecker::Check(
    absl::string_view contents_file) {
  claimed_.emplace(contents_file);
  std::vector<EntryMembers> data;
  for (size_t i = 0; i < contents_.toc.size(); ++i) {
    const TocEntry& entry = contents_.toc.entries()[i];
    const std::string& name = contents_.file_names[i];
    if (!entry.has_data || name.empty()) continue;
    EntryMembers found{i, {}};
    if (entry.kind == EntryKind::kBlobs) {
      ASSIGN_OR_RETURN(found.members, ClaimObjects(i));
    } else {
      std::optional<DataMember> file = Claim(name, contents_.EntryRegion(i), i);
      if (!file.has_value()) continue;
      CountMethod(*file);
      found.members.push_back(*std::move(file));
    }
    data.push_back(std::move(found));
  }
  CheckMethods();
  ReportUnknownFiles();
  return data;
}

std::optional<DataMember> DirectoryChecker::Claim(absl::string_view name,
                                                  FileRegion region,
                                                  size_t entry) {
  const DumpId id = contents_.toc.entries()[entry].id;
  FoundFile file = LookUpFile(archive_.folder(), name);
  // The names of the contents list were looked at with the list.
  if (file.problem == FileProblem::kNameWrong) return std::nullopt;
  if (file.problem != FileProblem::kNone) {
    claimed_.insert(file.name);
    ReportFileProblem(file, region, id, context_.findings);
    return std::nullopt;
  }
  if (!claimed_.insert(file.name).second) {
    context_.findings.Add(
        Code::kFileRepeated, region, id,
        absl::StrCat("the file ", file.name, " belongs to something else"));
    return std::nullopt;
  }
  return std::move(file.data);
}

absl::StatusOr<std::vector<DataMember>> DirectoryChecker::ClaimObjects(
    size_t entry) {
  std::vector<DataMember> members;
  const std::optional<DataMember> list = Claim(
      archive_.ObjectListName(entry), contents_.EntryRegion(entry), entry);
  if (!list.has_value()) return members;
  const absl::StatusOr<std::vector<ListedObject>> objects =
      archive_.ReadObjectList(*list);
  if (!objects.ok()) {
    if (!IsAboutContents(objects.status())) return objects.status();
    const uint64_t offset = GetOffset(objects.status()).value_or(0);
    context_.findings.Add(
        CodeForStatus(objects.status(), Code::kObjectListDamaged),
        {offset, list->member.end, list->member.name},
        contents_.toc.entries()[entry].id, objects.status().message());
    return members;
  }
  const FileRegion region = {0, list->member.end, list->member.name};
  for (const ListedObject& object : *objects) {
    std::optional<DataMember> file = Claim(object.file_name, region, entry);
    if (!file.has_value()) continue;
    CountMethod(*file);
    file->oid = object.oid;
    members.push_back(*std::move(file));
  }
  return members;
}

void DirectoryChecker::CountMethod(const DataMember& data) {
  if (data.method == contents_.header.compression) return;
  if (other_methods_++ == 0) other_file_ = data.member.name;
}

void DirectoryChecker::CheckMethods() {
  if (other_methods_ == 0) return;
  context_.findings.Add(
      Code::kFileCompressionMixed, contents_.HeaderRegion(), std::nullopt,
      absl::StrCat(other_methods_,
                   " files are not compressed as the header says, the first "
                   "is ",
                   other_file_));
}

void DirectoryChecker::ReportUnknownFiles() {
  for (const FolderFile& file : archive_.folder().files()) {
    if (claimed_.count(file.name) != 0) continue;
    context_.findings.Add(Code::kFileUnknown, {0, file.size_bytes, file.name},
                          std::nullopt,
                          "belongs to no entry; restoring does not look at it");
  }
}

}  // namespace

absl::StatusOr<std::vector<EntryMembers>> CheckDirectoryFiles(
    const DirectoryArchive& archive, absl::string_view contents_file,
    ValidationContext& context) {
  return DirectoryChecker(archive, context).Check(contents_file);
}

void ReportFileProblem(const FoundFile& file, FileRegion region,
                       std::optional<DumpId> entry,
                       FindingCollector& findings) {
  switch (file.problem) {
    case FileProblem::kNone:
    case FileProblem::kNameWrong:
      break;
    case FileProblem::kMissing:
      findings.Add(Code::kFileMissing, region, entry,
                   absl::StrCat("the file is not there: ", file.name));
      break;
    case FileProblem::kTypeWrong:
      findings.Add(Code::kFileTypeWrong, region, entry,
                   absl::StrCat("a link, or no regular file, which is not "
                                "read: ",
                                file.name));
      break;
  }
}

}  // namespace pgark
