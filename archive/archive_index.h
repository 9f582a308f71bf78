#ifndef PGARK_ARCHIVE_ARCHIVE_INDEX_H_
#define PGARK_ARCHIVE_ARCHIVE_INDEX_H_

#include <cstdint>
#include <string>
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

struct IndexBlock {
  DumpId id;
  uint64_t begin = 0;  // of the block's type octet
  uint64_t end = 0;    // behind its terminator
  // Of every octet in [begin, end) that is not in a frame, in order: type,
  // id, lengths, object numbers, terminators, heads and ends of zlib streams.
  Digest128 framing_digest;
  std::vector<IndexStream> streams;

  friend bool operator==(const IndexBlock&, const IndexBlock&) = default;
};

// What we write behind the last block, where stock pg_restore never looks:
// place and digest of every frame, so that checking needs no decoding and one
// table can be read in parallel (docs/archive-index.md). Blocks follow each
// other without gaps, from the end of the contents list to the index; the
// digests cover every octet before it, and the footer covers the index.
struct ArchiveIndex {
  uint64_t toc_end = 0;            // = begin of the first block
  Digest128 toc_digest;            // header and contents list, [0, toc_end)
  std::vector<IndexBlock> blocks;  // in file order

  // Returns the block of an entry, or nullptr. Linear.
  const IndexBlock* Find(DumpId id) const;

  friend bool operator==(const ArchiveIndex&, const ArchiveIndex&) = default;
};

// The first octets of a stored index; no block can begin like this.
inline constexpr absl::string_view kIndexMagic = "PGARKIDX";
// The last octets of a file with an index.
inline constexpr absl::string_view kIndexFooterMagic = "PGARKEND";
inline constexpr uint64_t kIndexFooterBytes = 52;

// Where a footer says that the index is.
struct IndexFooter {
  uint64_t index_offset = 0;
  uint64_t index_bytes = 0;
  Digest128 index_digest;

  friend bool operator==(const IndexFooter&, const IndexFooter&) = default;
};

// Returns the index as stored, without the footer.
// REQUIRES: blocks and frames are in file order and do not overlap.
std::string EncodeIndex(const ArchiveIndex& index);
// Returns DATA_LOSS when the bytes are no such index or contradict themselves
// (the offset is one in `bytes`), UNIMPLEMENTED for a newer index version,
// RESOURCE_EXHAUSTED beyond a limit.
absl::StatusOr<ArchiveIndex> DecodeIndex(absl::string_view bytes,
                                         const ReadLimits& limits);

// Returns the kIndexFooterBytes octets of the footer.
std::string EncodeIndexFooter(const IndexFooter& footer);
// Returns NOT_FOUND when the octets are no footer (the archive has no index),
// DATA_LOSS when it is a damaged one.
absl::StatusOr<IndexFooter> DecodeIndexFooter(absl::string_view bytes);

// Reads footer and index of a file. Returns NOT_FOUND when there is none;
// otherwise as above, with offsets in the file. It has been checked against
// the file's size, not against the contents list.
absl::StatusOr<ArchiveIndex> ReadIndex(const RandomAccessSource& source,
                                       const ReadLimits& limits);

}  // namespace pgark

#endif  // PGARK_ARCHIVE_ARCHIVE_INDEX_H_
