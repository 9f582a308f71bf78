#include "base/folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

absl::Status ErrnoStatus(absl::string_view what, absl::string_view path) {
  return WithPath(absl::ErrnoToStatus(errno, what), path);
}

FileType TypeOf(mode_t mode) {
  if (S_ISREG(mode)) return FileType::kRegular;
  return S_ISLNK(mode) ? FileType::kSymbolicLink : FileType::kOther;
}

void SortByName(std::vector<FolderFile>* files) {
  std::sort(
      files->begin(), files->end(),
      [](const FolderFile& a, const FolderFile& b) { return a.name < b.name; });
}

class SystemFolder : public Folder {
 public:
  // Takes the descriptor.
  SystemFolder(int fd, std::string path) : fd_(fd), path_(std::move(path)) {}
  ~SystemFolder() override { close(fd_); }
  SystemFolder(const SystemFolder&) = delete;
  SystemFolder& operator=(const SystemFolder&) = delete;

  absl::Status List();
  const std::string& path() const override { return path_; }
  const std::vector<FolderFile>& files() const override { return files_; }
  absl::StatusOr<std::unique_ptr<RandomAccessSource>> Open(
      absl::string_view name) const override;

 private:
  const int fd_;
  const std::string path_;
  std::vector<FolderFile> files_;
};

absl::Status SystemFolder::List() {
  // The stream closes the descriptor that it is given.
  const int copy = openat(fd_, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (copy < 0) return ErrnoStatus("cannot list", path_);
  DIR* const stream = fdopendir(copy);
  if (stream == nullptr) {
    close(copy);
    return ErrnoStatus("cannot list", path_);
  }
  const auto closer = absl::MakeCleanup([stream] { closedir(stream); });
  while (true) {
    errno = 0;
    const dirent* const found = readdir(stream);
    if (found == nullptr) break;
    FolderFile file;
    file.name = found->d_name;
    if (file.name == "." || file.name == "..") continue;
    struct stat info {};
    if (fstatat(fd_, found->d_name, &info, AT_SYMLINK_NOFOLLOW) != 0) {
      if (errno == ENOENT) continue;  // gone meanwhile
      return ErrnoStatus("cannot look at", absl::StrCat(path_, "/", file.name));
    }
    file.type = TypeOf(info.st_mode);
    if (file.type == FileType::kRegular) {
      file.size_bytes = static_cast<uint64_t>(info.st_size);
    }
    files_.push_back(std::move(file));
  }
  if (errno != 0) return ErrnoStatus("cannot list", path_);
  SortByName(&files_);
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<RandomAccessSource>> SystemFolder::Open(
    absl::string_view name) const {
  const std::string path = absl::StrCat(path_, "/", std::string(name));
  // Not waiting: a named pipe without a writer would keep us for ever.
  const int fd = openat(fd_, std::string(name).c_str(),
                        O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0 && errno == ELOOP) {
    return WithPath(absl::FailedPreconditionError("is a symbolic link"), path);
  }
  if (fd < 0) return ErrnoStatus("cannot open", path);
  return OpenDescriptor(fd, path);
}

class MemoryFolder : public Folder {
 public:
  explicit MemoryFolder(std::map<std::string, std::string> contents)
      : contents_(std::move(contents)) {
    for (const auto& [name, text] : contents_) {
      files_.push_back({name, FileType::kRegular, text.size()});
    }
  }

  const std::string& path() const override { return path_; }
  const std::vector<FolderFile>& files() const override { return files_; }
  absl::StatusOr<std::unique_ptr<RandomAccessSource>> Open(
      absl::string_view name) const override {
    const auto found = contents_.find(std::string(name));
    if (found == contents_.end()) {
      return WithPath(absl::NotFoundError("is not there"), name);
    }
    return MakeMemorySource(found->second);
  }

 private:
  const std::string path_;
  const std::map<std::string, std::string> contents_;
  std::vector<FolderFile> files_;
};

}  // namespace

const FolderFile* Folder::Find(absl::string_view name) const {
  const auto found =
      std::lower_bound(files().begin(), files().end(), name,
                       [](const FolderFile& file, absl::string_view wanted) {
                         return file.name < wanted;
                       });
  return found != files().end() && found->name == name ? &*found : nullptr;
}

absl::StatusOr<std::unique_ptr<Folder>> OpenFolder(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0 && errno == ENOTDIR) {
    return WithPath(absl::FailedPreconditionError("is no directory"), path);
  }
  if (fd < 0) return ErrnoStatus("cannot open", path);
  auto folder = std::make_unique<SystemFolder>(fd, path);
  RETURN_IF_ERROR(folder->List());
  return std::unique_ptr<Folder>(std::move(folder));
}

std::unique_ptr<Folder> MakeMemoryFolder(
    std::map<std::string, std::string> files) {
  return std::make_unique<MemoryFolder>(std::move(files));
}

}  // namespace pgark
