#include "base/file_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

absl::Status ErrnoStatus(int error, absl::string_view what,
                         absl::string_view path) {
  return WithPath(absl::ErrnoToStatus(error, what), path);
}

// Owns a descriptor, unless it is one that the program was started with.
class Descriptor {
 public:
  Descriptor(int fd, bool owned) : fd_(fd), owned_(owned) {}
  Descriptor(Descriptor&& other) noexcept
      : fd_(std::exchange(other.fd_, -1)), owned_(other.owned_) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (owned_ && fd_ >= 0) close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
  bool owned_;
};

class PositionedFile : public RandomAccessSource {
 public:
  PositionedFile(Descriptor fd, std::string path, uint64_t base, uint64_t size)
      : fd_(std::move(fd)), path_(std::move(path)), base_(base), size_(size) {}

  absl::StatusOr<size_t> ReadAt(uint64_t offset,
                                std::span<char> buffer) const override {
    if (offset >= size_) return size_t{0};
    const size_t wanted =
        static_cast<size_t>(std::min<uint64_t>(buffer.size(), size_ - offset));
    size_t done = 0;
    while (done < wanted) {
      const ssize_t count =
          pread(fd_.get(), buffer.data() + done, wanted - done,
                static_cast<off_t>(base_ + offset + done));
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) {
        return WithOffset(ErrnoStatus(errno, "cannot read", path_),
                          offset + done);
      }
      if (count == 0) break;  // cut while we read it
      done += static_cast<size_t>(count);
    }
    return done;
  }

  uint64_t size() const override { return size_; }

 private:
  const Descriptor fd_;
  const std::string path_;
  const uint64_t base_;  // where "position 0" lies in the file
  const uint64_t size_;
};

class DescriptorStream : public SequentialSource {
 public:
  DescriptorStream(Descriptor fd, std::string path)
      : fd_(std::move(fd)), path_(std::move(path)) {}

  absl::StatusOr<size_t> Read(std::span<char> buffer) override {
    while (true) {
      const ssize_t count = read(fd_.get(), buffer.data(), buffer.size());
      if (count >= 0) return static_cast<size_t>(count);
      if (errno != EINTR) return ErrnoStatus(errno, "cannot read", path_);
    }
  }

 private:
  const Descriptor fd_;
  const std::string path_;
};

class CutSource : public RandomAccessSource {
 public:
  CutSource(const RandomAccessSource& source, uint64_t end)
      : source_(source), end_(std::min(end, source.size())) {}

  absl::StatusOr<size_t> ReadAt(uint64_t offset,
                                std::span<char> buffer) const override {
    if (offset >= end_) return size_t{0};
    return source_.ReadAt(
        offset, buffer.first(static_cast<size_t>(
                    std::min<uint64_t>(buffer.size(), end_ - offset))));
  }
  uint64_t size() const override { return end_; }

 private:
  const RandomAccessSource& source_;
  const uint64_t end_;
};

class MemorySource : public RandomAccessSource {
 public:
  explicit MemorySource(std::string data) : data_(std::move(data)) {}

  absl::StatusOr<size_t> ReadAt(uint64_t offset,
                                std::span<char> buffer) const override {
    if (offset >= data_.size()) return size_t{0};
    const size_t count = std::min<size_t>(
        buffer.size(), data_.size() - static_cast<size_t>(offset));
    std::memcpy(buffer.data(), data_.data() + offset, count);
    return count;
  }
  uint64_t size() const override { return data_.size(); }

 private:
  const std::string data_;
};

class MemoryStream : public SequentialSource {
 public:
  MemoryStream(std::string data, size_t max_read_bytes)
      : data_(std::move(data)), max_read_bytes_(max_read_bytes) {}

  absl::StatusOr<size_t> Read(std::span<char> buffer) override {
    const size_t count =
        std::min({buffer.size(), max_read_bytes_, data_.size() - position_});
    std::memcpy(buffer.data(), data_.data() + position_, count);
    position_ += count;
    return count;
  }

 private:
  const std::string data_;
  const size_t max_read_bytes_;
  size_t position_ = 0;
};

}  // namespace

absl::StatusOr<OpenedSource> OpenSource(const std::string& path) {
  const bool is_stdin = path == "-";
  const std::string name = is_stdin ? "standard input" : path;
  Descriptor fd(
      is_stdin ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC),
      !is_stdin);
  if (fd.get() < 0) return ErrnoStatus(errno, "cannot open", name);
  struct stat info {};
  if (fstat(fd.get(), &info) != 0) {
    return ErrnoStatus(errno, "cannot look at", name);
  }
  if (S_ISDIR(info.st_mode)) {
    return WithPath(absl::FailedPreconditionError("is a directory"), name);
  }
  OpenedSource opened;
  if (S_ISREG(info.st_mode)) {
    // Standard input may have been read from already: the rest counts.
    const off_t base = is_stdin ? lseek(fd.get(), 0, SEEK_CUR) : 0;
    if (base < 0) return ErrnoStatus(errno, "cannot seek", name);
    const uint64_t size =
        info.st_size > base ? static_cast<uint64_t>(info.st_size - base) : 0;
    opened.random_access = std::make_unique<PositionedFile>(
        std::move(fd), name, static_cast<uint64_t>(base), size);
  } else {
    opened.sequential = std::make_unique<DescriptorStream>(std::move(fd), name);
  }
  return opened;
}

absl::StatusOr<std::unique_ptr<RandomAccessSource>> OpenRandomAccess(
    const std::string& path) {
  ASSIGN_OR_RETURN(OpenedSource opened, OpenSource(path));
  if (opened.random_access == nullptr) {
    return WithPath(absl::FailedPreconditionError("is not a regular file"),
                    path);
  }
  return std::move(opened.random_access);
}

absl::StatusOr<std::unique_ptr<RandomAccessSource>> OpenDescriptor(
    int fd, const std::string& path) {
  Descriptor owned(fd, true);
  struct stat info {};
  if (fstat(fd, &info) != 0) return ErrnoStatus(errno, "cannot look at", path);
  if (!S_ISREG(info.st_mode)) {
    return WithPath(absl::FailedPreconditionError("is not a regular file"),
                    path);
  }
  return std::make_unique<PositionedFile>(std::move(owned), path, 0,
                                          static_cast<uint64_t>(info.st_size));
}

std::unique_ptr<RandomAccessSource> MakeCutSource(
    const RandomAccessSource& source, uint64_t end) {
  return std::make_unique<CutSource>(source, end);
}

std::unique_ptr<RandomAccessSource> MakeMemorySource(std::string data) {
  return std::make_unique<MemorySource>(std::move(data));
}

std::unique_ptr<SequentialSource> MakeMemoryStream(std::string data,
                                                   size_t max_read_bytes) {
  return std::make_unique<MemoryStream>(std::move(data), max_read_bytes);
}

}  // namespace pgark
