#include "archive/block_data_reader.h"

#include <utility>

#include "base/status_context.h"
#include "base/status_macros.h"

namespace pgark {

BlockDataReader::BlockDataReader(std::unique_ptr<ArchiveInput> input,
                                 std::unique_ptr<BlockWalker> walker,
                                 BlockType type,
                                 std::unique_ptr<Decompressor> decompressor,
                                 std::string entry)
    : owned_input_(std::move(input)),
      owned_walker_(std::move(walker)),
      walker_(*owned_walker_),
      type_(type),
      decompressor_(std::move(decompressor)),
      entry_(std::move(entry)),
      in_stream_(type == BlockType::kData),
      piece_offset_(walker_.position()) {}

BlockDataReader::BlockDataReader(BlockWalker& walker, BlockType type,
                                 std::unique_ptr<Decompressor> decompressor,
                                 std::string entry)
    : walker_(walker),
      type_(type),
      decompressor_(std::move(decompressor)),
      entry_(std::move(entry)),
      in_stream_(type == BlockType::kData),
      piece_offset_(walker_.position()) {}

BlockDataReader::~BlockDataReader() = default;

absl::Status BlockDataReader::Fail(absl::Status status) {
  status_ = WithObject(WithOffset(std::move(status), piece_offset_), entry_);
  return status_;
}

absl::StatusOr<std::optional<Oid>> BlockDataReader::NextLargeObject() {
  if (!status_.ok()) return status_;
  absl::StatusOr<std::optional<Oid>> oid = AdvanceObject();
  if (!oid.ok()) return Fail(std::move(oid).status());
  return oid;
}

absl::StatusOr<absl::string_view> BlockDataReader::Next() {
  if (!status_.ok()) return status_;
  absl::StatusOr<absl::string_view> piece = Advance();
  if (!piece.ok()) return Fail(std::move(piece).status());
  return piece;
}

absl::StatusOr<std::optional<Oid>> BlockDataReader::AdvanceObject() {
  hidden_before_ += decompressor_->hidden_bytes();
  decompressor_->Reset();
  in_chunk_ = false;
  ASSIGN_OR_RETURN(const std::optional<Oid> oid, walker_.NextLargeObject());
  in_stream_ = oid.has_value();
  return oid;
}

absl::StatusOr<absl::string_view> BlockDataReader::Advance() {
  while (in_stream_) {
    ASSIGN_OR_RETURN(const absl::string_view raw, decompressor_->Next());
    if (!raw.empty()) return raw;
    if (!in_chunk_) {
      piece_offset_ = walker_.position();
      ASSIGN_OR_RETURN(const std::optional<uint32_t> length,
                       walker_.NextChunk());
      if (!length.has_value()) {
        RETURN_IF_ERROR(decompressor_->Finish());
        in_stream_ = false;
        break;
      }
      in_chunk_ = true;
    }
    piece_offset_ = walker_.position();
    ASSIGN_OR_RETURN(const absl::string_view stored, walker_.ReadPiece());
    if (stored.empty()) {
      decompressor_->EndChunk();
      in_chunk_ = false;
    } else {
      decompressor_->SetInput(stored);
    }
  }
  return absl::string_view();
}

uint64_t BlockDataReader::hidden_bytes() const {
  return hidden_before_ + decompressor_->hidden_bytes();
}

}  // namespace pgark
