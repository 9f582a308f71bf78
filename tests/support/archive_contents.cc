#include "tests/support/archive_contents.h"

#include "base/status_macros.h"

namespace pgark {
namespace {

absl::Status ReadStream(DataReader& reader, std::string* text) {
  while (true) {
    ASSIGN_OR_RETURN(const absl::string_view piece, reader.Next());
    if (piece.empty()) return absl::OkStatus();
    text->append(piece.data(), piece.size());
  }
}

}  // namespace

absl::Status ReadBlockData(DataReader& reader, DumpId id, ArchiveData* data) {
  if (!reader.has_large_objects()) {
    return ReadStream(reader, &(*data)[{id.value, 0}]);
  }
  while (true) {
    ASSIGN_OR_RETURN(const std::optional<Oid> oid, reader.NextLargeObject());
    if (!oid.has_value()) return absl::OkStatus();
    RETURN_IF_ERROR(ReadStream(reader, &(*data)[{id.value, *oid}]));
  }
}

absl::StatusOr<ArchiveData> ReadAllData(const ArchiveReader& reader) {
  ArchiveData data;
  for (const TocEntry& entry : reader.toc().entries()) {
    if (!entry.has_data) continue;
    ASSIGN_OR_RETURN(std::unique_ptr<DataReader> block,
                     reader.OpenData(entry.id));
    RETURN_IF_ERROR(ReadBlockData(*block, entry.id, &data));
  }
  return data;
}

absl::StatusOr<ArchiveData> ReadAllData(SequentialArchiveReader& reader) {
  ArchiveData data;
  while (true) {
    ASSIGN_OR_RETURN(const std::optional<DumpId> id, reader.NextBlock());
    if (!id.has_value()) return data;
    ASSIGN_OR_RETURN(DataReader * block, reader.OpenData());
    RETURN_IF_ERROR(ReadBlockData(*block, *id, &data));
  }
}

absl::StatusOr<ArchiveData> ReadAllFrames(const ArchiveReader& reader) {
  ArchiveData data;
  if (reader.index() == nullptr) return reader.index_status();
  ASSIGN_OR_RETURN(std::unique_ptr<FrameReader> frames,
                   reader.NewFrameReader());
  std::string raw;
  for (const IndexBlock& block : reader.index()->blocks) {
    for (const IndexStream& stream : block.streams) {
      std::string& text = data[{block.id.value, stream.oid}];
      for (const IndexFrame& frame : stream.frames) {
        RETURN_IF_ERROR(frames->Read(frame, &raw));
        text += raw;
      }
    }
  }
  return data;
}

}  // namespace pgark
