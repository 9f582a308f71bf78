#ifndef PGARK_ARCHIVE_FRAME_DATA_READER_H_
#define PGARK_ARCHIVE_FRAME_DATA_READER_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "archive/archive_index.h"
#include "archive/data_reader.h"
#include "archive/frame_reader.h"

namespace pgark {

// The data of a table from one of its frames on, read through the index: each
// frame by one range of octets, its digest checked.
//
// thread-compatible
class FrameDataReader : public DataReader {
 public:
  // The frames, and what `reader` reads from, must outlive this. `entry` is how
  // messages name the entry.
  FrameDataReader(std::unique_ptr<FrameReader> reader,
                  std::span<const IndexFrame> frames, std::string entry)
      : reader_(std::move(reader)), frames_(frames), entry_(std::move(entry)) {}

  bool has_large_objects() const override { return false; }
  absl::StatusOr<std::optional<Oid>> NextLargeObject() override {
    return std::optional<Oid>();
  }
  absl::StatusOr<absl::string_view> Next() override;
  // Stock programs drop nothing that an index describes.
  uint64_t hidden_bytes() const override { return 0; }

 private:
  const std::unique_ptr<FrameReader> reader_;
  const std::span<const IndexFrame> frames_;
  const std::string entry_;
  size_t next_ = 0;
  std::string raw_;
  absl::Status status_;
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_FRAME_DATA_READER_H_
