#include "archive/index_codec.h"

#include <limits>
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
constexpr uint64_t kMinFrameBytes = 3 + kDigest128Bytes;

// A chunk's length is a signed integer of 32 bits.
constexpr uint64_t kMaxStoredBytes = 0x7fffffff;

void AppendVarint(uint64_t value, std::string* out) {
  while (value >= 0x80) {
    out->push_back(static_cast<char>((value & 0x7f) | 0x80));
    value >>= 7;
  }
  out->push_back(static_cast<char>(value));
}

// A number with a flag in its lowest bit.
void AppendFlagged(uint64_t value, bool flag, std::string* out) {
  AppendVarint(value << 1 | (flag ? 1 : 0), out);
}

void AppendDigest(const Digest128& digest, std::string* out) {
  AppendLittleEndian(digest.low, 8, out);
  AppendLittleEndian(digest.high, 8, out);
}

Digest128 DecodeDigest(const char* octets) {
  return {DecodeLittleEndian(octets, 8), DecodeLittleEndian(octets + 8, 8)};
}

// Whether the stored bytes are the raw bytes.
bool IsPlain(const IndexFrame& frame) {
  return frame.stored_bytes == frame.raw_bytes &&
         frame.stored_digest == frame.raw_digest;
}

// The last frame of table data. It is the same for all tables of an archive,
// the end marker, so only the first one in a part is written out.
const IndexFrame* EndFrame(const IndexBlock& block) {
  if (block.id == kIndexSegmentId || block.streams.size() != 1) return nullptr;
  const IndexStream& stream = block.streams[0];
  if (stream.oid != 0 || stream.frames.empty()) return nullptr;
  return &stream.frames.back();
}

// Whether two frames are the same but for their places.
bool HaveSameContents(const IndexFrame& a, const IndexFrame& b) {
  return a.stored_bytes == b.stored_bytes && a.raw_bytes == b.raw_bytes &&
         a.rows == b.rows && a.raw_digest == b.raw_digest &&
         a.stored_digest == b.stored_digest;
}

bool EndsAsBefore(const IndexBlock& block,
                  const std::optional<IndexFrame>& end_frame) {
  const IndexFrame* frame = EndFrame(block);
  return frame != nullptr && end_frame.has_value() &&
         HaveSameContents(*frame, *end_frame);
}

absl::Status Damaged(uint64_t offset, absl::string_view what) {
  return WithOffset(absl::DataLossError(what), offset);
}

// Reads a part from memory. Every count is held against the octets that are
// left, every place against the one before.
class IndexDecoder {
 public:
  explicit IndexDecoder(absl::string_view bytes) : bytes_(bytes) {}

  absl::Status DecodeMagic(absl::string_view magic);
  absl::Status DecodeContents(IndexTail* tail);
  // The last thing of each part.
  absl::Status DecodePart(IndexPart* part);

 private:
  absl::Status Fail(absl::string_view what) const {
    return Damaged(position_, absl::StrCat("the index is damaged: ", what));
  }
  uint64_t left() const { return bytes_.size() - position_; }

  absl::StatusOr<uint64_t> Varint();
  // An offset in a file.
  absl::StatusOr<uint64_t> Place();
  // A number of things that need at least `min_bytes` each.
  absl::StatusOr<uint64_t> Count(uint64_t min_bytes);
  absl::StatusOr<Digest128> Digest();
  absl::Status DecodeBlock(bool is_first, IndexBlock* block);
  absl::Status DecodeStream(const IndexBlock& block, IndexStream* stream);
  absl::Status DecodeFrame(const IndexBlock& block, IndexFrame* frame);
  // The last frame of a stream that ends as the one before.
  absl::Status RepeatFrame(const IndexBlock& block, IndexFrame* frame);
  absl::Status Locate(const IndexBlock& block, uint64_t gap, IndexFrame* frame);
  absl::Status CheckBlock(const IndexBlock& block) const;

  const absl::string_view bytes_;
  size_t position_ = 0;
  uint64_t file_position_ = 0;  // behind what has been described so far
  std::optional<IndexFrame> end_frame_;
  bool is_repeated_ = false;  // the current block's last frame
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

absl::StatusOr<uint64_t> IndexDecoder::Place() {
  ASSIGN_OR_RETURN(const uint64_t place, Varint());
  if (place > std::numeric_limits<int64_t>::max()) {
    return Fail("an offset is out of range");
  }
  return place;
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

absl::Status IndexDecoder::DecodeMagic(absl::string_view magic) {
  if (bytes_.substr(0, magic.size()) != magic) {
    return Fail("it has no magic");
  }
  position_ = magic.size();
  ASSIGN_OR_RETURN(const uint64_t version, Varint());
  if (version == kIndexVersion) return absl::OkStatus();
  return absl::UnimplementedError(absl::StrCat("the index has version ",
                                               version, ", only ",
                                               kIndexVersion, " can be read"));
}

absl::Status IndexDecoder::DecodeContents(IndexTail* tail) {
  ASSIGN_OR_RETURN(tail->toc_end, Place());
  ASSIGN_OR_RETURN(tail->toc_digest, Digest());
  return absl::OkStatus();
}

absl::Status IndexDecoder::DecodePart(IndexPart* part) {
  ASSIGN_OR_RETURN(part->begin, Place());
  file_position_ = part->begin;
  ASSIGN_OR_RETURN(const uint64_t block_count, Count(kMinBlockBytes));
  for (uint64_t i = 0; i < block_count; ++i) {
    IndexBlock block;
    RETURN_IF_ERROR(DecodeBlock(i == 0, &block));
    file_position_ = block.end;
    part->blocks.push_back(std::move(block));
  }
  if (left() > 0) return Fail("it goes on behind its end");
  return absl::OkStatus();
}

absl::Status IndexDecoder::DecodeBlock(bool is_first, IndexBlock* block) {
  ASSIGN_OR_RETURN(const uint64_t id, Varint());
  if (id > std::numeric_limits<int32_t>::max() || (id == 0 && !is_first)) {
    return Fail("a block's number is out of range");
  }
  block->id = {static_cast<int32_t>(id)};
  block->begin = file_position_;
  ASSIGN_OR_RETURN(const uint64_t size, Varint());
  if (size == 0 || size > std::numeric_limits<int64_t>::max() - block->begin) {
    return Fail("a block's size is out of range");
  }
  block->end = block->begin + size;
  ASSIGN_OR_RETURN(block->framing_digest, Digest());
  ASSIGN_OR_RETURN(const uint64_t stream_count, Count(kMinStreamBytes));
  is_repeated_ = false;
  for (uint64_t i = 0; i < stream_count; ++i) {
    IndexStream stream;
    RETURN_IF_ERROR(DecodeStream(*block, &stream));
    if (stream.oid == 0 && stream_count != 1) {
      return Fail("a large object has no number");
    }
    block->streams.push_back(std::move(stream));
  }
  RETURN_IF_ERROR(CheckBlock(*block));
  if (const IndexFrame* frame = EndFrame(*block); frame != nullptr) {
    end_frame_ = *frame;
  }
  return absl::OkStatus();
}

absl::Status IndexDecoder::CheckBlock(const IndexBlock& block) const {
  if (!is_repeated_ && EndsAsBefore(block, end_frame_)) {
    return Fail("a frame is written out where it need not");
  }
  if (block.id != kIndexSegmentId) return absl::OkStatus();
  if (block.streams.size() != 1 || block.streams[0].oid != 0 ||
      block.streams[0].frames.size() != 1 ||
      !IsPlain(block.streams[0].frames[0]) ||
      block.streams[0].frames[0].rows != 0) {
    return Fail("a block without number is no segment");
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
  ASSIGN_OR_RETURN(const uint64_t flagged_count, Varint());
  const uint64_t frame_count = flagged_count >> 1;
  is_repeated_ = (flagged_count & 1) != 0;
  if (is_repeated_ && (oid != 0 || block.id == kIndexSegmentId ||
                       frame_count == 0 || !end_frame_.has_value())) {
    return Fail("a frame repeats none");
  }
  const uint64_t written_out = frame_count - (is_repeated_ ? 1 : 0);
  if (written_out > left() / kMinFrameBytes)
    return Fail("a count is too large");
  stream->frames.resize(frame_count);
  for (uint64_t i = 0; i < written_out; ++i) {
    RETURN_IF_ERROR(DecodeFrame(block, &stream->frames[i]));
  }
  if (!is_repeated_) return absl::OkStatus();
  return RepeatFrame(block, &stream->frames.back());
}

absl::Status IndexDecoder::DecodeFrame(const IndexBlock& block,
                                       IndexFrame* frame) {
  ASSIGN_OR_RETURN(const uint64_t flagged_gap, Varint());
  const bool is_plain = (flagged_gap & 1) != 0;
  ASSIGN_OR_RETURN(frame->stored_bytes, Varint());
  frame->raw_bytes = frame->stored_bytes;
  if (!is_plain) {
    ASSIGN_OR_RETURN(frame->raw_bytes, Varint());
  }
  ASSIGN_OR_RETURN(frame->rows, Varint());
  if (frame->raw_bytes > std::numeric_limits<int64_t>::max() ||
      frame->rows > frame->raw_bytes) {
    return Fail("a frame has more rows than octets");
  }
  RETURN_IF_ERROR(Locate(block, flagged_gap >> 1, frame));
  ASSIGN_OR_RETURN(frame->raw_digest, Digest());
  frame->stored_digest = frame->raw_digest;
  if (is_plain) return absl::OkStatus();
  ASSIGN_OR_RETURN(frame->stored_digest, Digest());
  if (IsPlain(*frame)) return Fail("a plain frame is not marked");
  return absl::OkStatus();
}

absl::Status IndexDecoder::RepeatFrame(const IndexBlock& block,
                                       IndexFrame* frame) {
  ASSIGN_OR_RETURN(const uint64_t gap, Varint());
  *frame = *end_frame_;
  return Locate(block, gap, frame);
}

absl::Status IndexDecoder::Locate(const IndexBlock& block, uint64_t gap,
                                  IndexFrame* frame) {
  const uint64_t room = block.end - file_position_;
  if (frame->stored_bytes == 0 || frame->stored_bytes > kMaxStoredBytes ||
      frame->stored_bytes > room || gap > room - frame->stored_bytes) {
    return Fail("a frame is not in its block");
  }
  frame->offset = file_position_ + gap;
  file_position_ = frame->offset + frame->stored_bytes;
  return absl::OkStatus();
}

}  // namespace

void IndexPartEncoder::Reset(uint64_t begin) {
  begin_ = begin;
  position_ = begin;
  block_count_ = 0;
  blocks_.clear();
  end_frame_.reset();
}

void IndexPartEncoder::Add(const IndexBlock& block) {
  ++block_count_;
  AppendVarint(static_cast<uint64_t>(block.id.value), &blocks_);
  AppendVarint(block.end - block.begin, &blocks_);
  AppendDigest(block.framing_digest, &blocks_);
  AppendVarint(block.streams.size(), &blocks_);
  for (const IndexStream& stream : block.streams) AddStream(block, stream);
  position_ = block.end;
  if (const IndexFrame* frame = EndFrame(block); frame != nullptr) {
    end_frame_ = *frame;
  }
}

void IndexPartEncoder::AddStream(const IndexBlock& block,
                                 const IndexStream& stream) {
  const bool is_repeated = EndsAsBefore(block, end_frame_);
  AppendVarint(stream.oid, &blocks_);
  AppendFlagged(stream.frames.size(), is_repeated, &blocks_);
  for (const IndexFrame& frame : stream.frames) {
    const uint64_t gap = frame.offset - position_;
    position_ = frame.offset + frame.stored_bytes;
    if (is_repeated && &frame == &stream.frames.back()) {
      AppendVarint(gap, &blocks_);
      return;
    }
    const bool is_plain = IsPlain(frame);
    AppendFlagged(gap, is_plain, &blocks_);
    AppendVarint(frame.stored_bytes, &blocks_);
    if (!is_plain) AppendVarint(frame.raw_bytes, &blocks_);
    AppendVarint(frame.rows, &blocks_);
    AppendDigest(frame.raw_digest, &blocks_);
    if (!is_plain) AppendDigest(frame.stored_digest, &blocks_);
  }
}

void IndexPartEncoder::AppendBlocks(std::string* out) const {
  AppendVarint(begin_, out);
  AppendVarint(block_count_, out);
  *out += blocks_;
}

std::string IndexPartEncoder::EncodeSegment() const {
  std::string out(kIndexSegmentMagic);
  AppendVarint(kIndexVersion, &out);
  AppendBlocks(&out);
  return out;
}

std::string IndexPartEncoder::EncodeTail(uint64_t toc_end,
                                         const Digest128& toc_digest) const {
  std::string out(kIndexMagic);
  AppendVarint(kIndexVersion, &out);
  AppendVarint(toc_end, &out);
  AppendDigest(toc_digest, &out);
  AppendBlocks(&out);
  return out;
}

std::string EncodeIndexSegment(const IndexPart& part) {
  IndexPartEncoder encoder(part.begin);
  for (const IndexBlock& block : part.blocks) encoder.Add(block);
  return encoder.EncodeSegment();
}

std::string EncodeIndexTail(const IndexTail& tail) {
  IndexPartEncoder encoder(tail.part.begin);
  for (const IndexBlock& block : tail.part.blocks) encoder.Add(block);
  return encoder.EncodeTail(tail.toc_end, tail.toc_digest);
}

absl::StatusOr<IndexPart> DecodeIndexSegment(absl::string_view bytes) {
  IndexDecoder decoder(bytes);
  IndexPart part;
  RETURN_IF_ERROR(decoder.DecodeMagic(kIndexSegmentMagic));
  RETURN_IF_ERROR(decoder.DecodePart(&part));
  return part;
}

absl::StatusOr<IndexTail> DecodeIndexTail(absl::string_view bytes) {
  IndexDecoder decoder(bytes);
  IndexTail tail;
  RETURN_IF_ERROR(decoder.DecodeMagic(kIndexMagic));
  RETURN_IF_ERROR(decoder.DecodeContents(&tail));
  RETURN_IF_ERROR(decoder.DecodePart(&tail.part));
  return tail;
}

std::string EncodeIndexFooter(const IndexFooter& footer) {
  std::string out;
  AppendLittleEndian(footer.tail_offset, 8, &out);
  AppendLittleEndian(footer.tail_bytes, 8, &out);
  AppendDigest(footer.tail_digest, &out);
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
  footer.tail_offset = DecodeLittleEndian(bytes.data(), 8);
  footer.tail_bytes = DecodeLittleEndian(bytes.data() + 8, 8);
  footer.tail_digest = DecodeDigest(bytes.data() + 16);
  return footer;
}

}  // namespace pgark
