#ifndef PGARK_ARCHIVE_DATA_READER_H_
#define PGARK_ARCHIVE_DATA_READER_H_

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
#include "archive/dump_id.h"

namespace pgark {

// The decoded contents of one block.
//
//   table data:     while (piece = Next(), !piece.empty()) ...
//   large objects:  while (oid = NextLargeObject())
//                     while (piece = Next(), !piece.empty()) ...
//
// Table data is what the archive holds: rows and then "\.\n\n\n" (or INSERT
// statements). Pieces end anywhere, also within a row. Errors carry the entry
// and the offset (of the stored octets that were being decoded); DATA_LOSS
// also when a stream ends too early. An error is returned again by every
// later call.
//
// thread-compatible
class DataReader {
 public:
  ~DataReader();
  DataReader(const DataReader&) = delete;
  DataReader& operator=(const DataReader&) = delete;

  // Whether the block is one of large objects.
  bool has_large_objects() const { return type_ == BlockType::kLargeObjects; }

  // Returns the next object's number; nothing behind the last. What is left
  // of the one before is skipped undecoded.
  absl::StatusOr<std::optional<Oid>> NextLargeObject();
  // Returns some bytes, valid until the next call; "" at the end of the
  // stream, which is then complete.
  // With large objects there is nothing before NextLargeObject() and behind
  // the last one.
  absl::StatusOr<absl::string_view> Next();

  // See Decompressor::hidden_bytes(): of all streams so far.
  uint64_t hidden_bytes() const;

 private:
  friend class ArchiveReader;
  friend class SequentialArchiveReader;

  // The walker stands behind the block's header. The first form owns what it
  // reads from.
  DataReader(std::unique_ptr<ArchiveInput> input,
             std::unique_ptr<BlockWalker> walker, BlockType type,
             std::unique_ptr<Decompressor> decompressor, std::string entry);
  DataReader(BlockWalker& walker, BlockType type,
             std::unique_ptr<Decompressor> decompressor, std::string entry);

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
  const std::string entry_;  // as messages name it
  absl::Status status_;
  bool in_stream_;
  bool in_chunk_ = false;
  uint64_t piece_offset_ = 0;
  uint64_t hidden_before_ = 0;  // in the streams before this one
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_DATA_READER_H_
