#include "archive/archive_reader.h"

#include <optional>
#include <span>
#include <utility>

#include "absl/strings/str_cat.h"
#include "archive/archive_input.h"
#include "archive/block_data_reader.h"
#include "archive/data_block.h"
#include "archive/frame_data_reader.h"
#include "archive/header_codec.h"
#include "archive/toc_codec.h"
#include "base/status_context.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

absl::Status Damaged(uint64_t offset, absl::string_view what) {
  return WithOffset(absl::DataLossError(what), offset);
}

// The digest of [0, end) of the file.
absl::StatusOr<Digest128> DigestBegin(const RandomAccessSource& source,
                                      uint64_t end) {
  ArchiveInput input(source, 0);
  DigestStream digest;
  while (end > input.position()) {
    ASSIGN_OR_RETURN(const absl::string_view bytes,
                     input.ReadSome(end - input.position()));
    if (bytes.empty()) return Damaged(input.position(), "the file ends early");
    digest.Update(bytes);
  }
  return digest.Get();
}

}  // namespace

ArchiveReader::~ArchiveReader() = default;

absl::StatusOr<std::unique_ptr<ArchiveReader>> ArchiveReader::Open(
    std::unique_ptr<RandomAccessSource> source, const ReadLimits& limits) {
  std::unique_ptr<ArchiveReader> reader(
      new ArchiveReader(std::move(source), limits));
  RETURN_IF_ERROR(reader->ReadContents());
  reader->index_status_ = reader->LoadIndex();
  return reader;
}

absl::Status ArchiveReader::ReadContents() {
  ArchiveInput input(*source_, 0);
  ASSIGN_OR_RETURN(header_, DecodeHeader(input, limits_));
  if (header_.format != ArchiveFormat::kCustom) {
    return absl::UnimplementedError(
        "this is the contents list of a directory or tar archive");
  }
  toc_begin_ = input.position();
  ASSIGN_OR_RETURN(DecodedToc toc, DecodeToc(input, header_, limits_));
  data_begin_ = input.position();
  toc_ = Toc(std::move(toc.entries));
  offsets_ = std::move(toc.offsets);
  entry_begins_ = std::move(toc.entry_begins);
  return absl::OkStatus();
}

absl::Status ArchiveReader::LoadIndex() {
  ASSIGN_OR_RETURN(ArchiveIndex index, ReadIndex(*source_, limits_));
  if (index.toc_end != data_begin_) {
    return Damaged(data_begin_, "the index is that of another contents list");
  }
  ASSIGN_OR_RETURN(const Digest128 digest, DigestBegin(*source_, data_begin_));
  if (digest != index.toc_digest) {
    return Damaged(0, "header or contents list are not what the index says");
  }
  std::unordered_map<DumpId, size_t> block_by_id;
  for (size_t i = 0; i < index.blocks.size(); ++i) {
    const IndexBlock& block = index.blocks[i];
    const TocEntry* entry = toc_.Find(block.id);
    if (entry == nullptr || !entry->has_data ||
        !block_by_id.emplace(block.id, i).second) {
      return Damaged(block.begin,
                     absl::StrCat("the index's block ", block.id.value,
                                  " is that of no entry, or there twice"));
    }
  }
  index_ = std::move(index);
  index_block_by_id_ = std::move(block_by_id);
  return absl::OkStatus();
}

const ArchiveIndex* ArchiveReader::index() const {
  return index_status_.ok() ? &index_ : nullptr;
}

const IndexBlock* ArchiveReader::FindIndexBlock(DumpId id) const {
  const auto found = index_block_by_id_.find(id);
  return found == index_block_by_id_.end() ? nullptr
                                           : &index_.blocks[found->second];
}

DataOffset ArchiveReader::StoredOffset(DumpId id) const {
  const size_t place = toc_.IndexOf(id);
  return place < offsets_.size() ? offsets_[place] : DataOffset();
}

absl::StatusOr<const TocEntry*> ArchiveReader::FindEntry(DumpId id) const {
  const TocEntry* entry = toc_.Find(id);
  if (entry == nullptr) {
    return absl::NotFoundError(absl::StrCat("there is no entry ", id.value));
  }
  if (!entry->has_data || StoredOffset(id).state == DataOffsetState::kNoData) {
    return WithObject(absl::NotFoundError("the entry has no data"),
                      DescribeEntry(*entry));
  }
  return entry;
}

ArchiveReader::ScanResult ArchiveReader::Scan() const {
  ScanResult result;
  ArchiveInput input(*source_, data_begin_);
  BlockWalker walker(input, header_.integer_size, limits_);
  while (true) {
    absl::StatusOr<std::optional<BlockHeader>> header = walker.NextBlock();
    if (!header.ok()) {
      result.status = std::move(header).status();
      return result;
    }
    if (!header->has_value()) return result;
    const DumpId id{(*header)->id};
    if (toc_.Find(id) != nullptr) result.begins.emplace(id, (*header)->begin);
  }
}

absl::StatusOr<uint64_t> ArchiveReader::LocateByScan(
    const TocEntry& entry) const {
  MutexLock lock(mutex_);
  if (scan_ == nullptr) scan_ = std::make_unique<const ScanResult>(Scan());
  const auto found = scan_->begins.find(entry.id);
  if (found != scan_->begins.end()) return found->second;
  if (!scan_->status.ok()) return scan_->status;
  return Damaged(source_->size(), "the entry's data is missing");
}

absl::StatusOr<uint64_t> ArchiveReader::LocateBlock(
    const TocEntry& entry) const {
  const DataOffset offset = StoredOffset(entry.id);
  if (offset.state != DataOffsetState::kSet) return LocateByScan(entry);
  if (offset.position < data_begin_ || offset.position >= source_->size()) {
    return Damaged(entry_begins_[toc_.IndexOf(entry.id)],
                   absl::StrCat("the entry's data offset ", offset.position,
                                " is outside of the data area"));
  }
  return offset.position;
}

absl::StatusOr<BlockHeader> ArchiveReader::FindBlock(DumpId id) const {
  ASSIGN_OR_RETURN(const TocEntry* entry, FindEntry(id));
  absl::StatusOr<uint64_t> offset = LocateBlock(*entry);
  if (!offset.ok()) {
    return WithObject(std::move(offset).status(), DescribeEntry(*entry));
  }
  constexpr size_t kHeaderBytes = 64;
  ArchiveInput input(*source_, *offset, kHeaderBytes);
  BlockWalker walker(input, header_.integer_size, limits_);
  return ReadBlockOf(*entry, walker);
}

absl::StatusOr<std::unique_ptr<DataReader>> ArchiveReader::OpenData(
    DumpId id) const {
  ASSIGN_OR_RETURN(const TocEntry* entry, FindEntry(id));
  absl::StatusOr<uint64_t> offset = LocateBlock(*entry);
  if (!offset.ok()) {
    return WithObject(std::move(offset).status(), DescribeEntry(*entry));
  }
  auto input = std::make_unique<ArchiveInput>(*source_, *offset);
  auto walker =
      std::make_unique<BlockWalker>(*input, header_.integer_size, limits_);
  ASSIGN_OR_RETURN(const BlockHeader block, ReadBlockOf(*entry, *walker));
  ASSIGN_OR_RETURN(std::unique_ptr<Decompressor> decompressor,
                   MakeDecompressor(header_.compression, limits_));
  return std::make_unique<BlockDataReader>(std::move(input), std::move(walker),
                                           block.type, std::move(decompressor),
                                           DescribeEntry(*entry));
}

absl::StatusOr<DataAtRow> ArchiveReader::OpenDataAtRow(DumpId id,
                                                       uint64_t row) const {
  const IndexBlock* block = index() != nullptr ? FindIndexBlock(id) : nullptr;
  const TocEntry* entry = toc_.Find(id);
  const bool is_table = block != nullptr && entry != nullptr &&
                        entry->kind == EntryKind::kTableData &&
                        block->streams.size() == 1;
  if (!is_table) return ReadableArchive::OpenDataAtRow(id, row);
  std::span<const IndexFrame> frames = block->streams[0].frames;
  DataAtRow result;
  // The end marker's frame has no rows, and stays.
  while (!frames.empty() && frames[0].rows > 0 &&
         frames[0].rows <= row - result.rows_before) {
    result.rows_before += frames[0].rows;
    frames = frames.subspan(1);
  }
  ASSIGN_OR_RETURN(std::unique_ptr<FrameReader> reader, NewFrameReader());
  result.data = std::make_unique<FrameDataReader>(std::move(reader), frames,
                                                  DescribeEntry(*entry));
  return result;
}

bool ArchiveReader::HasData(DumpId id) const {
  return StoredOffset(id).state != DataOffsetState::kNoData;
}

std::string ArchiveReader::DescribeData(DumpId id) const {
  return absl::StrCat("Data Pos: ", StoredOffset(id).position);
}

const std::vector<IndexFrame>* ArchiveReader::TableFrames(DumpId id) const {
  const IndexBlock* const block =
      index() == nullptr ? nullptr : FindIndexBlock(id);
  // One stream without a number is a table's; large objects have theirs.
  if (block == nullptr || block->streams.size() != 1 ||
      block->streams[0].oid != 0 || block->streams[0].frames.empty()) {
    return nullptr;
  }
  return &block->streams[0].frames;
}

absl::StatusOr<std::unique_ptr<FrameReader>> ArchiveReader::NewFrameReader()
    const {
  ASSIGN_OR_RETURN(std::unique_ptr<FrameDecompressor> decompressor,
                   MakeFrameDecompressor(header_.compression));
  return std::make_unique<FrameReader>(*source_, limits_,
                                       std::move(decompressor));
}

}  // namespace pgark
