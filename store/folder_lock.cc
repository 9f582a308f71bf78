#include "store/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "store/json_object.h"
#include "store/set_name.h"

namespace pgark {
namespace {

std::string HolderAsText(const LockHolder& holder) {
  nlohmann::json object = nlohmann::json::object();
  object["schema_version"] = 1;
  SetAnyText(object, "host", holder.host);
  object["pid"] = holder.pid;
  object["since"] = FormatTimestamp(holder.since);
  SetAnyText(object, "what", holder.what);
  return DumpJson(object);
}

// "backup of process 4711 on host db1 since 2026-11-20T02:00:00Z": as far as
// the file says so; it may be half written.
std::string DescribeHolder(int fd) {
  std::array<char, 4096> buffer;
  const ssize_t count = pread(fd, buffer.data(), buffer.size(), 0);
  const absl::string_view text(buffer.data(),
                               count > 0 ? static_cast<size_t>(count) : 0);
  const auto document = ParseDocument(text, 1, "lock");
  if (!document.ok()) return "another run";
  JsonObject reader(*document, "lock");
  std::string host;
  std::string since;
  std::string what = "run";
  uint64_t pid = 0;
  reader.Read("host", &host);
  reader.Read("pid", &pid);
  reader.Read("since", &since);
  reader.Read("what", &what);
  return absl::StrCat("the ", what, " of process ", pid, " on host ", host,
                      ", since ", since);
}

}  // namespace

absl::StatusOr<std::unique_ptr<FolderLock>> FolderLock::Take(
    const std::string& path, const LockHolder& holder) {
  const int fd =
      open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0) return WithPath(absl::ErrnoToStatus(errno, "cannot open"), path);
  if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
    const int error = errno;
    absl::Status status =
        error == EWOULDBLOCK
            ? absl::AbortedError(absl::StrCat("locked by ", DescribeHolder(fd)))
            : absl::ErrnoToStatus(error, "cannot lock");
    close(fd);
    return WithPath(status, path);
  }
  std::unique_ptr<FolderLock> lock(new FolderLock(fd));
  const std::string text = HolderAsText(holder);
  if (ftruncate(fd, 0) != 0 || pwrite(fd, text.data(), text.size(), 0) !=
                                   static_cast<ssize_t>(text.size())) {
    return WithPath(absl::ErrnoToStatus(errno, "cannot write"), path);
  }
  return lock;
}

bool FolderLock::IsTaken(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0) return false;
  const bool taken = flock(fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  close(fd);
  return taken;
}

FolderLock::~FolderLock() {
  // The file stays: removing it would let two runs lock two files of a name.
  if (ftruncate(fd_, 0) != 0) errno = 0;
  close(fd_);
}

}  // namespace pgark
