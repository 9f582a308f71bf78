#include "tests/support/archive_data.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "archive/archive_writer.h"
#include "archive/frame_encoder.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

// Appends `text` to the open stream of the writer.
absl::Status WriteStream(absl::string_view text, size_t frame_bytes,
                         FrameEncoder& encoder, ArchiveWriter& writer) {
  EncodedFrame frame;
  absl::string_view end;
  if (absl::EndsWith(text, kCopyEndMarker)) {
    end = kCopyEndMarker;
    text.remove_suffix(kCopyEndMarker.size());
  }
  for (; !text.empty();
       text.remove_prefix(std::min(frame_bytes, text.size()))) {
    const absl::string_view raw = text.substr(0, frame_bytes);
    const auto rows =
        static_cast<uint64_t>(std::count(raw.begin(), raw.end(), '\n'));
    RETURN_IF_ERROR(encoder.EncodeCopy(raw, rows, &frame));
    RETURN_IF_ERROR(writer.AppendFrame(frame));
  }
  if (end.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(encoder.EncodeCopy(end, 0, &frame));
  return writer.AppendFrame(frame);
}

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

absl::StatusOr<ArchiveData> ReadAllData(const ReadableArchive& reader) {
  ArchiveData data;
  for (const TocEntry& entry : reader.toc().entries()) {
    if (!entry.has_data) continue;
    ASSIGN_OR_RETURN(std::unique_ptr<DataReader> block,
                     reader.OpenData(entry.id));
    RETURN_IF_ERROR(ReadBlockData(*block, entry.id, &data));
  }
  return data;
}

absl::StatusOr<ArchiveData> ReadAllData(StreamedArchive& reader) {
  ArchiveData data;
  while (true) {
    ASSIGN_OR_RETURN(const std::optional<DumpId> id, reader.NextData());
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

absl::Status RewriteArchive(const ArchiveReader& reader,
                            const ArchiveHeader& header, size_t frame_bytes,
                            ByteSink& sink) {
  ASSIGN_OR_RETURN(std::unique_ptr<ArchiveWriter> writer,
                   ArchiveWriter::Create(sink, header, reader.toc()));
  CompressionSpec spec;
  spec.method = header.compression;
  ASSIGN_OR_RETURN(std::unique_ptr<FrameEncoder> encoder,
                   FrameEncoder::Create(spec));
  for (const TocEntry& entry : reader.toc().entries()) {
    if (!entry.has_data) continue;
    ArchiveData data;
    ASSIGN_OR_RETURN(std::unique_ptr<DataReader> block,
                     reader.OpenData(entry.id));
    RETURN_IF_ERROR(ReadBlockData(*block, entry.id, &data));
    RETURN_IF_ERROR(writer->BeginBlock(entry.id));
    for (const auto& [key, text] : data) {
      if (block->has_large_objects()) {
        RETURN_IF_ERROR(writer->BeginLargeObject(key.second));
      }
      RETURN_IF_ERROR(WriteStream(text, frame_bytes, *encoder, *writer));
    }
    RETURN_IF_ERROR(writer->EndBlock());
  }
  return writer->Finish();
}

}  // namespace pgark
