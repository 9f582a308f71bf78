#include "store/folder_set_builder.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "base/sha256.h"
#include "base/status_macros.h"
#include "store/checksum_list.h"
#include "store/restore_text.h"
#include "store/store_files.h"

namespace pgark {

absl::StatusOr<std::unique_ptr<FolderSetBuilder>> FolderSetBuilder::Create(
    const std::string& folder, SetName name) {
  // Names tell seconds; the second set of one second gets the next.
  name.time = absl::FromUnixSeconds(absl::ToUnixSeconds(name.time));
  while (Exists(absl::StrCat(folder, "/", name.ToString()))) {
    name.time += absl::Seconds(1);
  }
  const std::string partial =
      absl::StrCat(folder, "/.", name.ToString(), kPartialSuffix);
  // A killed run's.
  RETURN_IF_ERROR(RemoveTree(partial));
  RETURN_IF_ERROR(MakePrivateFolder(partial));
  return std::unique_ptr<FolderSetBuilder>(
      new FolderSetBuilder(folder, std::move(name), partial));
}

FolderSetBuilder::~FolderSetBuilder() {
  // What cannot be removed now is a leftover, and the next run tries again.
  if (!published_) RemoveTree(partial_folder_).IgnoreError();
}

absl::Status FolderSetBuilder::Publish(const Manifest& manifest,
                                       const std::string& restore_text) {
  const auto path = [this](const std::string& name) {
    return absl::StrCat(partial_folder_, "/", name);
  };
  ChecksumList checksums;
  for (const ManifestFile& file : manifest.files) {
    RETURN_IF_ERROR(SealFile(path(file.name)));
    checksums[file.name] = file.sha256;
  }
  const std::string manifest_text = WriteManifest(manifest);
  const std::pair<const char*, const std::string*> texts[] = {
      {kManifestFile, &manifest_text}, {kRestoreFile, &restore_text}};
  for (const auto& [name, text] : texts) {
    ASSIGN_OR_RETURN(checksums[name], Sha256Of(*text));
    RETURN_IF_ERROR(WriteSmallFile(path(name), *text));
  }
  RETURN_IF_ERROR(
      WriteSmallFile(path(kChecksumFile), FormatChecksums(checksums)));
  RETURN_IF_ERROR(SyncFolder(partial_folder_));
  // From the rename on the set is there, even if syncing the folder fails.
  const absl::Status renamed = RenameInFolder(
      database_folder_, absl::StrCat(".", name_.ToString(), kPartialSuffix),
      name_.ToString());
  published_ = !Exists(partial_folder_);
  return renamed;
}

}  // namespace pgark
