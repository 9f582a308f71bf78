#include "store/store_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <span>
#include <system_error>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "base/file_source.h"
#include "base/status_context.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kFolderMode = 0700;
constexpr mode_t kFileMode = 0600;

absl::Status SystemError(int error, absl::string_view what,
                         const std::string& path) {
  absl::Status status = absl::ErrnoToStatus(error, what);
  // What the system does not accept is no wrong option of the user's.
  if (absl::IsInvalidArgument(status)) {
    status = absl::FailedPreconditionError(status.message());
  }
  return WithPath(std::move(status), path);
}

}  // namespace

absl::Status MakePrivateFolder(const std::string& path) {
  if (mkdir(path.c_str(), kFolderMode) == 0) return absl::OkStatus();
  if (errno == EEXIST && IsFolder(path)) return absl::OkStatus();
  return SystemError(errno, "cannot make the folder", path);
}

absl::Status MakePrivateFolders(const std::string& path) {
  const std::string parent = fs::path(path).parent_path().string();
  if (!parent.empty() && !IsFolder(parent)) {
    std::error_code error;
    fs::create_directories(parent, error);
    if (error) {
      return SystemError(error.value(), "cannot make the folder", parent);
    }
  }
  return MakePrivateFolder(path);
}

absl::Status SyncFolder(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return SystemError(errno, "cannot open", path);
  const absl::Cleanup closing = [fd] { close(fd); };
  // Some file systems cannot sync a folder; that is not our failure.
  if (fsync(fd) != 0 && errno != EINVAL && errno != EROFS) {
    return SystemError(errno, "cannot sync", path);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> NamesIn(const std::string& path) {
  std::vector<std::string> names;
  std::error_code error;
  fs::directory_iterator entry(path, error);
  if (error == std::errc::no_such_file_or_directory) return names;
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    names.push_back(entry->path().filename().string());
  }
  if (error) return SystemError(error.value(), "cannot list", path);
  std::sort(names.begin(), names.end());
  return names;
}

bool IsFolder(const std::string& path) {
  std::error_code error;
  return fs::is_directory(path, error);
}

bool Exists(const std::string& path) {
  std::error_code error;
  return fs::exists(fs::symlink_status(path, error));
}

absl::StatusOr<std::string> ReadSmallFile(const std::string& path,
                                          size_t most_bytes) {
  ASSIGN_OR_RETURN(const auto source, OpenRandomAccess(path));
  if (source->size() > most_bytes) {
    return WithPath(absl::ResourceExhaustedError(absl::StrCat(
                        "the file may have at most ", most_bytes, " bytes")),
                    path);
  }
  std::string text(source->size(), '\0');
  ASSIGN_OR_RETURN(
      const size_t count,
      source->ReadAt(0, std::span<char>(text.data(), text.size())));
  text.resize(count);
  return text;
}

absl::Status WriteSmallFile(const std::string& path, absl::string_view text) {
  const std::string temporary = path + ".new";
  const int fd =
      open(temporary.c_str(),
           O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, kFileMode);
  if (fd < 0) return SystemError(errno, "cannot create", path);
  absl::Status status;
  while (status.ok() && !text.empty()) {
    const ssize_t count = write(fd, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) {
      status = SystemError(count == 0 ? ENOSPC : errno, "cannot write", path);
      break;
    }
    text.remove_prefix(static_cast<size_t>(count));
  }
  if (status.ok() && fsync(fd) != 0) {
    status = SystemError(errno, "cannot sync", path);
  }
  if (close(fd) != 0 && status.ok()) {
    status = SystemError(errno, "cannot close", path);
  }
  if (status.ok() && rename(temporary.c_str(), path.c_str()) != 0) {
    status = SystemError(errno, "cannot give the file its name", path);
  }
  if (!status.ok()) unlink(temporary.c_str());
  return status;
}

absl::Status SealFile(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0) return SystemError(errno, "cannot open", path);
  const absl::Cleanup closing = [fd] { close(fd); };
  if (fchmod(fd, kFileMode) != 0) {
    return SystemError(errno, "cannot set the mode", path);
  }
  if (fsync(fd) != 0) return SystemError(errno, "cannot sync", path);
  return absl::OkStatus();
}

absl::Status RenameInFolder(const std::string& folder, const std::string& from,
                            const std::string& to) {
  const std::string old_path = absl::StrCat(folder, "/", from);
  const std::string new_path = absl::StrCat(folder, "/", to);
  if (rename(old_path.c_str(), new_path.c_str()) != 0) {
    return SystemError(errno, absl::StrCat("cannot rename it to ", to),
                       old_path);
  }
  return SyncFolder(folder);
}

absl::Status RemoveTree(const std::string& path) {
  std::error_code error;
  fs::remove_all(path, error);
  if (error) return SystemError(error.value(), "cannot remove", path);
  return absl::OkStatus();
}

uint64_t BytesInTree(const std::string& path) {
  std::error_code error;
  uint64_t sum = 0;
  fs::recursive_directory_iterator entry(path, error);
  for (; !error && entry != fs::recursive_directory_iterator();
       entry.increment(error)) {
    std::error_code ignored;
    if (entry->is_regular_file(ignored) && !entry->is_symlink(ignored)) {
      const uint64_t bytes = entry->file_size(ignored);
      if (!ignored) sum += bytes;
    }
  }
  return sum;
}

}  // namespace pgark
