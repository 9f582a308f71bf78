#ifndef PGARK_ARCHIVE_DIRECTORY_ARCHIVE_H_
#define PGARK_ARCHIVE_DIRECTORY_ARCHIVE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "archive/member_archive.h"
#include "archive/member_names.h"
#include "base/folder.h"

namespace pgark {

enum class FileProblem : uint8_t {
  kNone,
  kNameWrong,  // not plain, see IsPlainFileName()
  kMissing,
  kTypeWrong,  // a link, which is not followed since it leads anywhere, a pipe
};
// The file that a name in a directory archive means, which is the name itself
// or has one of kFileSuffixes behind it.
struct FoundFile {
  FileProblem problem = FileProblem::kNone;
  std::string name;  // with its suffix, if there is such a file
  DataMember data;   // without a problem
};
FoundFile LookUpFile(const Folder& folder, absl::string_view name);
// The same, with a problem as DATA_LOSS.
absl::StatusOr<DataMember> FindFile(const Folder& folder,
                                    absl::string_view name);

// toc.dat, decoded where somebody has compressed it, and its name.
struct ContentsFile {
  std::unique_ptr<RandomAccessSource> source;
  ArchiveMember member;
};
// Returns DATA_LOSS when there is none or it does not decode,
// RESOURCE_EXHAUSTED when it is larger than a contents list may be.
absl::StatusOr<ContentsFile> OpenContentsFile(const Folder& folder,
                                              const ReadLimits& limits);

// An archive in the directory format (docs/archive-format.md, "Directories").
//
// thread-safe: const
class DirectoryArchive : public MemberArchive {
 public:
  // Returns what OpenContentsFile() and ReadMemberContents() return.
  static absl::StatusOr<std::unique_ptr<DirectoryArchive>> Open(
      std::unique_ptr<Folder> folder, const ReadLimits& limits = {});

  // With contents that were read already.
  DirectoryArchive(std::shared_ptr<const Folder> folder,
                   MemberContents contents, const ReadLimits& limits);

  ArchiveLayout layout() const override { return ArchiveLayout::kDirectory; }
  DataSizes EstimateSizes() const override;
  absl::StatusOr<std::vector<DataMember>> FindData(size_t entry) const override;
  absl::StatusOr<std::unique_ptr<RandomAccessSource>> OpenMember(
      const ArchiveMember& member) const override;
  absl::Status WithMemberPath(absl::Status status,
                              const ArchiveMember& member) const override;

  const Folder& folder() const { return *folder_; }
  // The name of the list of an entry of large objects.
  absl::string_view ObjectListName(size_t entry) const;
  // Returns what ParseObjectFileList() returns, and DATA_LOSS when the file
  // does not decode.
  absl::StatusOr<std::vector<ListedObject>> ReadObjectList(
      const DataMember& list) const;

 private:
  absl::StatusOr<std::vector<DataMember>> FindObjects(
      const DataMember& list) const;

  const std::shared_ptr<const Folder> folder_;
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_DIRECTORY_ARCHIVE_H_
