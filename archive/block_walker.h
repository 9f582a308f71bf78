#ifndef PGARK_ARCHIVE_BLOCK_WALKER_H_
#define PGARK_ARCHIVE_BLOCK_WALKER_H_

#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "archive/archive_input.h"
#include "archive/dump_id.h"
#include "archive/read_limits.h"

namespace pgark {

// The first octet of a block, on disk; never renumber. There is no 2.
enum class BlockType : uint8_t {
  kData = 1,
  kLargeObjects = 3,
};

struct BlockHeader {
  BlockType type = BlockType::kData;
  int32_t id = 0;      // as stored; padding blocks have ids of no entry, 0 too
  uint64_t begin = 0;  // offset of the type octet
};

// Walks through the framing of the data area without decoding streams
// (docs/archive-format.md, "Blocks"):
//
//   while (header = NextBlock()) {
//     large objects:  while (oid = NextLargeObject())
//     both:             while (length = NextChunk())
//                         while (piece = ReadPiece(), !piece.empty())
//   }
//
// Each level skips what is left of the levels below, so any loop may be left
// out. Errors carry the offset of the octets that are wrong: DATA_LOSS for a
// wrong block type, a bad number or the end of the file, RESOURCE_EXHAUSTED
// for a chunk beyond the limit.
//
// thread-compatible
class BlockWalker {
 public:
  // `input` stands in front of a block and must outlive this.
  BlockWalker(ArchiveInput& input, int integer_size, const ReadLimits& limits)
      : input_(input), integer_size_(integer_size), limits_(limits) {}

  // Returns nothing at the end of the file, and where an index begins.
  absl::StatusOr<std::optional<BlockHeader>> NextBlock();
  // Returns nothing behind the last object of the block.
  // REQUIRES: the block is one of large objects.
  absl::StatusOr<std::optional<Oid>> NextLargeObject();
  // Returns the chunk's length in octets; nothing behind the last one of the
  // block or object.
  absl::StatusOr<std::optional<uint32_t>> NextChunk();
  // Returns some of the chunk, "" at its end. Lives until the next call.
  absl::StatusOr<absl::string_view> ReadPiece();
  // Moves behind the block; afterwards position() is its end.
  absl::Status SkipBlock();

  uint64_t position() const { return input_.position(); }

 private:
  enum class Level { kOutside, kInBlock, kInStream };

  absl::Status SkipStream();
  absl::Status SkipChunk();

  ArchiveInput& input_;
  const int integer_size_;
  const ReadLimits limits_;
  Level level_ = Level::kOutside;
  BlockType type_ = BlockType::kData;
  uint64_t chunk_left_ = 0;
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_BLOCK_WALKER_H_
