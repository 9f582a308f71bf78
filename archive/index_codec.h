#ifndef PGARK_ARCHIVE_INDEX_CODEC_H_
#define PGARK_ARCHIVE_INDEX_CODEC_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "archive/archive_index.h"
#include "archive/digest.h"

namespace pgark {

// What one stored part of an index describes: blocks that follow each other
// without gaps, and in front of them the segment that describes those before.
struct IndexPart {
  uint64_t begin = 0;  // of the first block
  // In file order. The first may be a segment's (kIndexSegmentId).
  std::vector<IndexBlock> blocks;

  uint64_t end() const { return blocks.empty() ? begin : blocks.back().end; }
  // Whether the first block is the segment before.
  bool has_segment() const {
    return !blocks.empty() && blocks[0].id == kIndexSegmentId;
  }

  friend bool operator==(const IndexPart&, const IndexPart&) = default;
};

// The part behind the last block.
struct IndexTail {
  uint64_t toc_end = 0;
  Digest128 toc_digest;
  IndexPart part;

  friend bool operator==(const IndexTail&, const IndexTail&) = default;
};

// The first octets of a segment.
inline constexpr absl::string_view kIndexSegmentMagic = "PGARKSEG";

// Encodes a part block by block, so that its size is known at any time.
//
// thread-compatible
class IndexPartEncoder {
 public:
  // The part is empty, and its first block begins at `begin`.
  explicit IndexPartEncoder(uint64_t begin) { Reset(begin); }

  void Reset(uint64_t begin);
  // REQUIRES: the block begins where the one before ends, and its frames are
  // in file order and do not overlap. Only the first may be a segment.
  void Add(const IndexBlock& block);

  // What the blocks have taken so far; a part has some 30 octets more.
  size_t block_bytes() const { return blocks_.size(); }

  std::string EncodeSegment() const;
  std::string EncodeTail(uint64_t toc_end, const Digest128& toc_digest) const;

 private:
  void AddStream(const IndexBlock& block, const IndexStream& stream);
  void AppendBlocks(std::string* out) const;

  uint64_t begin_ = 0;
  uint64_t position_ = 0;  // behind what has been described so far
  uint64_t block_count_ = 0;
  std::string blocks_;
  std::optional<IndexFrame> end_frame_;  // of the last block with table data
};

// The same for whole parts.
std::string EncodeIndexSegment(const IndexPart& part);
std::string EncodeIndexTail(const IndexTail& tail);

// Each part has one encoding, and these take no other. Return DATA_LOSS when
// the bytes are no such part or contradict themselves (the offset is one in
// `bytes`), UNIMPLEMENTED for a newer version. Memory is bounded by a small
// multiple of the bytes (ReadLimits::max_index_bytes).
absl::StatusOr<IndexPart> DecodeIndexSegment(absl::string_view bytes);
absl::StatusOr<IndexTail> DecodeIndexTail(absl::string_view bytes);

// Where a footer says that the tail is.
struct IndexFooter {
  uint64_t tail_offset = 0;
  uint64_t tail_bytes = 0;
  Digest128 tail_digest;

  friend bool operator==(const IndexFooter&, const IndexFooter&) = default;
};

// Returns the kIndexFooterBytes octets of the footer.
std::string EncodeIndexFooter(const IndexFooter& footer);
// Returns NOT_FOUND when the octets are no footer (the archive has no index),
// DATA_LOSS when it is a damaged one.
absl::StatusOr<IndexFooter> DecodeIndexFooter(absl::string_view bytes);

}  // namespace pgark

#endif  // PGARK_ARCHIVE_INDEX_CODEC_H_
