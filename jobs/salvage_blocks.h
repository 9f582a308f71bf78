#ifndef PGARK_JOBS_SALVAGE_BLOCKS_H_
#define PGARK_JOBS_SALVAGE_BLOCKS_H_

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "archive/archive_index.h"
#include "archive/compression_spec.h"
#include "archive/digest.h"
#include "archive/dump_id.h"
#include "archive/read_limits.h"
#include "base/file_source.h"
#include "jobs/salvage_contents.h"
#include "jobs/salvage_loss.h"

namespace pgark {

// What of an archive's index can still be believed: parts whose checksums are
// right.
struct SalvagedIndex {
  // Whether the last part could be read; otherwise there is nothing.
  bool has_tail = false;
  // Whether all of them could.
  bool is_whole = false;
  uint64_t toc_end = 0;
  Digest128 toc_digest;
  std::unordered_map<DumpId, IndexBlock> blocks;
};

// Whether octets may be the first of a stream.
bool BeginsStream(CompressionMethod method, absl::string_view octets);

SalvagedIndex SalvageIndex(const RandomAccessSource& source,
                           const ReadLimits& limits);

// Where the blocks of entries begin.
struct LocatedBlocks {
  std::unordered_map<DumpId, uint64_t> begins;
  // Blocks of entries that the contents list does not have (any more).
  std::vector<SalvageLoss> orphans;
};

// Finds the blocks of all entries with data: as the index says, as the contents
// list says, and, where these say nothing that is true, by walking through the
// data area. Where the walk meets damage it goes on at the next place that
// looks like a block. Returns what the source says; damage is no failure.
absl::StatusOr<LocatedBlocks> LocateBlocks(const RandomAccessSource& source,
                                           const SalvagedContents& contents,
                                           const SalvagedIndex& index,
                                           const ReadLimits& limits);

}  // namespace pgark

#endif  // PGARK_JOBS_SALVAGE_BLOCKS_H_
