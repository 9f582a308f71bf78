#include "archive/block_walker.h"

#include "absl/strings/str_cat.h"
#include "archive/archive_index.h"
#include "archive/primitive_codec.h"
#include "base/status_context.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

// Blocks hold no offsets, so their size does not matter here.
constexpr int kNoOffsets = 8;

absl::Status Damaged(uint64_t offset, absl::string_view what) {
  return WithOffset(absl::DataLossError(what), offset);
}

}  // namespace

absl::StatusOr<std::optional<BlockHeader>> BlockWalker::NextBlock() {
  RETURN_IF_ERROR(SkipBlock());
  std::optional<BlockHeader> header;
  ASSIGN_OR_RETURN(const absl::string_view next,
                   input_.Peek(kIndexMagic.size()));
  if (next.empty() || next == kIndexMagic) return header;
  const uint64_t begin = input_.position();
  PrimitiveDecoder decoder(input_, integer_size_, kNoOffsets, limits_);
  ASSIGN_OR_RETURN(const uint8_t type, decoder.Octet());
  if (type != static_cast<uint8_t>(BlockType::kData) &&
      type != static_cast<uint8_t>(BlockType::kLargeObjects)) {
    return Damaged(begin, absl::StrCat("a block's type is ", type));
  }
  header.emplace();
  header->begin = begin;
  header->type = static_cast<BlockType>(type);
  ASSIGN_OR_RETURN(header->id, decoder.Int());
  type_ = header->type;
  level_ = type_ == BlockType::kData ? Level::kInStream : Level::kInBlock;
  chunk_left_ = 0;
  return header;
}

absl::StatusOr<std::optional<Oid>> BlockWalker::NextLargeObject() {
  std::optional<Oid> oid;
  if (type_ != BlockType::kLargeObjects) return oid;
  RETURN_IF_ERROR(SkipStream());
  if (level_ != Level::kInBlock) return oid;
  PrimitiveDecoder decoder(input_, integer_size_, kNoOffsets, limits_);
  ASSIGN_OR_RETURN(const int32_t value, decoder.Int());
  if (value == 0) {
    level_ = Level::kOutside;
    return oid;
  }
  level_ = Level::kInStream;
  oid = static_cast<Oid>(value);
  return oid;
}

absl::StatusOr<std::optional<uint32_t>> BlockWalker::NextChunk() {
  std::optional<uint32_t> length;
  if (level_ != Level::kInStream) return length;
  RETURN_IF_ERROR(SkipChunk());
  const uint64_t begin = input_.position();
  PrimitiveDecoder decoder(input_, integer_size_, kNoOffsets, limits_);
  ASSIGN_OR_RETURN(const int32_t value, decoder.Int());
  if (value < 0) {
    return Damaged(begin, absl::StrCat("a chunk's length is ", value));
  }
  if (static_cast<uint64_t>(value) > limits_.max_chunk_bytes) {
    return WithOffset(
        absl::ResourceExhaustedError(absl::StrCat(
            "a chunk has ", value, " octets, more than the limit of ",
            limits_.max_chunk_bytes)),
        begin);
  }
  if (value == 0) {
    level_ = type_ == BlockType::kData ? Level::kOutside : Level::kInBlock;
    return length;
  }
  chunk_left_ = static_cast<uint64_t>(value);
  length = static_cast<uint32_t>(value);
  return length;
}

absl::StatusOr<absl::string_view> BlockWalker::ReadPiece() {
  if (chunk_left_ == 0) return absl::string_view();
  ASSIGN_OR_RETURN(const absl::string_view piece, input_.ReadSome(chunk_left_));
  if (piece.empty()) {
    return Damaged(input_.position(), "the file ends within a chunk");
  }
  chunk_left_ -= piece.size();
  return piece;
}

absl::Status BlockWalker::SkipChunk() {
  const uint64_t count = chunk_left_;
  chunk_left_ = 0;
  return input_.Skip(count);
}

absl::Status BlockWalker::SkipStream() {
  while (level_ == Level::kInStream) {
    RETURN_IF_ERROR(NextChunk().status());
  }
  return absl::OkStatus();
}

absl::Status BlockWalker::SkipBlock() {
  RETURN_IF_ERROR(SkipStream());
  while (level_ == Level::kInBlock) {
    RETURN_IF_ERROR(NextLargeObject().status());
    RETURN_IF_ERROR(SkipStream());
  }
  return absl::OkStatus();
}

}  // namespace pgark
