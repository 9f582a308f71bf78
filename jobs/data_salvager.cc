#include "jobs/data_salvager.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "archive/data_block.h"
#include "archive/frame_encoder.h"
#include "base/status_context.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

// What of one chunk is kept back until it is known to be right. A frame of ours
// is smaller; of anything larger a part is passed on before.
constexpr size_t kMaxHeldBytes = size_t{64} << 20;

SalvageLoss MakeLoss(LossKind kind, uint64_t begin, uint64_t end,
                     std::string reason) {
  SalvageLoss loss;
  loss.kind = kind;
  loss.begin = begin;
  loss.end = end;
  loss.reason = std::move(reason);
  return loss;
}

SalvageLoss LostRows(uint64_t begin, uint64_t end, const absl::Status& why) {
  return MakeLoss(LossKind::kRows, begin, end, std::string(why.message()));
}

SalvageLoss LostObject(Oid oid, uint64_t begin, uint64_t end,
                       const absl::Status& why) {
  SalvageLoss loss =
      MakeLoss(LossKind::kLargeObject, begin, end, std::string(why.message()));
  if (oid != 0) loss.large_object = oid;
  return loss;
}

// Whether a frame begins there that needs nothing in front of it.
bool BeginsFrame(CompressionMethod method, absl::string_view octets) {
  return (method == CompressionMethod::kZstd ||
          method == CompressionMethod::kLz4) &&
         BeginsStream(method, octets);
}

}  // namespace

bool IsDamage(const absl::Status& status) {
  return absl::IsDataLoss(status) || absl::IsResourceExhausted(status) ||
         absl::IsUnimplemented(status) || absl::IsNotFound(status);
}

// Decodes the chunks of a stream one by one, and starts again behind damage.
class BlockSalvager::ChunkDecoder {
 public:
  using Output = std::function<absl::Status(absl::string_view)>;

  ChunkDecoder(BlockWalker& walker, CompressionMethod method, bool is_ours,
               std::unique_ptr<Decompressor> decompressor)
      : walker_(walker),
        method_(method),
        is_ours_(is_ours),
        decompressor_(std::move(decompressor)) {}

  // A new stream begins.
  void Reset() {
    decompressor_->Reset();
    is_broken_ = false;
    was_broken_ = false;
  }

  // Decodes the next chunk, of `length` octets, and passes it on when all of it
  // was right. Returns what is wrong with it, or what `output` fails with (then
  // output_failed()), or why it could not be framed (framing_failed()).
  absl::Status Decode(const Output& output) {
    held_.clear();
    passed_some_ = false;
    absl::Status damage;
    bool is_first = true;
    while (true) {
      absl::StatusOr<absl::string_view> piece = walker_.ReadPiece();
      if (!piece.ok()) {
        framing_failed_ = true;
        return piece.status();
      }
      if (piece->empty()) break;
      if (is_first && is_broken_) TryToGoOn(*piece);
      is_first = false;
      if (is_broken_ || !damage.ok()) continue;
      damage = DecodePiece(*piece, output);
      if (output_failed_) return damage;
    }
    if (is_broken_) return absl::DataLossError("it follows damage");
    if (damage.ok()) {
      decompressor_->EndChunk();
      return PassOn(output);
    }
    is_broken_ = true;
    was_broken_ = true;
    return damage;
  }
  // The stream's end. Returns what is wrong with it.
  absl::Status Finish() {
    if (is_broken_) return absl::OkStatus();  // said already
    const absl::Status finished = decompressor_->Finish();
    // A zlib stream of which a part is missing has another checksum.
    const bool is_expected = was_broken_ && method_ == CompressionMethod::kGzip;
    return is_expected ? absl::OkStatus() : finished;
  }

  bool framing_failed() const { return framing_failed_; }
  bool output_failed() const { return output_failed_; }
  // Whether some of a chunk that failed has been passed on.
  bool passed_some() const { return passed_some_; }
  bool is_broken() const { return is_broken_; }

 private:
  void TryToGoOn(absl::string_view chunk) {
    if (BeginsFrame(method_, chunk)) {
      decompressor_->Reset();
      is_broken_ = false;
    } else if (is_ours_ && method_ == CompressionMethod::kGzip &&
               chunk.size() > kZlibEndBytes) {
      // A piece of ours begins anew, but has no head of its own.
      decompressor_->Reset();
      decompressor_->SetInput(ZlibStreamHeader());
      is_broken_ = !decompressor_->Next().ok();
    }
  }

  absl::Status DecodePiece(absl::string_view piece, const Output& output) {
    decompressor_->SetInput(piece);
    while (true) {
      ASSIGN_OR_RETURN(const absl::string_view raw, decompressor_->Next());
      if (raw.empty()) return absl::OkStatus();
      held_.append(raw.data(), raw.size());
      if (held_.size() < kMaxHeldBytes) continue;
      passed_some_ = true;
      RETURN_IF_ERROR(PassOn(output));
    }
  }

  absl::Status PassOn(const Output& output) {
    absl::Status status = output(held_);
    output_failed_ = !status.ok();
    held_.clear();
    return status;
  }

  // The end of a zlib stream of ours: an empty block and a checksum.
  static constexpr size_t kZlibEndBytes = 16;

  BlockWalker& walker_;
  const CompressionMethod method_;
  const bool is_ours_;
  const std::unique_ptr<Decompressor> decompressor_;
  std::string held_;
  bool is_broken_ = false;
  bool was_broken_ = false;
  bool framing_failed_ = false;
  bool output_failed_ = false;
  bool passed_some_ = false;
};

BlockSalvager::BlockSalvager(const RandomAccessSource& source,
                             const ArchiveHeader& header,
                             const LocatedBlocks& blocks,
                             const SalvagedIndex& index, bool is_ours)
    : source_(source),
      header_(header),
      blocks_(blocks),
      index_(index),
      is_ours_(is_ours) {}

BlockSalvager::~BlockSalvager() = default;

absl::StatusOr<FrameReader*> BlockSalvager::Frames() {
  if (frames_ == nullptr) {
    ASSIGN_OR_RETURN(std::unique_ptr<FrameDecompressor> decompressor,
                     MakeFrameDecompressor(header_.compression));
    frames_ = std::make_unique<FrameReader>(source_, limits_,
                                            std::move(decompressor));
  }
  return frames_.get();
}

absl::Status BlockSalvager::ReadTable(const TocEntry& entry, RowSalvager& rows,
                                      std::vector<SalvageLoss>* losses) {
  const auto block = index_.blocks.find(entry.id);
  if (block != index_.blocks.end() && block->second.streams.size() == 1) {
    return ReadFrames(block->second, rows, losses);
  }
  const auto begin = blocks_.begins.find(entry.id);
  if (begin == blocks_.begins.end()) {
    losses->push_back(
        MakeLoss(LossKind::kTable, 0, 0, "its data cannot be found"));
    return absl::OkStatus();
  }
  return ReadChunks(begin->second, entry, rows, losses);
}

absl::Status BlockSalvager::ReadFrames(const IndexBlock& block,
                                       RowSalvager& rows,
                                       std::vector<SalvageLoss>* losses) {
  ASSIGN_OR_RETURN(FrameReader* const frames, Frames());
  std::string raw;
  uint64_t next_row = 1;
  for (const IndexFrame& frame : block.streams[0].frames) {
    absl::Status status = frames->Read(frame, &raw);
    if (status.ok()) {
      RETURN_IF_ERROR(rows.Write(raw));
    } else {
      if (!IsDamage(status)) return status;
      RETURN_IF_ERROR(rows.Break(true));
      SalvageLoss loss =
          LostRows(frame.offset, frame.offset + frame.stored_bytes, status);
      if (frame.rows > 0) {
        loss.first_row = next_row;
        loss.last_row = next_row + frame.rows - 1;
        losses->push_back(std::move(loss));
      } else if (frame.raw_bytes != kCopyEndMarker.size()) {
        losses->push_back(std::move(loss));
      }
    }
    next_row += frame.rows;
  }
  RETURN_IF_ERROR(rows.Finish());
  // Of the end marker nothing is missed: the index says where the rows end.
  return absl::OkStatus();
}

absl::Status BlockSalvager::ReadChunks(uint64_t begin, const TocEntry& entry,
                                       RowSalvager& rows,
                                       std::vector<SalvageLoss>* losses) {
  ArchiveInput input(source_, begin);
  BlockWalker walker(input, header_.integer_size, limits_);
  RETURN_IF_ERROR(ReadBlockOf(entry, walker).status());
  ASSIGN_OR_RETURN(std::unique_ptr<Decompressor> decompressor,
                   MakeDecompressor(header_.compression, limits_));
  ChunkDecoder decoder(walker, header_.compression, is_ours_,
                       std::move(decompressor));
  const auto output = [&rows](absl::string_view raw) {
    return rows.Write(raw);
  };
  // The region that is being lost, with what began it.
  std::optional<SalvageLoss> open_loss;
  const auto lose = [&](uint64_t from, uint64_t to, const absl::Status& why) {
    if (!open_loss.has_value()) {
      open_loss = LostRows(from, to, why);
      if (losses->empty()) open_loss->first_row = rows.seen_rows() + 1;
    }
    open_loss->end = to;
  };
  while (true) {
    const uint64_t chunk_begin = walker.position();
    const auto length = walker.NextChunk();
    absl::Status status = length.status();
    const bool is_end = length.ok() && !length->has_value();
    if (is_end) status = decoder.Finish();
    if (length.ok() && !is_end) status = decoder.Decode(output);
    if (decoder.output_failed()) return status;
    const bool framing_failed = !length.ok() || decoder.framing_failed();
    if (!status.ok()) {
      if (!IsDamage(status)) return status;
      // Rows in front of the damage are whole; those behind begin a frame.
      RETURN_IF_ERROR(rows.Break(is_ours_));
      lose(chunk_begin, framing_failed ? source_.size() : walker.position(),
           status);
    } else if (open_loss.has_value()) {
      losses->push_back(*std::exchange(open_loss, std::nullopt));
    }
    if (is_end || framing_failed) break;
  }
  if (open_loss.has_value()) losses->push_back(*std::move(open_loss));
  return rows.Finish();
}

absl::Status BlockSalvager::ReadObjects(const TocEntry& entry,
                                        ObjectSalvageConsumer& consumer,
                                        std::vector<SalvageLoss>* losses) {
  const auto block = index_.blocks.find(entry.id);
  if (block != index_.blocks.end()) {
    return ReadFramesOfObjects(block->second, consumer, losses);
  }
  const auto begin = blocks_.begins.find(entry.id);
  if (begin == blocks_.begins.end()) {
    losses->push_back(
        MakeLoss(LossKind::kLargeObject, 0, 0, "the data cannot be found"));
    return absl::OkStatus();
  }
  return ReadChunksOfObjects(begin->second, entry, consumer, losses);
}

absl::Status BlockSalvager::ReadFramesOfObjects(
    const IndexBlock& block, ObjectSalvageConsumer& consumer,
    std::vector<SalvageLoss>* losses) {
  ASSIGN_OR_RETURN(FrameReader* const frames, Frames());
  std::string raw;
  for (const IndexStream& stream : block.streams) {
    if (stream.oid == 0) continue;
    RETURN_IF_ERROR(consumer.Begin(stream.oid));
    bool is_whole = true;
    for (const IndexFrame& frame : stream.frames) {
      absl::Status status = frames->Read(frame, &raw);
      if (!status.ok()) {
        if (!IsDamage(status)) return status;
        losses->push_back(LostObject(stream.oid, frame.offset,
                                     frame.offset + frame.stored_bytes,
                                     status));
        is_whole = false;
        break;
      }
      RETURN_IF_ERROR(consumer.Write(raw));
    }
    RETURN_IF_ERROR(consumer.End(is_whole));
  }
  return absl::OkStatus();
}

absl::Status BlockSalvager::ReadChunksOfObjects(
    uint64_t begin, const TocEntry& entry, ObjectSalvageConsumer& consumer,
    std::vector<SalvageLoss>* losses) {
  ArchiveInput input(source_, begin);
  BlockWalker walker(input, header_.integer_size, limits_);
  RETURN_IF_ERROR(ReadBlockOf(entry, walker).status());
  ASSIGN_OR_RETURN(std::unique_ptr<Decompressor> decompressor,
                   MakeDecompressor(header_.compression, limits_));
  // No part of an object is worth anything without the rest.
  ChunkDecoder decoder(walker, header_.compression, false,
                       std::move(decompressor));
  const auto output = [&consumer](absl::string_view raw) {
    return consumer.Write(raw);
  };
  while (true) {
    const uint64_t object_begin = walker.position();
    const auto oid = walker.NextLargeObject();
    if (!oid.ok()) {
      if (!IsDamage(oid.status())) return oid.status();
      losses->push_back(
          LostObject(0, object_begin, source_.size(), oid.status()));
      return absl::OkStatus();
    }
    if (!oid->has_value()) return absl::OkStatus();
    RETURN_IF_ERROR(consumer.Begin(**oid));
    decoder.Reset();
    absl::Status damage;
    bool framing_failed = false;
    for (bool is_end = false; !is_end && !framing_failed;) {
      const auto length = walker.NextChunk();
      is_end = length.ok() && !length->has_value();
      absl::Status status = length.status();
      if (is_end) status = decoder.Finish();
      if (length.ok() && !is_end) status = decoder.Decode(output);
      if (decoder.output_failed()) return status;
      if (!status.ok() && !IsDamage(status)) return status;
      if (damage.ok()) damage = status;
      framing_failed = !length.ok() || decoder.framing_failed();
    }
    RETURN_IF_ERROR(consumer.End(damage.ok()));
    if (!damage.ok()) {
      losses->push_back(LostObject(
          **oid, object_begin,
          framing_failed ? source_.size() : walker.position(), damage));
    }
    if (framing_failed) return absl::OkStatus();
  }
}

absl::Status MemberSalvager::ReadTable(const TocEntry& entry, RowSalvager& rows,
                                       std::vector<SalvageLoss>* losses) {
  absl::StatusOr<std::unique_ptr<DataReader>> data =
      archive_.OpenData(entry.id);
  absl::Status status = data.status();
  while (status.ok()) {
    const absl::StatusOr<absl::string_view> piece = (*data)->Next();
    status = piece.status();
    if (!status.ok()) break;
    if (piece->empty()) return rows.Finish();
    RETURN_IF_ERROR(rows.Write(*piece));
  }
  if (!IsDamage(status)) return status;
  RETURN_IF_ERROR(rows.Finish());
  SalvageLoss loss = LostRows(0, 0, status);
  loss.reason = FormatStatus(status);
  loss.first_row = rows.seen_rows() + 1;
  losses->push_back(std::move(loss));
  return absl::OkStatus();
}

absl::Status MemberSalvager::ReadObjects(const TocEntry& entry,
                                         ObjectSalvageConsumer& consumer,
                                         std::vector<SalvageLoss>* losses) {
  absl::StatusOr<std::unique_ptr<DataReader>> data =
      archive_.OpenData(entry.id);
  absl::Status status = data.status();
  Oid current = 0;
  while (status.ok()) {
    const auto oid = (*data)->NextLargeObject();
    status = oid.status();
    if (!status.ok()) break;
    if (!oid->has_value()) return absl::OkStatus();
    current = **oid;
    RETURN_IF_ERROR(consumer.Begin(current));
    while (true) {
      const absl::StatusOr<absl::string_view> piece = (*data)->Next();
      status = piece.status();
      if (!status.ok() || piece->empty()) break;
      RETURN_IF_ERROR(consumer.Write(*piece));
    }
    RETURN_IF_ERROR(consumer.End(status.ok()));
    if (status.ok()) current = 0;
  }
  if (!IsDamage(status)) return status;
  losses->push_back(LostObject(current, 0, 0, status));
  losses->back().reason = FormatStatus(status);
  return absl::OkStatus();
}

}  // namespace pgark
