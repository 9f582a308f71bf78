#ifndef PGARK_ARCHIVE_BLOCK_DATA_READER_H_
#define PGARK_ARCHIVE_BLOCK_DATA_READER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "archive/archive_input.h"
#include "archive/block_walker.h"
#include "archive/codec.h"
#include "archive/data_reader.h"
#include "archive/dump_id.h"

namespace pgark {

// The decoded contents of one block of the custom format.
//
// thread-compatible
class BlockDataReader : public DataReader {
 public:
  // The walker stands behind the block's header. `entry` is how messages name
  // the entry. The first form owns what it reads from; with the second the
  // walker must outlive this.
  BlockDataReader(std::unique_ptr<ArchiveInput> input,
                  std::unique_ptr<BlockWalker> walker, BlockType type,
                  std::unique_ptr<Decompressor> decompressor,
                  std::string entry);
  BlockDataReader(BlockWalker& walker, BlockType type,
                  std::unique_ptr<Decompressor> decompressor,
                  std::string entry);
  ~BlockDataReader() override;
  BlockDataReader(const BlockDataReader&) = delete;
  BlockDataReader& operator=(const BlockDataReader&) = delete;

  bool has_large_objects() const override {
    return type_ == BlockType::kLargeObjects;
  }
  absl::StatusOr<std::optional<Oid>> NextLargeObject() override;
  absl::StatusOr<absl::string_view> Next() override;
  uint64_t hidden_bytes() const override;

 private:
  // The two functions above without what they do for errors.
  absl::StatusOr<std::optional<Oid>> AdvanceObject();
  absl::StatusOr<absl::string_view> Advance();
  // Remembers and returns it with context.
  absl::Status Fail(absl::Status status);

  const std::unique_ptr<ArchiveInput> owned_input_;
  const std::unique_ptr<BlockWalker> owned_walker_;
  BlockWalker& walker_;
  const BlockType type_;
  const std::unique_ptr<Decompressor> decompressor_;
  const std::string entry_;
  absl::Status status_;
  bool in_stream_;
  bool in_chunk_ = false;
  uint64_t piece_offset_ = 0;
  uint64_t hidden_before_ = 0;  // in the streams before this one
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_BLOCK_DATA_READER_H_
