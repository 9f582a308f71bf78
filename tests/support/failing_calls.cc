// A library for LD_PRELOAD: one call of the system fails in a program that
// knows nothing of it.
//
//   FAILING_CALLS_FOLDER  only files beneath it count (a path without links)
//   FAILING_CALLS_NAME    write, pwrite, fsync, rename, close, open or fchmod;
//                         "" = none
//   FAILING_CALLS_NUMBER  which call of that name fails; 1 = the first
//   FAILING_CALLS_ERROR   the value of errno
//   FAILING_CALLS_ALL     1: and all that come behind it, as on a full disk; a
//                         write writes a half before it fails
//   FAILING_CALLS_LOG     a file; each call that counts adds a line, its name
//
// A failing close() closes, as the kernel's does.

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

const char* Setting(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

bool IsBeneath(const char* path) {
  const char* folder = Setting("FAILING_CALLS_FOLDER");
  const size_t length = std::strlen(folder);
  return length > 0 && std::strncmp(path, folder, length) == 0;
}

bool IsBeneath(int fd) {
  char link[64];
  std::snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
  char path[PATH_MAX];
  const ssize_t length = readlink(link, path, sizeof(path) - 1);
  if (length <= 0) return false;
  path[length] = '\0';
  return IsBeneath(path);
}

void Log(const char* name) {
  const char* path = Setting("FAILING_CALLS_LOG");
  if (*path == '\0') return;
  char line[32];
  const int length = std::snprintf(line, sizeof(line), "%s\n", name);
  const long fd = syscall(SYS_openat, AT_FDCWD, path,
                          O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (fd < 0) return;
  syscall(SYS_write, fd, line, static_cast<size_t>(length));
  syscall(SYS_close, fd);
}

// Counts a call. Returns whether it fails, with errno set. *is_first tells
// whether it is the first one that does.
bool Fails(const char* name, bool* is_first = nullptr) {
  static std::atomic<int> count = 0;
  Log(name);
  if (std::strcmp(Setting("FAILING_CALLS_NAME"), name) != 0) return false;
  const int number = std::atoi(Setting("FAILING_CALLS_NUMBER"));
  const int now = ++count;
  const bool all = *Setting("FAILING_CALLS_ALL") == '1';
  if (now < number || (now > number && !all)) return false;
  if (is_first != nullptr) *is_first = all && now == number;
  errno = std::atoi(Setting("FAILING_CALLS_ERROR"));
  return true;
}

template <typename Function>
Function* Next(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

ssize_t write(int fd, const void* bytes, size_t count) {
  bool is_first = false;
  if (IsBeneath(fd) && Fails("write", &is_first)) {
    if (!is_first || count < 2) return -1;
    count /= 2;
  }
  return syscall(SYS_write, fd, bytes, count);
}

ssize_t pwrite(int fd, const void* bytes, size_t count, off_t offset) {
  if (IsBeneath(fd) && Fails("pwrite")) return -1;
  return syscall(SYS_pwrite64, fd, bytes, count, offset);
}

ssize_t pwrite64(int fd, const void* bytes, size_t count, off64_t offset) {
  return pwrite(fd, bytes, count, offset);
}

int fsync(int fd) {
  if (IsBeneath(fd) && Fails("fsync")) return -1;
  return static_cast<int>(syscall(SYS_fsync, fd));
}

int fchmod(int fd, mode_t mode) {
  if (IsBeneath(fd) && Fails("fchmod")) return -1;
  return static_cast<int>(syscall(SYS_fchmod, fd, mode));
}

int rename(const char* from, const char* to) {
  if (IsBeneath(to) && Fails("rename")) return -1;
  return static_cast<int>(syscall(SYS_rename, from, to));
}

int close(int fd) {
  const bool fails = IsBeneath(fd) && Fails("close");
  const int error = errno;
  static auto* const next = Next<int(int)>("close");
  const int result = next(fd);
  if (!fails) return result;
  errno = error;
  return -1;
}

int open(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(arguments, mode_t) : 0;
  va_end(arguments);
  const bool writes = (flags & O_ACCMODE) != O_RDONLY;
  if (writes && IsBeneath(path) && Fails("open")) return -1;
  static auto* const next = Next<int(const char*, int, ...)>("open");
  return next(path, flags, mode);
}

}  // extern "C"
