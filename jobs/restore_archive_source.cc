#include "jobs/restore_archive_source.h"

#include <memory>
#include <utility>
#include <vector>

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

// An entry that is marked to have no data although it is one of data: other
// programs write empty tables like this.
absl::Status ReadNothing(const TocEntry& entry, const ByteConsumer& consume) {
  if (!entry.copy_statement.has_value()) return absl::OkStatus();
  return consume(kCopyEndMarker);
}

// The frames of an archive with an index.
class FramePieceReader : public TablePieceReader {
 public:
  FramePieceReader(const std::vector<IndexFrame>& frames,
                   std::unique_ptr<FrameReader> reader, std::string object)
      : frames_(frames),
        reader_(std::move(reader)),
        object_(std::move(object)) {}

  absl::Status Read(size_t piece, std::string* rows) override {
    return WithObject(reader_->Read(frames_[piece], rows), object_);
  }

 private:
  const std::vector<IndexFrame>& frames_;
  const std::unique_ptr<FrameReader> reader_;
  const std::string object_;
};

}  // namespace

ArchiveDataSource::ArchiveDataSource(const ReadableArchive& archive)
    : archive_(archive), sizes_(archive.EstimateSizes()) {}

absl::Status ArchiveDataSource::ReadTableData(const TocEntry& entry,
                                              const ByteConsumer& consume) {
  if (!archive_.HasData(entry.id)) {
    return ReadNothing(entry, consume);
  }
  ASSIGN_OR_RETURN(const std::unique_ptr<DataReader> data,
                   archive_.OpenData(entry.id));
  return ReadPieces(*data, consume);
}

absl::Status ArchiveDataSource::ReadLargeObjects(
    const TocEntry& entry, LargeObjectConsumer& consumer) {
  if (!archive_.HasData(entry.id)) {
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const std::unique_ptr<DataReader> data,
                   archive_.OpenData(entry.id));
  return ReadObjects(*data, consumer);
}

size_t ArchiveDataSource::TablePieceCount(const TocEntry& entry) const {
  const std::vector<IndexFrame>* const frames = archive_.TableFrames(entry.id);
  return frames == nullptr ? 0 : frames->size();
}

absl::StatusOr<std::unique_ptr<TablePieceReader>>
ArchiveDataSource::NewTablePieceReader(const TocEntry& entry) const {
  const std::vector<IndexFrame>* const frames = archive_.TableFrames(entry.id);
  if (frames == nullptr) return EntryDataSource::NewTablePieceReader(entry);
  ASSIGN_OR_RETURN(std::unique_ptr<FrameReader> reader,
                   archive_.NewFrameReader());
  return std::make_unique<FramePieceReader>(*frames, std::move(reader),
                                            DescribeEntry(entry));
}

DataSize ArchiveDataSource::SizeOf(const TocEntry& entry) const {
  const auto found = sizes_.find(entry.id);
  return found == sizes_.end() ? DataSize() : found->second;
}

uint64_t ArchiveDataSource::StoredBytes(const TocEntry& entry) const {
  return SizeOf(entry).stored_bytes;
}

uint64_t ArchiveDataSource::DecodedBytes(const TocEntry& entry) const {
  return SizeOf(entry).decoded_bytes;
}

std::string ArchiveDataSource::DescribeLocation(const TocEntry& entry) const {
  return archive_.DescribeData(entry.id);
}

absl::StatusOr<DataReader*> SequentialDataSource::OpenData(
    const TocEntry& entry) {
  if (current_ != entry.id && !archive_.AwaitsData(entry.id)) {
    if (passed_.count(entry.id) == 0) return nullptr;
    return WithHint(
        WithObject(absl::FailedPreconditionError(
                       "the data has passed already: it is in another order "
                       "in the archive than in its contents list"),
                   DescribeEntry(entry)),
        "give the archive as a file, not through a pipe");
  }
  while (current_ != entry.id) {
    ASSIGN_OR_RETURN(current_, archive_.NextData());
    if (!current_.has_value()) return nullptr;
    passed_.insert(*current_);
  }
  return archive_.OpenData();
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
    ASSIGN_OR_RETURN(current_, archive_.NextData());
  } while (current_.has_value());
  return absl::OkStatus();
}

std::string SequentialDataSource::DescribeLocation(
    const TocEntry& entry) const {
  return archive_.DescribeData(entry.id);
}

}  // namespace pgark
