#ifndef PGARK_ARCHIVE_ARCHIVE_INPUT_H_
#define PGARK_ARCHIVE_ARCHIVE_INPUT_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/file_source.h"

namespace pgark {

// A buffered read position in an archive, over a file (any number of them on
// one file) or over a pipe. All errors carry the offset.
//
// thread-compatible
class ArchiveInput {
 public:
  static constexpr size_t kDefaultBufferBytes = 256 << 10;

  // Reads `source`, which must outlive this, from `offset` on.
  ArchiveInput(const RandomAccessSource& source, uint64_t offset,
               size_t buffer_bytes = kDefaultBufferBytes);
  // Reads `source`, which must outlive this; its next octet is `offset`.
  explicit ArchiveInput(SequentialSource& source,
                        size_t buffer_bytes = kDefaultBufferBytes,
                        uint64_t offset = 0);

  // The offset of the next octet.
  uint64_t position() const { return buffer_offset_ + begin_; }
  // How many octets are left if that is known (files), otherwise a bound that
  // nothing reaches.
  uint64_t remaining() const;

  // Returns whether nothing is left.
  absl::StatusOr<bool> AtEnd();
  // Returns 1 to `max_bytes` octets and moves behind them; "" only at the end
  // or for max_bytes = 0. The view lives until the next call.
  absl::StatusOr<absl::string_view> ReadSome(uint64_t max_bytes);
  // Returns exactly `count` octets, as ReadSome(). Returns DATA_LOSS at the
  // end of the file.
  // REQUIRES: count <= 64.
  absl::StatusOr<absl::string_view> ReadExact(size_t count);
  // Appends `count` octets to *out, which grows as they come. DATA_LOSS at
  // the end.
  absl::Status ReadString(uint64_t count, std::string* out);
  // Returns the next octets without moving, at most `count` (<= 64); fewer
  // only at the end.
  absl::StatusOr<absl::string_view> Peek(size_t count);
  // Moves on. DATA_LOSS when the file ends before that. Costs nothing on a
  // file, reads on a pipe.
  absl::Status Skip(uint64_t count);

 private:
  // Makes at least `count` octets available, or all that are left.
  absl::Status Fill(size_t count);
  absl::Status EndOfFile() const;

  const RandomAccessSource* const random_access_;  // or null
  SequentialSource* const sequential_;             // or null
  const size_t buffer_bytes_;
  std::unique_ptr<char[]> buffer_;
  // How much is read at once from a file: little at first and behind a skip,
  // more and more while reading goes straight on.
  size_t read_ahead_bytes_;
  uint64_t buffer_offset_ = 0;  // of buffer_[0] in the file
  size_t begin_ = 0;            // the octets not yet read: [begin_, end_)
  size_t end_ = 0;
  bool source_ended_ = false;
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_ARCHIVE_INPUT_H_
