#include "archive/archive_writer.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "archive/block_walker.h"
#include "archive/codec.h"
#include "archive/header_codec.h"
#include "archive/primitive_codec.h"
#include "archive/toc_codec.h"
#include "base/status_context.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

// Smaller writes are collected up to this.
constexpr size_t kBufferBytes = 64 << 10;

// A chunk's length is a signed integer of 32 bits.
constexpr uint64_t kMaxStoredBytes = 0x7fffffff;

absl::Status WrongOrder(absl::string_view what) {
  return absl::FailedPreconditionError(what);
}

}  // namespace

ArchiveWriter::ArchiveWriter(ByteSink& sink, const ArchiveHeader& header,
                             const ArchiveWriterOptions& options)
    : sink_(sink),
      method_(header.compression),
      integer_bytes_(header.integer_size),
      offset_bytes_(header.offset_size),
      options_(options) {}

ArchiveWriter::~ArchiveWriter() = default;

absl::StatusOr<std::unique_ptr<ArchiveWriter>> ArchiveWriter::Create(
    ByteSink& sink, const ArchiveHeader& header, const Toc& toc,
    const ArchiveWriterOptions& options) {
  // 1.14, PostgreSQL 12, brought the access method.
  if (!header.version.HasTableAccessMethod()) {
    return absl::InvalidArgumentError(
        "archives older than version 1.14 are not written");
  }
  if (header.format != ArchiveFormat::kCustom) {
    return absl::InvalidArgumentError("only the custom format is written here");
  }
  if (sink.position() != 0) {
    return WrongOrder("the output is not at its begin");
  }
  std::unique_ptr<ArchiveWriter> writer(
      new ArchiveWriter(sink, header, options));
  std::vector<DataOffset> offsets;
  offsets.reserve(toc.size());
  for (const TocEntry& entry : toc.entries()) {
    offsets.push_back(
        {entry.has_data ? DataOffsetState::kNotSet : DataOffsetState::kNoData,
         0});
  }
  std::vector<uint64_t> fields;
  RETURN_IF_ERROR(EncodeHeader(header, &writer->toc_bytes_));
  RETURN_IF_ERROR(
      EncodeToc(toc.entries(), offsets, header, &writer->toc_bytes_, &fields));
  for (size_t i = 0; i < toc.size(); ++i) {
    const TocEntry& entry = toc.entries()[i];
    if (!entry.has_data) continue;
    writer->pending_.push_back(
        {entry.id, entry.kind == EntryKind::kBlobs, fields[i], 0});
  }
  writer->index_.toc_end = writer->toc_bytes_.size();
  writer->index_part_.Reset(writer->index_.toc_end);
  RETURN_IF_ERROR(sink.Append(writer->toc_bytes_));
  return writer;
}

absl::Status ArchiveWriter::Flush() {
  if (buffer_.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(sink_.Append(buffer_));
  buffer_.clear();
  return absl::OkStatus();
}

absl::Status ArchiveWriter::Write(absl::string_view bytes) {
  if (buffer_.size() + bytes.size() > kBufferBytes) RETURN_IF_ERROR(Flush());
  if (bytes.size() > kBufferBytes) return sink_.Append(bytes);
  buffer_.append(bytes.data(), bytes.size());
  return absl::OkStatus();
}

absl::Status ArchiveWriter::WriteFraming() {
  framing_digest_.Update(scratch_);
  RETURN_IF_ERROR(Write(scratch_));
  scratch_.clear();
  return absl::OkStatus();
}

absl::Status ArchiveWriter::BeginBlock(DumpId id) {
  if (state_ != State::kBetweenBlocks) return WrongOrder("a block is open");
  if (next_block_ == pending_.size() || pending_[next_block_].id != id) {
    return WrongOrder(
        absl::StrCat("the next block is not that of entry ", id.value));
  }
  RETURN_IF_ERROR(MaybeWriteIndexSegment());
  PendingBlock& block = pending_[next_block_];
  block.block_offset = position();
  index_.blocks.emplace_back();
  index_.blocks.back().id = id;
  index_.blocks.back().begin = block.block_offset;
  framing_digest_.Reset();
  PrimitiveEncoder encoder(integer_bytes_, offset_bytes_, &scratch_);
  encoder.Octet(static_cast<uint8_t>(
      block.large_objects ? BlockType::kLargeObjects : BlockType::kData));
  encoder.Int(id.value);
  RETURN_IF_ERROR(encoder.status());
  if (block.large_objects) {
    state_ = State::kInObjects;
    return WriteFraming();
  }
  state_ = State::kInTable;
  return BeginStream(0);
}

absl::Status ArchiveWriter::BeginLargeObject(Oid oid) {
  if (state_ == State::kInObject) {
    RETURN_IF_ERROR(EndStream());
    state_ = State::kInObjects;
  }
  if (state_ != State::kInObjects) {
    return WrongOrder("no block of large objects is open");
  }
  if (oid == 0) {
    return absl::InvalidArgumentError("a large object's number is 0");
  }
  PrimitiveEncoder encoder(integer_bytes_, offset_bytes_, &scratch_);
  encoder.Int(static_cast<int32_t>(oid));  // 2^31 and above become negative
  RETURN_IF_ERROR(encoder.status());
  state_ = State::kInObject;
  return BeginStream(oid);
}

absl::Status ArchiveWriter::BeginStream(Oid oid) {
  index_.blocks.back().streams.emplace_back();
  index_.blocks.back().streams.back().oid = oid;
  stream_adler32_ = 1;
  if (method_ == CompressionMethod::kGzip) {
    PrimitiveEncoder encoder(integer_bytes_, offset_bytes_, &scratch_);
    encoder.String(ZlibStreamHeader());  // a chunk looks like a string
  }
  return WriteFraming();
}

absl::Status ArchiveWriter::AppendFrame(const EncodedFrame& frame) {
  if (state_ != State::kInTable && state_ != State::kInObject) {
    return WrongOrder("no stream is open");
  }
  if (frame.method != method_) {
    return WrongOrder(absl::StrCat("a frame of ",
                                   CompressionMethodName(frame.method),
                                   " does not belong into an archive of ",
                                   CompressionMethodName(method_)));
  }
  if (frame.stored.empty()) return absl::OkStatus();
  if (frame.stored.size() > kMaxStoredBytes) {
    return absl::InvalidArgumentError("a frame is too large for a chunk");
  }
  PrimitiveEncoder encoder(integer_bytes_, offset_bytes_, &scratch_);
  encoder.Int(static_cast<int64_t>(frame.stored.size()));
  RETURN_IF_ERROR(encoder.status());
  RETURN_IF_ERROR(WriteFraming());
  const uint64_t offset = position();
  RETURN_IF_ERROR(Write(frame.stored));
  if (method_ == CompressionMethod::kGzip) {
    stream_adler32_ =
        CombineAdler32(stream_adler32_, frame.raw_adler32, frame.raw_bytes);
  }
  raw_bytes_ += frame.raw_bytes;
  rows_ += frame.rows;
  index_.blocks.back().streams.back().frames.push_back(
      {offset, frame.stored.size(), frame.raw_bytes, frame.rows,
       frame.raw_digest, frame.stored_digest});
  return absl::OkStatus();
}

absl::Status ArchiveWriter::EndStream() {
  PrimitiveEncoder encoder(integer_bytes_, offset_bytes_, &scratch_);
  if (method_ == CompressionMethod::kGzip) {
    std::string end;
    AppendZlibStreamEnd(stream_adler32_, &end);
    encoder.Int(static_cast<int64_t>(end.size()));
    scratch_ += end;
  }
  encoder.Int(0);
  return WriteFraming();
}

absl::Status ArchiveWriter::EndBlock() {
  switch (state_) {
    case State::kInTable:
      RETURN_IF_ERROR(EndStream());
      break;
    case State::kInObject:
      RETURN_IF_ERROR(EndStream());
      [[fallthrough]];
    case State::kInObjects: {
      PrimitiveEncoder encoder(integer_bytes_, offset_bytes_, &scratch_);
      encoder.Int(0);
      RETURN_IF_ERROR(WriteFraming());
      break;
    }
    case State::kBetweenBlocks:
    case State::kDone:
      return WrongOrder("no block is open");
  }
  index_.blocks.back().end = position();
  index_.blocks.back().framing_digest = framing_digest_.Get();
  index_part_.Add(index_.blocks.back());
  ++next_block_;
  state_ = State::kBetweenBlocks;
  return absl::OkStatus();
}

absl::Status ArchiveWriter::PatchOffsets() {
  std::string field;
  for (const PendingBlock& block : pending_) {
    field.clear();
    PrimitiveEncoder encoder(integer_bytes_, offset_bytes_, &field);
    encoder.Offset({DataOffsetState::kSet, block.block_offset});
    RETURN_IF_ERROR(encoder.status());
    toc_bytes_.replace(block.field_offset, field.size(), field);
    RETURN_IF_ERROR(sink_.PatchAt(block.field_offset, field));
  }
  return absl::OkStatus();
}

absl::Status ArchiveWriter::MaybeWriteIndexSegment() {
  if (!options_.write_index ||
      index_part_.block_bytes() <= options_.index_segment_bytes) {
    return absl::OkStatus();
  }
  const std::string bytes = index_part_.EncodeSegment();
  // What does not fit into a chunk has to wait for the tail.
  if (bytes.size() > kMaxStoredBytes) return absl::OkStatus();
  const Digest128 digest = ComputeDigest128(bytes);
  IndexBlock segment;
  segment.id = kIndexSegmentId;
  segment.begin = position();
  framing_digest_.Reset();
  PrimitiveEncoder encoder(integer_bytes_, offset_bytes_, &scratch_);
  encoder.Octet(static_cast<uint8_t>(BlockType::kData));
  encoder.Int(kIndexSegmentId.value);
  encoder.Int(static_cast<int64_t>(bytes.size()));
  RETURN_IF_ERROR(encoder.status());
  RETURN_IF_ERROR(WriteFraming());
  segment.streams.push_back(
      {0, {{position(), bytes.size(), bytes.size(), 0, digest, digest}}});
  RETURN_IF_ERROR(Write(bytes));
  encoder.Int(0);
  RETURN_IF_ERROR(WriteFraming());
  segment.end = position();
  segment.framing_digest = framing_digest_.Get();
  index_part_.Reset(segment.begin);
  index_part_.Add(segment);
  index_.segments.push_back(std::move(segment));
  return absl::OkStatus();
}

absl::Status ArchiveWriter::WriteIndexTail() {
  index_.toc_digest = ComputeDigest128(toc_bytes_);
  const std::string bytes =
      index_part_.EncodeTail(index_.toc_end, index_.toc_digest);
  IndexFooter footer;
  footer.tail_offset = position();
  footer.tail_bytes = bytes.size();
  footer.tail_digest = ComputeDigest128(bytes);
  RETURN_IF_ERROR(Write(bytes));
  return Write(EncodeIndexFooter(footer));
}

absl::Status ArchiveWriter::Finish() {
  if (state_ != State::kBetweenBlocks) return WrongOrder("a block is open");
  if (next_block_ < pending_.size()) {
    return WrongOrder(absl::StrCat("entry ", pending_[next_block_].id.value,
                                   " has no block"));
  }
  state_ = State::kDone;
  // Patch first: the index holds the digest of the patched contents list.
  if (sink_.can_patch()) {
    RETURN_IF_ERROR(Flush());
    RETURN_IF_ERROR(PatchOffsets());
  }
  if (options_.write_index) RETURN_IF_ERROR(WriteIndexTail());
  return Flush();
}

}  // namespace pgark
