#ifndef PGARK_ARCHIVE_DATA_BLOCK_H_
#define PGARK_ARCHIVE_DATA_BLOCK_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "archive/block_walker.h"
#include "archive/toc_entry.h"

namespace pgark {

// Returns DATA_LOSS, with offset and entry, when a block of that type cannot
// be the data of the entry: table data in a block of large objects or the
// other way round.
absl::Status CheckBlockType(const BlockHeader& block, const TocEntry& entry);

// Reads the header of the block where `walker` stands, which should be that
// of `entry`. Returns DATA_LOSS when it is another one's, none, or of the
// wrong type.
absl::StatusOr<BlockHeader> ReadBlockOf(const TocEntry& entry,
                                        BlockWalker& walker);

}  // namespace pgark

#endif  // PGARK_ARCHIVE_DATA_BLOCK_H_
