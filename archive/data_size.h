#ifndef PGARK_ARCHIVE_DATA_SIZE_H_
#define PGARK_ARCHIVE_DATA_SIZE_H_

#include <cstdint>
#include <unordered_map>

#include "archive/compression_spec.h"
#include "archive/dump_id.h"

namespace pgark {

class ArchiveReader;

// The size of an entry's data.
struct DataSize {
  uint64_t stored_bytes = 0;
  uint64_t decoded_bytes = 0;  // often an estimate
};
using DataSizes = std::unordered_map<DumpId, DataSize>;

// How much bigger rows usually are than what is stored of them: good enough
// for a progress bar.
uint64_t UsualCompressionRatio(CompressionMethod method);

// The sizes of the blocks of a custom archive, from its index or from the
// offsets that are set.
DataSizes EstimateBlockSizes(const ArchiveReader& reader);

}  // namespace pgark

#endif  // PGARK_ARCHIVE_DATA_SIZE_H_
