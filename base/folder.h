#ifndef PGARK_BASE_FOLDER_H_
#define PGARK_BASE_FOLDER_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/file_source.h"

namespace pgark {

enum class FileType : uint8_t {
  kRegular,
  kSymbolicLink,
  kOther,  // a directory, pipe, socket or device
};

struct FolderFile {
  std::string name;
  FileType type = FileType::kRegular;
  uint64_t size_bytes = 0;  // of a regular file
};

// The files of one directory, without those of directories below it. Links in
// it are seen as links and never followed, so that nothing outside of the
// directory is read.
//
// thread-safe: const
class Folder {
 public:
  virtual ~Folder() = default;

  // How messages name it; "" for one that is not in a file system.
  virtual const std::string& path() const = 0;
  // What there was on opening, sorted by name.
  virtual const std::vector<FolderFile>& files() const = 0;
  // Returns the file of that name, or nullptr.
  const FolderFile* Find(absl::string_view name) const;
  // Opens a regular file. Returns NOT_FOUND, FAILED_PRECONDITION when it is
  // none, or what the system says; the path is attached.
  virtual absl::StatusOr<std::unique_ptr<RandomAccessSource>> Open(
      absl::string_view name) const = 0;
};

// Lists the directory at `path`, which itself may be a link. Returns NOT_FOUND,
// PERMISSION_DENIED, FAILED_PRECONDITION when it is no directory, or what the
// system says; the path is attached.
absl::StatusOr<std::unique_ptr<Folder>> OpenFolder(const std::string& path);

// A directory that holds these files, by name.
std::unique_ptr<Folder> MakeMemoryFolder(
    std::map<std::string, std::string> files);

}  // namespace pgark

#endif  // PGARK_BASE_FOLDER_H_
