#include "base/output_file.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

// Linux looks at all that one call writes before it copies it. Of megabytes the
// processor's cache has lost the begin by then: writing takes twice the time.
constexpr size_t kMaxWriteBytes = size_t{64} << 10;

constexpr absl::string_view kTemporarySuffix = ".pgark-partial";

struct SplitPath {
  std::string directory;  // "." or with the path as given, without "/" behind
  std::string name;
};

SplitPath Split(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return {".", path};
  return {slash == 0 ? "/" : path.substr(0, slash), path.substr(slash + 1)};
}

// Returns the file that `path` leads to through links, whether it exists or
// not. A dangling link leads to the missing file.
std::string ResolveLinks(std::string path) {
  constexpr int kMaxLinks = 40;  // as the kernel
  for (int i = 0; i < kMaxLinks; ++i) {
    std::array<char, PATH_MAX> target;
    const ssize_t length = readlink(path.c_str(), target.data(), target.size());
    if (length <= 0) break;
    std::string next(target.data(), static_cast<size_t>(length));
    path =
        next[0] == '/' ? next : absl::StrCat(Split(path).directory, "/", next);
  }
  return path;
}

// Removes what killed runs left: temporary files for the same target that
// nobody holds a lock on. Failures do not matter here.
void RemoveLeftovers(const SplitPath& target) {
  DIR* directory = opendir(target.directory.c_str());
  if (directory == nullptr) return;
  const std::string prefix = absl::StrCat(".", target.name, ".");
  while (const dirent* entry = readdir(directory)) {
    const absl::string_view name = entry->d_name;
    if (!absl::StartsWith(name, prefix) ||
        !absl::EndsWith(name, kTemporarySuffix)) {
      continue;
    }
    const std::string path = absl::StrCat(target.directory, "/", entry->d_name);
    const int fd = open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) continue;
    if (flock(fd, LOCK_EX | LOCK_NB) == 0) unlink(path.c_str());
    close(fd);
  }
  closedir(directory);
}

absl::Status SyncDirectory(const std::string& directory) {
  const int fd = open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) {
    return WithPath(absl::ErrnoToStatus(errno, "cannot open"), directory);
  }
  absl::Status status;
  // Some file systems cannot sync a directory; that is not our failure.
  if (fsync(fd) != 0 && errno != EINVAL && errno != EROFS) {
    status = WithPath(absl::ErrnoToStatus(errno, "cannot sync"), directory);
  }
  close(fd);
  return status;
}

}  // namespace

absl::Status OutputFile::SystemError(int error, absl::string_view what) const {
  absl::Status status = absl::ErrnoToStatus(error, what);
  if (error == ENOSPC || error == EDQUOT || error == EFBIG) {
    status = absl::ResourceExhaustedError(status.message());
  } else if (absl::IsInvalidArgument(status)) {
    // A descriptor that cannot do that is no wrong argument of a caller.
    status = absl::FailedPreconditionError(status.message());
  }
  return WithOffset(WithPath(std::move(status), display_path_), position_);
}

absl::StatusOr<std::unique_ptr<OutputFile>> OutputFile::Create(
    const std::string& path, const OutputFileOptions& options) {
  if (path == "-") {
    return std::unique_ptr<OutputFile>(
        new OutputFile(dup(STDOUT_FILENO), "standard output", options));
  }
  const auto error = [&path](int code, absl::string_view what) {
    return WithPath(absl::ErrnoToStatus(code, what), path);
  };
  struct stat info {};
  const bool exists = stat(path.c_str(), &info) == 0;
  if (exists && S_ISDIR(info.st_mode)) {
    return WithPath(absl::FailedPreconditionError("is a directory"), path);
  }
  // Whatever lies under /dev is a device or somebody's descriptor, even where
  // it leads to a regular file: replacing that file would lose the descriptor.
  const bool direct = (exists && !S_ISREG(info.st_mode)) ||
                      absl::StartsWith(path, "/dev/") ||
                      absl::StartsWith(path, "/proc/");
  if (direct) {
    const int fd = open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (fd < 0) return error(errno, "cannot open");
    return std::unique_ptr<OutputFile>(new OutputFile(fd, path, options));
  }

  const std::string final_path = ResolveLinks(path);
  const SplitPath target = Split(final_path);
  if (target.name.empty()) {
    return WithPath(absl::InvalidArgumentError("is not a file name"), path);
  }
  RemoveLeftovers(target);
  // The number makes the name unique among live runs; O_EXCL proves it.
  std::string temporary;
  int fd = -1;
  for (int attempt = 0; fd < 0 && attempt < 100; ++attempt) {
    temporary = absl::StrCat(target.directory, "/.", target.name, ".", getpid(),
                             "-", attempt, kTemporarySuffix);
    fd = open(temporary.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0 && errno != EEXIST) {
      return error(errno, absl::StrCat("cannot create a file in the folder \"",
                                       target.directory, "\""));
    }
  }
  if (fd < 0) return error(EEXIST, "cannot create a file beside it");
  std::unique_ptr<OutputFile> file(new OutputFile(fd, path, options));
  file->final_path_ = final_path;
  file->temporary_path_ = temporary;
  flock(fd, LOCK_EX | LOCK_NB);
  if (exists) {
    // Only root may give files away; the mode is what matters to the others.
    if (fchown(fd, info.st_uid, info.st_gid) != 0) errno = 0;
    if (fchmod(fd, info.st_mode & 07777) != 0) {
      return error(errno, "cannot keep the mode");
    }
  }
  return file;
}

OutputFile::~OutputFile() {
  if (!temporary_path_.empty()) unlink(temporary_path_.c_str());
  if (fd_ >= 0) close(fd_);
}

absl::Status OutputFile::Append(absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count =
        write(fd_, bytes.data(), std::min(bytes.size(), kMaxWriteBytes));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) {
      // Nothing written and no error is a disk that takes nothing.
      const int error = count == 0 ? ENOSPC : errno;
      if (error == EPIPE) reader_is_gone_ = true;
      return SystemError(error, "cannot write");
    }
    bytes.remove_prefix(static_cast<size_t>(count));
    position_ += static_cast<uint64_t>(count);
  }
  return absl::OkStatus();
}

absl::Status OutputFile::PatchAt(uint64_t offset, absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count =
        pwrite(fd_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) {
      return SystemError(count == 0 ? ENOSPC : errno, "cannot write");
    }
    bytes.remove_prefix(static_cast<size_t>(count));
    offset += static_cast<uint64_t>(count);
  }
  return absl::OkStatus();
}

absl::Status OutputFile::Commit() {
  if (temporary_path_.empty()) {
    const int fd = std::exchange(fd_, -1);
    if (close(fd) != 0) return SystemError(errno, "cannot close");
    return absl::OkStatus();
  }
  if (options_.sync && fsync(fd_) != 0) {
    return SystemError(errno, "cannot sync");
  }
  RETURN_IF_ERROR(CloseDuplicate());
  if (rename(temporary_path_.c_str(), final_path_.c_str()) != 0) {
    return SystemError(errno, "cannot give the file its name");
  }
  temporary_path_.clear();
  close(std::exchange(fd_, -1));
  if (!options_.sync) return absl::OkStatus();
  return SyncDirectory(Split(final_path_).directory);
}

// Some file systems (NFS) tell of a full disk when a descriptor is closed, any
// of them. The file must have its lock until it has its name, so a second one
// is closed first.
absl::Status OutputFile::CloseDuplicate() const {
  const int duplicate = fcntl(fd_, F_DUPFD_CLOEXEC, 0);
  if (duplicate < 0) return absl::OkStatus();
  if (close(duplicate) != 0) return SystemError(errno, "cannot close");
  return absl::OkStatus();
}

}  // namespace pgark
