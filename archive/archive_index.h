#ifndef PGARK_ARCHIVE_ARCHIVE_INDEX_H_
#define PGARK_ARCHIVE_ARCHIVE_INDEX_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "archive/digest.h"
#include "archive/dump_id.h"
#include "archive/read_limits.h"
#include "base/file_source.h"

namespace pgark {

// One frame of a block: where its stored bytes are, and what they hold.
struct IndexFrame {
  uint64_t offset = 0;  // of the first stored octet, behind the chunk's length
  uint64_t stored_bytes = 0;
  uint64_t raw_bytes = 0;
  uint64_t rows = 0;
  Digest128 raw_digest;
  Digest128 stored_digest;

  friend bool operator==(const IndexFrame&, const IndexFrame&) = default;
};

// A stream: the whole of a table's data (oid 0), or one large object.
struct IndexStream {
  Oid oid = 0;
  std::vector<IndexFrame> frames;

  friend bool operator==(const IndexStream&, const IndexStream&) = default;
};

// The id in blocks that hold a segment of the index; no entry has it.
inline constexpr DumpId kIndexSegmentId = {0};

struct IndexBlock {
  DumpId id;
  uint64_t begin = 0;  // of the block's type octet
  uint64_t end = 0;    // behind its terminator
  // Of every octet in [begin, end) that is not in a frame, in order: type,
  // id, lengths, object numbers, terminators, heads and ends of zlib streams.
  Digest128 framing_digest;
  std::vector<IndexStream> streams;

  // The entry that has the block; nothing for a segment.
  std::optional<DumpId> entry() const {
    return id == kIndexSegmentId ? std::nullopt : std::optional<DumpId>(id);
  }

  friend bool operator==(const IndexBlock&, const IndexBlock&) = default;
};

// What we write beside the data: place and digest of every frame, so that
// checking needs no decoding and one table can be read in parallel
// (docs/archive-index.md). It is stored in segments, which are blocks of no
// entry between the others, and a tail behind the last block. Blocks and
// segments together follow each other without gaps, from the end of the
// contents list to the tail; their digests cover every octet before it, and
// the footer covers the tail.
struct ArchiveIndex {
  uint64_t toc_end = 0;            // = begin of the first block
  Digest128 toc_digest;            // header and contents list, [0, toc_end)
  std::vector<IndexBlock> blocks;  // in file order
  // The same for the segments: each has one stream with one frame.
  std::vector<IndexBlock> segments;

  // Returns the block of an entry, or nullptr. Linear.
  const IndexBlock* Find(DumpId id) const;
  // The end of the last block or segment; the tail begins there.
  uint64_t data_end() const;

  friend bool operator==(const ArchiveIndex&, const ArchiveIndex&) = default;
};

// The first octets of an index's tail; no block can begin like this.
inline constexpr absl::string_view kIndexMagic = "PGARKIDX";
// The last octets of a file with an index.
inline constexpr absl::string_view kIndexFooterMagic = "PGARKEND";
inline constexpr uint64_t kIndexFooterBytes = 52;

// Reads the index of a file: footer, tail, and all segments from the last to
// the first. Returns
//   NOT_FOUND           there is none
//   DATA_LOSS           a part is damaged, or they do not fit each other; the
//                       offset is that of the part
//   UNIMPLEMENTED       it has a newer version
//   RESOURCE_EXHAUSTED  beyond a limit
// or what the source says. The index has been checked against the file's
// size, not against the contents list. Reads nothing but these parts, each by
// one range of octets.
absl::StatusOr<ArchiveIndex> ReadIndex(const RandomAccessSource& source,
                                       const ReadLimits& limits);

}  // namespace pgark

#endif  // PGARK_ARCHIVE_ARCHIVE_INDEX_H_
