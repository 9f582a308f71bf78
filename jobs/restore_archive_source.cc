#include "jobs/restore_archive_source.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "archive/data_offset.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "jobs/restore_copy_stream.h"

namespace pgark {
namespace {

absl::Status ReadPieces(DataReader& data, const ByteConsumer& consume) {
  while (true) {
    ASSIGN_OR_RETURN(const absl::string_view piece, data.Next());
    if (piece.empty()) return absl::OkStatus();
    RETURN_IF_ERROR(consume(piece));
  }
}

absl::Status ReadObjects(DataReader& data, LargeObjectConsumer& consumer) {
  while (true) {
    ASSIGN_OR_RETURN(const std::optional<Oid> oid, data.NextLargeObject());
    if (!oid.has_value()) return absl::OkStatus();
    RETURN_IF_ERROR(consumer.Begin(*oid));
    RETURN_IF_ERROR(ReadPieces(data, [&consumer](absl::string_view piece) {
      return consumer.Write(piece);
    }));
    RETURN_IF_ERROR(consumer.End());
  }
}

// How much bigger rows usually are than what is stored of them: good enough
// for a progress bar.
uint64_t UsualRatio(CompressionMethod method) {
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

// An entry that is marked to have no data although it is one of data: other
// programs write empty tables like this.
absl::Status ReadNothing(const TocEntry& entry, const ByteConsumer& consume) {
  if (!entry.copy_statement.has_value()) return absl::OkStatus();
  return consume(kCopyEndMarker);
}

}  // namespace

ArchiveDataSource::ArchiveDataSource(const ArchiveReader& reader)
    : reader_(reader) {
  if (reader.index() != nullptr) {
    AddIndexedSizes();
  } else {
    AddEstimatedSizes();
  }
}

void ArchiveDataSource::AddIndexedSizes() {
  for (const IndexBlock& block : reader_.index()->blocks) {
    Sizes sizes;
    sizes.stored_bytes = block.end - block.begin;
    for (const IndexStream& stream : block.streams) {
      for (const IndexFrame& frame : stream.frames) {
        sizes.decoded_bytes += frame.raw_bytes;
      }
    }
    sizes_[block.id] = sizes;
  }
}

void ArchiveDataSource::AddEstimatedSizes() {
  // A block ends where the next one begins.
  std::vector<std::pair<uint64_t, DumpId>> begins;
  for (const TocEntry& entry : reader_.toc().entries()) {
    const DataOffset offset = reader_.StoredOffset(entry.id);
    if (offset.state == DataOffsetState::kSet) {
      begins.emplace_back(offset.position, entry.id);
    }
  }
  std::sort(begins.begin(), begins.end());
  const uint64_t ratio = UsualRatio(reader_.header().compression);
  for (size_t i = 0; i < begins.size(); ++i) {
    const uint64_t end =
        i + 1 < begins.size() ? begins[i + 1].first : reader_.source().size();
    if (end <= begins[i].first) continue;
    const uint64_t stored_bytes = end - begins[i].first;
    sizes_[begins[i].second] = {stored_bytes, stored_bytes * ratio};
  }
}

absl::Status ArchiveDataSource::ReadTableData(const TocEntry& entry,
                                              const ByteConsumer& consume) {
  if (reader_.StoredOffset(entry.id).state == DataOffsetState::kNoData) {
    return ReadNothing(entry, consume);
  }
  ASSIGN_OR_RETURN(const std::unique_ptr<DataReader> data,
                   reader_.OpenData(entry.id));
  return ReadPieces(*data, consume);
}

absl::Status ArchiveDataSource::ReadLargeObjects(
    const TocEntry& entry, LargeObjectConsumer& consumer) {
  if (reader_.StoredOffset(entry.id).state == DataOffsetState::kNoData) {
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const std::unique_ptr<DataReader> data,
                   reader_.OpenData(entry.id));
  return ReadObjects(*data, consumer);
}

uint64_t ArchiveDataSource::StoredBytes(const TocEntry& entry) const {
  const auto found = sizes_.find(entry.id);
  return found == sizes_.end() ? 0 : found->second.stored_bytes;
}

uint64_t ArchiveDataSource::DecodedBytes(const TocEntry& entry) const {
  const auto found = sizes_.find(entry.id);
  return found == sizes_.end() ? 0 : found->second.decoded_bytes;
}

std::string ArchiveDataSource::DescribeLocation(const TocEntry& entry) const {
  return absl::StrCat("Data Pos: ", reader_.StoredOffset(entry.id).position);
}

absl::StatusOr<DataReader*> SequentialDataSource::OpenData(
    const TocEntry& entry) {
  if (current_ != entry.id && !reader_.AwaitsBlock(entry.id)) {
    if (passed_.count(entry.id) == 0) return nullptr;
    return WithHint(
        WithObject(absl::FailedPreconditionError(
                       "the data has passed already: the archive's blocks are "
                       "in another order than its contents list"),
                   DescribeEntry(entry)),
        "give the archive as a file, not through a pipe");
  }
  while (current_ != entry.id) {
    ASSIGN_OR_RETURN(current_, reader_.NextBlock());
    if (!current_.has_value()) return nullptr;
    passed_.insert(*current_);
  }
  return reader_.OpenData();
}

absl::Status SequentialDataSource::ReadTableData(const TocEntry& entry,
                                                 const ByteConsumer& consume) {
  ASSIGN_OR_RETURN(DataReader* const data, OpenData(entry));
  return data == nullptr ? ReadNothing(entry, consume)
                         : ReadPieces(*data, consume);
}

absl::Status SequentialDataSource::ReadLargeObjects(
    const TocEntry& entry, LargeObjectConsumer& consumer) {
  ASSIGN_OR_RETURN(DataReader* const data, OpenData(entry));
  return data == nullptr ? absl::OkStatus() : ReadObjects(*data, consumer);
}

absl::Status SequentialDataSource::Finish() {
  do {
    ASSIGN_OR_RETURN(current_, reader_.NextBlock());
  } while (current_.has_value());
  return absl::OkStatus();
}

std::string SequentialDataSource::DescribeLocation(
    const TocEntry& entry) const {
  (void)entry;
  return "Data Pos: 0";
}

}  // namespace pgark
