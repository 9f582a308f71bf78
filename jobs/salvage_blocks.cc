#include "jobs/salvage_blocks.h"

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "archive/archive_input.h"
#include "archive/block_walker.h"
#include "archive/codec.h"
#include "archive/data_block.h"
#include "archive/index_codec.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

constexpr size_t kWindowBytes = size_t{1} << 20;
// A block's type and id, and the length of the first chunk, or the number of
// the first large object, as all writers of today have them.
constexpr size_t kBlockHeadBytes = 11;
constexpr int kUsualIntegerBytes = 4;

absl::StatusOr<std::string> ReadExactly(const RandomAccessSource& source,
                                        uint64_t offset, uint64_t size,
                                        const ReadLimits& limits) {
  if (size > limits.max_index_bytes || offset > source.size() ||
      size > source.size() - offset) {
    return absl::DataLossError("a part of the index is out of the file");
  }
  std::string bytes(size, '\0');
  ASSIGN_OR_RETURN(const size_t count,
                   source.ReadAt(offset, std::span<char>(bytes)));
  if (count < size) return absl::DataLossError("the file ends too early");
  return bytes;
}

absl::StatusOr<std::string> ReadPart(const RandomAccessSource& source,
                                     uint64_t offset, uint64_t size,
                                     const Digest128& digest,
                                     const ReadLimits& limits) {
  ASSIGN_OR_RETURN(std::string bytes,
                   ReadExactly(source, offset, size, limits));
  if (ComputeDigest128(bytes) != digest) {
    return absl::DataLossError("a checksum of the index is wrong");
  }
  return bytes;
}

absl::StatusOr<IndexTail> ReadTail(const RandomAccessSource& source,
                                   const ReadLimits& limits) {
  if (source.size() < kIndexFooterBytes) {
    return absl::NotFoundError("there is no index");
  }
  const uint64_t offset = source.size() - kIndexFooterBytes;
  ASSIGN_OR_RETURN(const std::string bytes,
                   ReadExactly(source, offset, kIndexFooterBytes, limits));
  ASSIGN_OR_RETURN(const IndexFooter footer, DecodeIndexFooter(bytes));
  ASSIGN_OR_RETURN(const std::string tail,
                   ReadPart(source, footer.tail_offset, footer.tail_bytes,
                            footer.tail_digest, limits));
  return DecodeIndexTail(tail);
}

// Frames begin with these.
constexpr char kLz4Octets[] = {0x04, 0x22, 0x4d, 0x18};
constexpr absl::string_view kLz4Magic(kLz4Octets, sizeof(kLz4Octets));
constexpr absl::string_view kZstdMagic = "\x28\xb5\x2f\xfd";

class BlockFinder {
 public:
  BlockFinder(const RandomAccessSource& source,
              const SalvagedContents& contents, const ReadLimits& limits)
      : source_(source), contents_(contents), limits_(limits) {}

  absl::StatusOr<LocatedBlocks> Find(const SalvagedIndex& index);

 private:
  absl::Status Walk();
  // Whether a block of that entry begins there.
  bool IsBlockOf(const TocEntry& entry, uint64_t offset) const;
  absl::StatusOr<std::optional<uint64_t>> FindNext(uint64_t position) const;
  bool LooksLikeBlock(absl::string_view octets) const;
  void Note(const BlockHeader& header, uint64_t end);

  const RandomAccessSource& source_;
  const SalvagedContents& contents_;
  const ReadLimits& limits_;
  std::unordered_map<DumpId, const TocEntry*> awaited_;
  std::unordered_set<int32_t> known_;
  LocatedBlocks located_;
};

bool BlockFinder::IsBlockOf(const TocEntry& entry, uint64_t offset) const {
  if (offset < contents_.data_begin || offset >= source_.size()) return false;
  ArchiveInput input(source_, offset, 64);
  BlockWalker walker(input, contents_.header.integer_size, limits_);
  return ReadBlockOf(entry, walker).ok();
}

void BlockFinder::Note(const BlockHeader& header, uint64_t end) {
  const DumpId id{header.id};
  const auto awaited = awaited_.find(id);
  if (awaited != awaited_.end() && IsBlockOf(*awaited->second, header.begin)) {
    located_.begins.emplace(id, header.begin);
    awaited_.erase(awaited);
  } else if (header.id > 0 && known_.count(header.id) == 0) {
    SalvageLoss loss;
    loss.kind = LossKind::kBlock;
    loss.begin = header.begin;
    loss.end = end;
    loss.entry = id;
    loss.reason = "the entry that says what these data are cannot be read";
    located_.orphans.push_back(std::move(loss));
  }
}

bool BlockFinder::LooksLikeBlock(absl::string_view octets) const {
  const auto octet = [&octets](size_t i) {
    return static_cast<uint8_t>(octets[i]);
  };
  const auto number = [&octet](size_t i) {
    return uint32_t{octet(i)} | uint32_t{octet(i + 1)} << 8 |
           uint32_t{octet(i + 2)} << 16 | uint32_t{octet(i + 3)} << 24;
  };
  if ((octet(0) != 1 && octet(0) != 3) || octet(1) != 0) return false;
  const auto awaited = awaited_.find(DumpId{static_cast<int32_t>(number(2))});
  if (awaited == awaited_.end()) return false;
  const bool has_objects = awaited->second->kind == EntryKind::kBlobs;
  if (has_objects != (octet(0) == 3)) return false;
  if (has_objects) return octet(6) <= 1;
  const uint32_t length = number(7);
  if (octet(6) != 0 || length > limits_.max_chunk_bytes) return false;
  return length == 0 || BeginsStream(contents_.header.compression,
                                     octets.substr(kBlockHeadBytes));
}

absl::StatusOr<std::optional<uint64_t>> BlockFinder::FindNext(
    uint64_t position) const {
  constexpr size_t kNeeded = kBlockHeadBytes + 4;
  if (contents_.header.integer_size != kUsualIntegerBytes) {
    return std::optional<uint64_t>();
  }
  std::string window;
  while (position + kNeeded <= source_.size()) {
    window.resize(kWindowBytes + kNeeded);
    ASSIGN_OR_RETURN(const size_t size,
                     source_.ReadAt(position, std::span<char>(window)));
    if (size < kNeeded) break;
    const size_t places = size - kNeeded + 1;
    for (size_t i = 0; i < places; ++i) {
      if ((window[i] == 1 || window[i] == 3) && window[i + 1] == 0 &&
          LooksLikeBlock(absl::string_view(window).substr(i, kNeeded))) {
        return std::optional<uint64_t>(position + i);
      }
    }
    position += places;
  }
  return std::optional<uint64_t>();
}

// Through the data area from block to block. Blocks of a stream whose framing
// is damaged end at an unknown place: from their begin on the next is searched.
absl::Status BlockFinder::Walk() {
  uint64_t position = contents_.data_begin;
  while (true) {
    ArchiveInput input(source_, position);
    BlockWalker walker(input, contents_.header.integer_size, limits_);
    uint64_t last_begin = position;
    bool is_damaged = false;
    while (!is_damaged) {
      const auto header = walker.NextBlock();
      if (header.ok() && !header->has_value()) return absl::OkStatus();
      is_damaged = !header.ok();
      if (is_damaged) break;
      last_begin = (*header)->begin;
      is_damaged = !walker.SkipBlock().ok();
      Note(**header, walker.position());
    }
    if (awaited_.empty()) return absl::OkStatus();
    ASSIGN_OR_RETURN(const std::optional<uint64_t> next,
                     FindNext(last_begin + 1));
    if (!next.has_value()) return absl::OkStatus();
    position = *next;
  }
}

absl::StatusOr<LocatedBlocks> BlockFinder::Find(const SalvagedIndex& index) {
  for (size_t i = 0; i < contents_.entries.size(); ++i) {
    const TocEntry& entry = contents_.entries[i];
    known_.insert(entry.id.value);
    const DataOffset& offset = contents_.offsets[i];
    if (!entry.has_data || offset.state == DataOffsetState::kNoData) continue;
    const auto block = index.blocks.find(entry.id);
    if (block != index.blocks.end()) {
      located_.begins.emplace(entry.id, block->second.begin);
    } else if (offset.state == DataOffsetState::kSet &&
               IsBlockOf(entry, offset.position)) {
      located_.begins.emplace(entry.id, offset.position);
    } else {
      awaited_.emplace(entry.id, &entry);
    }
  }
  if (!awaited_.empty() || !contents_.losses.empty()) {
    RETURN_IF_ERROR(Walk());
  }
  return std::move(located_);
}

}  // namespace

bool BeginsStream(CompressionMethod method, absl::string_view octets) {
  switch (method) {
    case CompressionMethod::kNone:
      return true;
    case CompressionMethod::kGzip:
      return absl::StartsWith(octets, ZlibStreamHeader().substr(0, 1));
    case CompressionMethod::kLz4:
      return absl::StartsWith(octets, kLz4Magic);
    case CompressionMethod::kZstd:
      return absl::StartsWith(octets, kZstdMagic);
  }
  return false;
}

SalvagedIndex SalvageIndex(const RandomAccessSource& source,
                           const ReadLimits& limits) {
  SalvagedIndex result;
  absl::StatusOr<IndexTail> tail = ReadTail(source, limits);
  if (!tail.ok()) return result;
  result.has_tail = true;
  result.toc_end = tail->toc_end;
  result.toc_digest = tail->toc_digest;
  IndexPart part = std::move(tail->part);
  while (true) {
    const bool has_segment = part.has_segment();
    for (size_t i = has_segment ? 1 : 0; i < part.blocks.size(); ++i) {
      const DumpId id = part.blocks[i].id;
      result.blocks.emplace(id, std::move(part.blocks[i]));
    }
    if (!has_segment) break;
    const IndexBlock segment = part.blocks[0];
    if (segment.streams.size() != 1 || segment.streams[0].frames.size() != 1) {
      return result;
    }
    const IndexFrame& frame = segment.streams[0].frames[0];
    const auto bytes = ReadPart(source, frame.offset, frame.stored_bytes,
                                frame.stored_digest, limits);
    if (!bytes.ok()) return result;
    absl::StatusOr<IndexPart> before = DecodeIndexSegment(*bytes);
    // So each part begins before the one that leads to it.
    if (!before.ok() || before->end() != segment.begin ||
        before->begin >= segment.begin) {
      return result;
    }
    part = *std::move(before);
  }
  result.is_whole = true;
  return result;
}

absl::StatusOr<LocatedBlocks> LocateBlocks(const RandomAccessSource& source,
                                           const SalvagedContents& contents,
                                           const SalvagedIndex& index,
                                           const ReadLimits& limits) {
  return BlockFinder(source, contents, limits).Find(index);
}

}  // namespace pgark
