#include "archive/block_checker.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

using Code = FindingCode;

// Large objects are compared with the contents list in batches, so that a
// block of very many costs no memory.
constexpr size_t kLargeObjectBatch = 10'000;

// In a pipe, blocks that may be segments are remembered up to this number; no
// archive of less than terabytes has as many.
constexpr size_t kMaxPossibleSegments = 100'000;

bool MethodIsKnown(CompressionMethod method) {
  return method <= CompressionMethod::kZstd;
}

}  // namespace

void ReportUnknownBlock(int32_t id, FileRegion region,
                        FindingCollector& findings) {
  findings.Add(
      Code::kBlockUnknown, region, std::nullopt,
      absl::StrCat("block ", id, " belongs to no entry; restoring skips it"));
}

BlockChecker::BlockChecker(ValidationContext& context, PipeRecorder* recorder)
    : context_(context), recorder_(recorder) {
  if (context.contents != nullptr && context.Includes(VerifyLevel::kStreams) &&
      MethodIsKnown(context.contents->header.compression)) {
    stream_checker_ = std::make_unique<StreamChecker>(context);
  }
}

absl::StatusOr<bool> BlockChecker::Check(BlockWalker& walker,
                                         const BlockHeader& header,
                                         uint64_t limit,
                                         std::vector<CheckedBlock>* blocks) {
  RETURN_IF_ERROR(BeginBlock(header, limit));
  CheckOwner();
  if (recorder_ != nullptr) {
    recorder_->BeginBlock(header.begin,
                          /*keeps_chunk=*/header.id == kIndexSegmentId.value);
  }
  absl::Status status = WalkBlock(walker);
  if (recorder_ != nullptr) recorder_->TakeFraming(walker.position());
  if (!status.ok() && stream_checker_ != nullptr) stream_checker_->Abandon();
  if (!status.ok() && !IsAboutContents(status)) return status;
  const bool is_whole = status.ok();
  if (!is_whole) {
    const uint64_t offset = GetOffset(status).value_or(walker.position());
    const Code code = is_overrun_ ? Code::kBlockOverrun
                                  : CodeForStatus(status, Code::kBlockDamaged);
    Report(code, {offset, std::max(offset, std::min(limit, offset + 1))},
           status.message());
    summary_.is_whole = false;
  }
  summary_.end = std::min(walker.position(), limit);
  AddLargeObjects(summary_.end);
  RETURN_IF_ERROR(AdvanceTo(summary_.end));
  summary_.raw_digest = raw_digest_.Get();
  if (entry_ != nullptr && IsRemembered()) {
    blocks->push_back({header, summary_});
  }
  return is_whole;
}

absl::Status BlockChecker::BeginBlock(const BlockHeader& header,
                                      uint64_t limit) {
  header_ = header;
  limit_ = limit;
  entry_ = context_.contents != nullptr && header.id > 0
               ? context_.contents->toc.Find(DumpId{header.id})
               : nullptr;
  is_decoded_ = stream_checker_ != nullptr && entry_ != nullptr;
  is_overrun_ = false;
  summary_ = DataSummary();
  summary_.id = DumpId{header.id};
  summary_.begin = header.begin;
  summary_.is_whole = true;
  advanced_to_ = header.begin;
  index_block_ = nullptr;
  if (context_.index != nullptr && entry_ != nullptr) {
    index_block_ = context_.FindIndexBlock(entry_->id);
  }
  if (header.id == kIndexSegmentId.value) {
    index_block_ = context_.FindIndexSegment(header.begin);
  }
  next_index_stream_ = 0;
  raw_digest_.Reset();
  oids_.clear();
  return context_.Advance(0);
}

// Two blocks of an entry show that one is too many; a file of a billion of them
// shall not fill the memory.
bool BlockChecker::IsRemembered() {
  constexpr uint8_t kMaxRemembered = 2;
  std::atomic<uint8_t>& count =
      context_.block_counts[context_.contents->toc.IndexOf(entry_->id)];
  if (count.load() >= kMaxRemembered || ++count > kMaxRemembered) {
    Report(Code::kBlockRepeated, {summary_.begin, summary_.end},
           "the entry has other blocks");
    return false;
  }
  return true;
}

bool BlockChecker::IsSegment() {
  if (header_.id != kIndexSegmentId.value) return false;
  if (index_block_ != nullptr) return true;
  if (recorder_ == nullptr) {
    // That the index cannot be read has been reported.
    return context_.is_ours && context_.index == nullptr;
  }
  if (context_.possible_segments.size() >= kMaxPossibleSegments) {
    return false;
  }
  context_.possible_segments.push_back({header_.begin, header_.begin + 1});
  return true;
}

// Whether the block belongs to an entry, and is of its kind.
void BlockChecker::CheckOwner() {
  if (context_.contents == nullptr || IsSegment()) return;
  const FileRegion region = {header_.begin, header_.begin + 1};
  if (entry_ == nullptr) {
    ReportUnknownBlock(header_.id, region, context_.findings);
    return;
  }
  const bool has_large_objects = header_.type == BlockType::kLargeObjects;
  if (has_large_objects != (entry_->kind == EntryKind::kBlobs) &&
      entry_->kind != EntryKind::kUnknown) {
    Report(Code::kBlockTypeWrong, region,
           absl::StrCat("a block of ",
                        has_large_objects ? "large objects" : "data",
                        " for an entry of kind ", entry_->desc));
  }
}

absl::Status BlockChecker::WalkBlock(BlockWalker& walker) {
  if (header_.type == BlockType::kLargeObjects) {
    RETURN_IF_ERROR(WalkLargeObjects(walker));
  } else {
    RETURN_IF_ERROR(WalkStream(walker, 0));
    if (is_decoded_) {
      summary_.rows = stream_checker_->rows();
      summary_.row_digest = stream_checker_->row_digest();
      summary_.columns = stream_checker_->columns();
      summary_.judged_columns = stream_checker_->judged_columns();
    }
  }
  RETURN_IF_ERROR(CheckLimit(walker.position()));
  if (index_block_ == nullptr) return absl::OkStatus();
  const bool streams_fit =
      !is_decoded_ || next_index_stream_ == index_block_->streams.size();
  if (index_block_->begin != header_.begin ||
      index_block_->end != walker.position() || !streams_fit) {
    Report(Code::kIndexMismatch, {header_.begin, walker.position()},
           "the index describes another block");
  }
  return absl::OkStatus();
}

absl::Status BlockChecker::WalkLargeObjects(BlockWalker& walker) {
  while (true) {
    ASSIGN_OR_RETURN(const std::optional<Oid> oid, walker.NextLargeObject());
    RETURN_IF_ERROR(CheckLimit(walker.position()));
    if (!oid.has_value()) return absl::OkStatus();
    ++summary_.large_objects;
    if (context_.Includes(VerifyLevel::kRows)) oids_.push_back(*oid);
    if (oids_.size() >= kLargeObjectBatch) AddLargeObjects(walker.position());
    RETURN_IF_ERROR(WalkStream(walker, *oid));
  }
}

absl::Status BlockChecker::WalkStream(BlockWalker& walker, Oid oid) {
  if (is_decoded_) BeginStream(oid);
  while (true) {
    ASSIGN_OR_RETURN(const std::optional<uint32_t> length, walker.NextChunk());
    if (!length.has_value()) break;
    const uint64_t begin = walker.position();
    RETURN_IF_ERROR(CheckLimit(begin + *length));
    summary_.stored_bytes += *length;
    if (is_decoded_ || recorder_ != nullptr) {
      RETURN_IF_ERROR(ReadChunk(walker, {begin, begin + *length}));
    } else {
      RETURN_IF_ERROR(AdvanceTo(begin + *length));
    }
  }
  return is_decoded_ ? EndStream(walker.position()) : absl::OkStatus();
}

absl::Status BlockChecker::ReadChunk(BlockWalker& walker, FileRegion chunk) {
  if (recorder_ != nullptr) recorder_->TakeFraming(chunk.begin);
  while (true) {
    ASSIGN_OR_RETURN(const absl::string_view piece, walker.ReadPiece());
    if (piece.empty()) break;
    const uint64_t position = walker.position();
    if (is_decoded_) {
      RETURN_IF_ERROR(
          stream_checker_->Write(piece, chunk, position == chunk.end));
    }
    if (recorder_ != nullptr) recorder_->TakeChunk(position);
    RETURN_IF_ERROR(AdvanceTo(position));
  }
  if (recorder_ != nullptr) recorder_->EndChunk();
  return absl::OkStatus();
}

void BlockChecker::BeginStream(Oid oid) {
  StreamChecker::Stream stream;
  stream.entry = entry_;
  stream.oid = oid;
  stream.is_copy_text = header_.type == BlockType::kData &&
                        entry_->kind == EntryKind::kTableData &&
                        entry_->copy_statement.has_value();
  stream.block = {header_.begin, header_.begin + 1};
  if (index_block_ != nullptr &&
      next_index_stream_ < index_block_->streams.size()) {
    const IndexStream& candidate = index_block_->streams[next_index_stream_];
    if (candidate.oid == oid) stream.index_stream = &candidate;
  }
  ++next_index_stream_;
  stream_checker_->Begin(stream, raw_digest_);
}

absl::Status BlockChecker::EndStream(uint64_t end_offset) {
  RETURN_IF_ERROR(stream_checker_->Finish(end_offset));
  summary_.raw_bytes += stream_checker_->raw_bytes();
  if (!stream_checker_->is_whole()) summary_.is_whole = false;
  return absl::OkStatus();
}

void BlockChecker::AddLargeObjects(uint64_t end_offset) {
  if (oids_.empty()) return;
  if (context_.large_objects != nullptr && entry_ != nullptr) {
    context_.large_objects->AddData(entry_->id, {header_.begin, end_offset},
                                    oids_);
  }
  oids_.clear();
}

absl::Status BlockChecker::AdvanceTo(uint64_t offset) {
  const uint64_t octets = offset > advanced_to_ ? offset - advanced_to_ : 0;
  advanced_to_ = std::max(advanced_to_, offset);
  return context_.Advance(octets);
}

absl::Status BlockChecker::CheckLimit(uint64_t offset) {
  if (offset <= limit_) return absl::OkStatus();
  is_overrun_ = true;
  return WithOffset(
      absl::DataLossError(absl::StrCat("the block reaches over offset ", limit_,
                                       ", where other data begins")),
      limit_);
}

void BlockChecker::Report(Code code, FileRegion region,
                          absl::string_view message) {
  std::optional<DumpId> entry;
  if (entry_ != nullptr) entry = entry_->id;
  context_.findings.Add(code, region, entry, message);
}

}  // namespace pgark
