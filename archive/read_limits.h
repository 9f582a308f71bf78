#ifndef PGARK_ARCHIVE_READ_LIMITS_H_
#define PGARK_ARCHIVE_READ_LIMITS_H_

#include <cstdint>

namespace pgark {

// What a reader takes from an archive that it does not trust. What exceeds a
// bound is RESOURCE_EXHAUSTED with the bound in the message. Memory grows with
// the bytes that are really there, never with a length that the file claims;
// the bounds stop files that really are that large.
struct ReadLimits {
  // One string of the contents list: a definition, a tag. PostgreSQL itself
  // stops at 1 GB.
  uint64_t max_string_bytes = uint64_t{1} << 30;
  // Header and contents list together.
  uint64_t max_toc_bytes = uint64_t{4} << 30;
  uint64_t max_entries = 20'000'000;
  // Dependencies of one entry, repeated ones included.
  uint64_t max_dependencies = 1'000'000;
  // The largest number of an entry, also as a dependency.
  int32_t max_dump_id = 1'000'000'000;
  // One chunk as stored. Chunks are read in pieces, so this costs no memory.
  // The format itself ends here.
  uint64_t max_chunk_bytes = 0x7fffffff;
  // One frame, decoded at once through the index.
  uint64_t max_frame_bytes = uint64_t{1} << 30;
  // log2 of the zstd window: that of stock pg_restore.
  int max_zstd_window_log = 27;
  // The index as stored, all its parts. In memory a frame needs two to three
  // times that; an index of nothing but empty large objects, the worst case,
  // needs 16 times.
  uint64_t max_index_bytes = uint64_t{1} << 30;
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_READ_LIMITS_H_
