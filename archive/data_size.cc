#include "archive/data_size.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "archive/archive_reader.h"

namespace pgark {
namespace {

DataSizes IndexedSizes(const ArchiveIndex& index) {
  DataSizes sizes;
  for (const IndexBlock& block : index.blocks) {
    DataSize size;
    size.stored_bytes = block.end - block.begin;
    for (const IndexStream& stream : block.streams) {
      for (const IndexFrame& frame : stream.frames) {
        size.decoded_bytes += frame.raw_bytes;
      }
    }
    sizes[block.id] = size;
  }
  return sizes;
}

}  // namespace

uint64_t UsualCompressionRatio(CompressionMethod method) {
  switch (method) {
    case CompressionMethod::kNone:
      return 1;
    case CompressionMethod::kLz4:
      return 3;
    case CompressionMethod::kGzip:
    case CompressionMethod::kZstd:
      return 5;
  }
  return 1;
}

DataSizes EstimateBlockSizes(const ArchiveReader& reader) {
  if (reader.index() != nullptr) return IndexedSizes(*reader.index());
  // A block ends where the next one begins.
  std::vector<std::pair<uint64_t, DumpId>> begins;
  for (const TocEntry& entry : reader.toc().entries()) {
    const DataOffset offset = reader.StoredOffset(entry.id);
    if (offset.state == DataOffsetState::kSet) {
      begins.emplace_back(offset.position, entry.id);
    }
  }
  std::sort(begins.begin(), begins.end());
  const uint64_t ratio = UsualCompressionRatio(reader.header().compression);
  DataSizes sizes;
  for (size_t i = 0; i < begins.size(); ++i) {
    const uint64_t end =
        i + 1 < begins.size() ? begins[i + 1].first : reader.source().size();
    if (end <= begins[i].first) continue;
    const uint64_t stored_bytes = end - begins[i].first;
    sizes[begins[i].second] = {stored_bytes, stored_bytes * ratio};
  }
  return sizes;
}

}  // namespace pgark
