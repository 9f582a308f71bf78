#ifndef PGARK_BASE_FILE_SOURCE_H_
#define PGARK_BASE_FILE_SOURCE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "absl/status/statusor.h"

namespace pgark {

// Bytes that can be read at any position, by any number of threads at once.
//
// thread-safe
class RandomAccessSource {
 public:
  virtual ~RandomAccessSource() = default;

  // Fills `buffer` from `offset` on. Returns the number of bytes read, less
  // than the buffer only at the end of the file (0 at or behind it); an error
  // when the system fails.
  virtual absl::StatusOr<size_t> ReadAt(uint64_t offset,
                                        std::span<char> buffer) const = 0;
  // The size in bytes, as it was on opening.
  virtual uint64_t size() const = 0;
};

// Bytes that come once, front to back: a pipe or a terminal.
//
// thread-compatible
class SequentialSource {
 public:
  virtual ~SequentialSource() = default;

  // Reads some bytes. Returns their number, 0 only at the end; an error when
  // the system fails. An empty buffer is not allowed.
  virtual absl::StatusOr<size_t> Read(std::span<char> buffer) = 0;
};

// Either of the two; exactly one pointer is set.
struct OpenedSource {
  std::unique_ptr<RandomAccessSource> random_access;
  std::unique_ptr<SequentialSource> sequential;
};

// Opens `path` ("-" is standard input, from its current position). A regular
// file gives random access; a pipe, FIFO, socket or terminal is sequential.
// Returns NOT_FOUND, PERMISSION_DENIED, FAILED_PRECONDITION for a directory,
// or what the system says; the path is attached.
absl::StatusOr<OpenedSource> OpenSource(const std::string& path);

// The same, for what must be a regular file.
absl::StatusOr<std::unique_ptr<RandomAccessSource>> OpenRandomAccess(
    const std::string& path);

// The same, for a file that is open already; takes the descriptor. `path` is
// for messages.
absl::StatusOr<std::unique_ptr<RandomAccessSource>> OpenDescriptor(
    int fd, const std::string& path);

// The octets of `source` in front of `end`, as if the file were cut there;
// offsets stay the same. `source` must outlive the result.
std::unique_ptr<RandomAccessSource> MakeCutSource(
    const RandomAccessSource& source, uint64_t end);

// Reads `data` as if it were a file. Takes the string.
std::unique_ptr<RandomAccessSource> MakeMemorySource(std::string data);
// The same front to back, at most `max_read_bytes` a call: to test readers.
std::unique_ptr<SequentialSource> MakeMemoryStream(std::string data,
                                                   size_t max_read_bytes);

}  // namespace pgark

#endif  // PGARK_BASE_FILE_SOURCE_H_
