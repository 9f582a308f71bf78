#ifndef PGARK_STORE_STORE_FILES_H_
#define PGARK_STORE_STORE_FILES_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace pgark {

// Small helpers of a store in a folder. All return what the system says with
// the path attached, RESOURCE_EXHAUSTED for a full disk.

// Makes a folder that only its owner reads; one that is there is left alone.
absl::Status MakePrivateFolder(const std::string& path);
// The same with the folders above it, which get the usual mode.
absl::Status MakePrivateFolders(const std::string& path);
absl::Status SyncFolder(const std::string& path);
// The names in a folder, sorted, without "." and "..". None when there is no
// folder.
absl::StatusOr<std::vector<std::string>> NamesIn(const std::string& path);
bool IsFolder(const std::string& path);
// Whether anything has that name, a dangling link too.
bool Exists(const std::string& path);

// Reads a file of at most `most_bytes`; RESOURCE_EXHAUSTED for a larger one.
absl::StatusOr<std::string> ReadSmallFile(const std::string& path,
                                          size_t most_bytes);
// The file appears whole, safe on disk, readable by its owner alone.
absl::Status WriteSmallFile(const std::string& path, absl::string_view text);
// Lets a file that was written be safe on disk and its owner's alone.
absl::Status SealFile(const std::string& path);
// Renames, and syncs the folder of both.
absl::Status RenameInFolder(const std::string& folder, const std::string& from,
                            const std::string& to);
// Removes a file, or a folder with everything in it; links are not followed.
// Absent is OK.
absl::Status RemoveTree(const std::string& path);
uint64_t BytesInTree(const std::string& path);

}  // namespace pgark

#endif  // PGARK_STORE_STORE_FILES_H_
