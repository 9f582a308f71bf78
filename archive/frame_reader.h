#ifndef PGARK_ARCHIVE_FRAME_READER_H_
#define PGARK_ARCHIVE_FRAME_READER_H_

#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "archive/archive_index.h"
#include "archive/codec.h"
#include "archive/read_limits.h"
#include "base/file_source.h"

namespace pgark {

// Reads frames that an index names, by position. Made by
// ArchiveReader::NewFrameReader().
//
// thread-compatible: one for each thread
class FrameReader {
 public:
  // `source` must outlive this.
  FrameReader(const RandomAccessSource& source, const ReadLimits& limits,
              std::unique_ptr<FrameDecompressor> decompressor)
      : source_(source),
        limits_(limits),
        decompressor_(std::move(decompressor)) {}

  // Replaces *raw by the frame's raw bytes. Returns DATA_LOSS with the
  // frame's offset when the stored bytes are not what the index says (the
  // digest of the raw bytes is compared), RESOURCE_EXHAUSTED beyond a limit.
  absl::Status Read(const IndexFrame& frame, std::string* raw);
  // The same for the stored bytes, undecoded (their digest is compared).
  absl::Status ReadStored(const IndexFrame& frame, std::string* stored);

 private:
  absl::Status Fetch(const IndexFrame& frame, std::string* stored) const;

  const RandomAccessSource& source_;
  const ReadLimits limits_;
  const std::unique_ptr<FrameDecompressor> decompressor_;
  std::string stored_;
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_FRAME_READER_H_
