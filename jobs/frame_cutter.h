#ifndef PGARK_JOBS_FRAME_CUTTER_H_
#define PGARK_JOBS_FRAME_CUTTER_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace pgark {

// Sizes of frames in bytes of COPY text. The middle is what zstd wants for its
// ratio (docs/performance.md, "Levels"); the greatest bounds a reader's memory,
// except that one row larger than it is a frame of its own.
struct FrameSizes {
  size_t least = size_t{1} << 20;
  size_t middle = size_t{4} << 20;
  size_t greatest = size_t{8} << 20;
};

// Collects rows into frames and decides by the rows' content where a frame
// ends, so that an insert early in a table leaves later frames as they were:
// behind `least`, each row ends the frame with a probability proportional to
// its length, drawn from a hash of its bytes.
//
// thread-compatible
class FrameCutter {
 public:
  explicit FrameCutter(const FrameSizes& sizes);

  // Adds one whole row, newline included. Returns true when the frame ends
  // behind it: take it with TakeFrame() before adding more.
  bool AddRow(absl::string_view row);
  // Whether adding a row of that size would make the frame too large: take it
  // first.
  bool MustCutBefore(size_t row_bytes) const {
    return !frame_.empty() && frame_.size() + row_bytes > sizes_.greatest;
  }
  bool empty() const { return frame_.empty(); }
  uint64_t rows() const { return rows_; }
  // Returns the bytes collected and begins the next frame, reusing `recycled`'s
  // memory.
  std::string TakeFrame(std::string recycled = {});

 private:
  const FrameSizes sizes_;
  std::string frame_;
  uint64_t rows_ = 0;
};

}  // namespace pgark

#endif  // PGARK_JOBS_FRAME_CUTTER_H_
