#include "archive/archive_index.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/byte_order.h"
#include "base/status_context.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

// Raised when an older reader would misunderstand what is written.
constexpr uint64_t kIndexVersion = 1;
constexpr uint64_t kFooterVersion = 1;

// Octets of a footer before its checksum, which covers them.
constexpr size_t kFooterCheckedBytes = 36;

// The least that one of each needs; they bound the counts.
constexpr uint64_t kMinBlockBytes = 3 + kDigest128Bytes;
constexpr uint64_t kMinStreamBytes = 2;
constexpr uint64_t kMinFrameBytes = 4 + 2 * kDigest128Bytes;

// A chunk's length is a signed integer of 32 bits.
constexpr uint64_t kMaxStoredBytes = 0x7fffffff;

void AppendVarint(uint64_t value, std::string* out) {
  while (value >= 0x80) {
    out->push_back(static_cast<char>((value & 0x7f) | 0x80));
    value >>= 7;
  }
  out->push_back(static_cast<char>(value));
}

void AppendDigest(const Digest128& digest, std::string* out) {
  AppendLittleEndian(digest.low, 8, out);
  AppendLittleEndian(digest.high, 8, out);
}

Digest128 DecodeDigest(const char* octets) {
  return {DecodeLittleEndian(octets, 8), DecodeLittleEndian(octets + 8, 8)};
}

absl::Status Damaged(uint64_t offset, absl::string_view what) {
  return WithOffset(absl::DataLossError(what), offset);
}

// Reads an index from memory. Every count is held against the octets that are
// left, every place against the one before.
class IndexDecoder {
 public:
  explicit IndexDecoder(absl::string_view bytes) : bytes_(bytes) {}

  absl::StatusOr<ArchiveIndex> Decode();

 private:
  absl::Status Fail(absl::string_view what) const {
    return Damaged(position_, absl::StrCat("the index is damaged: ", what));
  }
  uint64_t left() const { return bytes_.size() - position_; }

  absl::StatusOr<uint64_t> Varint();
  // A number of things that need at least `min_bytes` each.
  absl::StatusOr<uint64_t> Count(uint64_t min_bytes);
  absl::StatusOr<Digest128> Digest();
  absl::Status DecodeBlock(uint64_t begin, IndexBlock* block);
  absl::Status DecodeStream(const IndexBlock& block, IndexStream* stream);
  absl::Status DecodeFrame(const IndexBlock& block, IndexFrame* frame);

  const absl::string_view bytes_;
  size_t position_ = 0;
  uint64_t file_position_ = 0;  // behind what has been described so far
};

absl::StatusOr<uint64_t> IndexDecoder::Varint() {
  uint64_t value = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    if (left() == 0) return Fail("it ends too early");
    const auto octet = static_cast<unsigned char>(bytes_[position_]);
    const uint64_t part = octet & 0x7f;
    // Neither more than 64 bits nor zeros in front: one encoding a number.
    if ((shift == 63 && part > 1) || (octet == 0 && shift > 0)) break;
    ++position_;
    value |= part << shift;
    if (octet < 0x80) return value;
  }
  return Fail("a number is no number");
}

absl::StatusOr<uint64_t> IndexDecoder::Count(uint64_t min_bytes) {
  ASSIGN_OR_RETURN(const uint64_t count, Varint());
  if (count > left() / min_bytes) return Fail("a count is too large");
  return count;
}

absl::StatusOr<Digest128> IndexDecoder::Digest() {
  if (left() < kDigest128Bytes) return Fail("it ends too early");
  const Digest128 digest = DecodeDigest(bytes_.data() + position_);
  position_ += kDigest128Bytes;
  return digest;
}

absl::StatusOr<ArchiveIndex> IndexDecoder::Decode() {
  if (bytes_.substr(0, kIndexMagic.size()) != kIndexMagic) {
    return Fail("it has no magic");
  }
  position_ = kIndexMagic.size();
  ASSIGN_OR_RETURN(const uint64_t version, Varint());
  if (version != kIndexVersion) {
    return absl::UnimplementedError(
        absl::StrCat("the index has version ", version, ", only ",
                     kIndexVersion, " can be read"));
  }
  ArchiveIndex index;
  ASSIGN_OR_RETURN(index.toc_end, Varint());
  if (index.toc_end > std::numeric_limits<int64_t>::max()) {
    return Fail("the contents list ends nowhere");
  }
  ASSIGN_OR_RETURN(index.toc_digest, Digest());
  file_position_ = index.toc_end;
  ASSIGN_OR_RETURN(const uint64_t block_count, Count(kMinBlockBytes));
  for (uint64_t i = 0; i < block_count; ++i) {
    IndexBlock block;
    RETURN_IF_ERROR(DecodeBlock(file_position_, &block));
    file_position_ = block.end;
    index.blocks.push_back(std::move(block));
  }
  if (left() > 0) return Fail("it goes on behind its end");
  return index;
}

absl::Status IndexDecoder::DecodeBlock(uint64_t begin, IndexBlock* block) {
  ASSIGN_OR_RETURN(const uint64_t id, Varint());
  if (id == 0 || id > std::numeric_limits<int32_t>::max()) {
    return Fail("a block's number is out of range");
  }
  block->id = {static_cast<int32_t>(id)};
  block->begin = begin;
  ASSIGN_OR_RETURN(const uint64_t size, Varint());
  if (size > std::numeric_limits<int64_t>::max() - begin) {
    return Fail("a block is too large");
  }
  block->end = begin + size;
  ASSIGN_OR_RETURN(block->framing_digest, Digest());
  ASSIGN_OR_RETURN(const uint64_t stream_count, Count(kMinStreamBytes));
  for (uint64_t i = 0; i < stream_count; ++i) {
    IndexStream stream;
    RETURN_IF_ERROR(DecodeStream(*block, &stream));
    if (stream.oid == 0 && stream_count != 1) {
      return Fail("a large object has no number");
    }
    block->streams.push_back(std::move(stream));
  }
  return absl::OkStatus();
}

absl::Status IndexDecoder::DecodeStream(const IndexBlock& block,
                                        IndexStream* stream) {
  ASSIGN_OR_RETURN(const uint64_t oid, Varint());
  if (oid > std::numeric_limits<Oid>::max()) {
    return Fail("a large object's number is out of range");
  }
  stream->oid = static_cast<Oid>(oid);
  ASSIGN_OR_RETURN(const uint64_t frame_count, Count(kMinFrameBytes));
  stream->frames.reserve(frame_count);
  for (uint64_t i = 0; i < frame_count; ++i) {
    RETURN_IF_ERROR(DecodeFrame(block, &stream->frames.emplace_back()));
  }
  return absl::OkStatus();
}

absl::Status IndexDecoder::DecodeFrame(const IndexBlock& block,
                                       IndexFrame* frame) {
  ASSIGN_OR_RETURN(const uint64_t gap, Varint());
  ASSIGN_OR_RETURN(frame->stored_bytes, Varint());
  ASSIGN_OR_RETURN(frame->raw_bytes, Varint());
  ASSIGN_OR_RETURN(frame->rows, Varint());
  const uint64_t room = block.end - file_position_;
  if (frame->stored_bytes == 0 || frame->stored_bytes > kMaxStoredBytes ||
      frame->stored_bytes > room || gap > room - frame->stored_bytes) {
    return Fail("a frame is not in its block");
  }
  if (frame->raw_bytes > std::numeric_limits<int64_t>::max() ||
      frame->rows > frame->raw_bytes) {
    return Fail("a frame has more rows than octets");
  }
  frame->offset = file_position_ + gap;
  file_position_ = frame->offset + frame->stored_bytes;
  ASSIGN_OR_RETURN(frame->raw_digest, Digest());
  ASSIGN_OR_RETURN(frame->stored_digest, Digest());
  return absl::OkStatus();
}

// Fills `bytes` from `offset` on; DATA_LOSS when the file is shorter.
absl::Status ReadExactly(const RandomAccessSource& source, uint64_t offset,
                         std::string* bytes) {
  ASSIGN_OR_RETURN(const size_t count,
                   source.ReadAt(offset, std::span<char>(*bytes)));
  if (count < bytes->size()) {
    return Damaged(offset + count, "the file ends too early");
  }
  return absl::OkStatus();
}

}  // namespace

const IndexBlock* ArchiveIndex::Find(DumpId id) const {
  const auto found =
      std::find_if(blocks.begin(), blocks.end(),
                   [id](const IndexBlock& block) { return block.id == id; });
  return found == blocks.end() ? nullptr : &*found;
}

std::string EncodeIndex(const ArchiveIndex& index) {
  std::string out(kIndexMagic);
  AppendVarint(kIndexVersion, &out);
  AppendVarint(index.toc_end, &out);
  AppendDigest(index.toc_digest, &out);
  AppendVarint(index.blocks.size(), &out);
  uint64_t position = index.toc_end;
  for (const IndexBlock& block : index.blocks) {
    AppendVarint(static_cast<uint64_t>(block.id.value), &out);
    AppendVarint(block.end - block.begin, &out);
    AppendDigest(block.framing_digest, &out);
    AppendVarint(block.streams.size(), &out);
    for (const IndexStream& stream : block.streams) {
      AppendVarint(stream.oid, &out);
      AppendVarint(stream.frames.size(), &out);
      for (const IndexFrame& frame : stream.frames) {
        AppendVarint(frame.offset - position, &out);
        AppendVarint(frame.stored_bytes, &out);
        AppendVarint(frame.raw_bytes, &out);
        AppendVarint(frame.rows, &out);
        AppendDigest(frame.raw_digest, &out);
        AppendDigest(frame.stored_digest, &out);
        position = frame.offset + frame.stored_bytes;
      }
    }
    position = block.end;
  }
  return out;
}

absl::StatusOr<ArchiveIndex> DecodeIndex(absl::string_view bytes,
                                         const ReadLimits& limits) {
  if (bytes.size() > limits.max_index_bytes) {
    return absl::ResourceExhaustedError(absl::StrCat(
        "the index has ", bytes.size(), " octets, more than the limit of ",
        limits.max_index_bytes));
  }
  return IndexDecoder(bytes).Decode();
}

std::string EncodeIndexFooter(const IndexFooter& footer) {
  std::string out;
  AppendLittleEndian(footer.index_offset, 8, &out);
  AppendLittleEndian(footer.index_bytes, 8, &out);
  AppendDigest(footer.index_digest, &out);
  AppendLittleEndian(kFooterVersion, 4, &out);
  AppendLittleEndian(ComputeDigest64(out), 8, &out);
  out.append(kIndexFooterMagic.data(), kIndexFooterMagic.size());
  return out;
}

absl::StatusOr<IndexFooter> DecodeIndexFooter(absl::string_view bytes) {
  if (bytes.size() != kIndexFooterBytes ||
      bytes.substr(kIndexFooterBytes - kIndexFooterMagic.size()) !=
          kIndexFooterMagic) {
    return absl::NotFoundError("the archive has no index");
  }
  const uint64_t checksum =
      DecodeLittleEndian(bytes.data() + kFooterCheckedBytes, 8);
  if (checksum != ComputeDigest64(bytes.substr(0, kFooterCheckedBytes))) {
    return absl::DataLossError("the index's footer is damaged");
  }
  const uint64_t version = DecodeLittleEndian(bytes.data() + 32, 4);
  if (version != kFooterVersion) {
    return absl::UnimplementedError(
        absl::StrCat("the index's footer has version ", version, ", only ",
                     kFooterVersion, " can be read"));
  }
  IndexFooter footer;
  footer.index_offset = DecodeLittleEndian(bytes.data(), 8);
  footer.index_bytes = DecodeLittleEndian(bytes.data() + 8, 8);
  footer.index_digest = DecodeDigest(bytes.data() + 16);
  return footer;
}

absl::StatusOr<ArchiveIndex> ReadIndex(const RandomAccessSource& source,
                                       const ReadLimits& limits) {
  if (source.size() < kIndexFooterBytes) {
    return absl::NotFoundError("the archive has no index");
  }
  const uint64_t footer_offset = source.size() - kIndexFooterBytes;
  std::string bytes(kIndexFooterBytes, '\0');
  RETURN_IF_ERROR(ReadExactly(source, footer_offset, &bytes));
  absl::StatusOr<IndexFooter> footer = DecodeIndexFooter(bytes);
  if (!footer.ok()) return WithOffset(footer.status(), footer_offset);
  if (footer->index_offset > footer_offset ||
      footer->index_bytes != footer_offset - footer->index_offset) {
    return Damaged(footer_offset, "the index's footer names a wrong place");
  }
  if (footer->index_bytes > limits.max_index_bytes) {
    return WithOffset(
        absl::ResourceExhaustedError(absl::StrCat(
            "the index has ", footer->index_bytes,
            " octets, more than the limit of ", limits.max_index_bytes)),
        footer->index_offset);
  }
  bytes.resize(footer->index_bytes);
  RETURN_IF_ERROR(ReadExactly(source, footer->index_offset, &bytes));
  if (ComputeDigest128(bytes) != footer->index_digest) {
    return Damaged(footer->index_offset, "the index's checksum is wrong");
  }
  absl::StatusOr<ArchiveIndex> index = DecodeIndex(bytes, limits);
  if (!index.ok()) return WithOffset(index.status(), footer->index_offset);
  const uint64_t data_end =
      index->blocks.empty() ? index->toc_end : index->blocks.back().end;
  if (data_end != footer->index_offset) {
    return Damaged(footer->index_offset,
                   "the index does not describe all octets before it");
  }
  return index;
}

}  // namespace pgark
