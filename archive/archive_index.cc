#include "archive/archive_index.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "archive/index_codec.h"
#include "base/status_context.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

absl::Status Damaged(uint64_t offset, absl::string_view what) {
  return WithOffset(absl::DataLossError(what), offset);
}

// Reads the parts of one index. All of them together keep the limit.
class IndexReader {
 public:
  IndexReader(const RandomAccessSource& source, const ReadLimits& limits)
      : source_(source), limits_(limits) {}

  absl::StatusOr<ArchiveIndex> Read();

 private:
  absl::StatusOr<IndexFooter> ReadFooter();
  // The octets of a part, which lie within the file.
  absl::Status ReadPart(uint64_t offset, uint64_t size, const Digest128& digest,
                        std::string* bytes);
  absl::StatusOr<IndexTail> ReadTail(const IndexFooter& footer);
  // The segment whose block is the first of `later`.
  absl::StatusOr<IndexPart> ReadSegment(const IndexPart& later,
                                        uint64_t toc_end);

  const RandomAccessSource& source_;
  const ReadLimits& limits_;
  uint64_t index_bytes_ = 0;  // of the parts so far
};

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

absl::StatusOr<IndexFooter> IndexReader::ReadFooter() {
  if (source_.size() < kIndexFooterBytes) {
    return absl::NotFoundError("the archive has no index");
  }
  const uint64_t offset = source_.size() - kIndexFooterBytes;
  std::string bytes(kIndexFooterBytes, '\0');
  RETURN_IF_ERROR(ReadExactly(source_, offset, &bytes));
  absl::StatusOr<IndexFooter> footer = DecodeIndexFooter(bytes);
  if (!footer.ok()) return WithOffset(footer.status(), offset);
  if (footer->tail_offset > offset ||
      footer->tail_bytes != offset - footer->tail_offset) {
    return Damaged(offset, "the index's footer names a wrong place");
  }
  return footer;
}

absl::Status IndexReader::ReadPart(uint64_t offset, uint64_t size,
                                   const Digest128& digest,
                                   std::string* bytes) {
  if (size > limits_.max_index_bytes - index_bytes_) {
    return WithOffset(absl::ResourceExhaustedError(absl::StrCat(
                          "the index has more octets than the limit of ",
                          limits_.max_index_bytes)),
                      offset);
  }
  index_bytes_ += size;
  bytes->resize(size);
  RETURN_IF_ERROR(ReadExactly(source_, offset, bytes));
  if (ComputeDigest128(*bytes) != digest) {
    return Damaged(offset, "the index's checksum is wrong");
  }
  return absl::OkStatus();
}

absl::StatusOr<IndexTail> IndexReader::ReadTail(const IndexFooter& footer) {
  std::string bytes;
  RETURN_IF_ERROR(ReadPart(footer.tail_offset, footer.tail_bytes,
                           footer.tail_digest, &bytes));
  absl::StatusOr<IndexTail> tail = DecodeIndexTail(bytes);
  if (!tail.ok()) return WithOffset(tail.status(), footer.tail_offset);
  if (tail->part.end() != footer.tail_offset ||
      tail->part.begin < tail->toc_end) {
    return Damaged(footer.tail_offset,
                   "the index does not describe all octets before it");
  }
  return tail;
}

absl::StatusOr<IndexPart> IndexReader::ReadSegment(const IndexPart& later,
                                                   uint64_t toc_end) {
  const IndexBlock& block = later.blocks[0];
  const IndexFrame& frame = block.streams[0].frames[0];
  std::string bytes;
  RETURN_IF_ERROR(
      ReadPart(frame.offset, frame.stored_bytes, frame.stored_digest, &bytes));
  absl::StatusOr<IndexPart> part = DecodeIndexSegment(bytes);
  if (!part.ok()) return WithOffset(part.status(), frame.offset);
  // So each part begins before the one that leads to it.
  if (part->end() != block.begin || part->begin >= block.begin ||
      part->begin < toc_end) {
    return Damaged(frame.offset,
                   "a segment of the index describes other octets than those "
                   "in front of it");
  }
  return part;
}

absl::StatusOr<ArchiveIndex> IndexReader::Read() {
  ASSIGN_OR_RETURN(const IndexFooter footer, ReadFooter());
  ASSIGN_OR_RETURN(IndexTail tail, ReadTail(footer));
  std::vector<IndexPart> parts;  // the last first
  parts.push_back(std::move(tail.part));
  while (parts.back().has_segment()) {
    ASSIGN_OR_RETURN(IndexPart part, ReadSegment(parts.back(), tail.toc_end));
    parts.push_back(std::move(part));
  }
  if (parts.back().begin != tail.toc_end) {
    return Damaged(footer.tail_offset,
                   "the index does not describe all octets before it");
  }
  ArchiveIndex index;
  index.toc_end = tail.toc_end;
  index.toc_digest = tail.toc_digest;
  while (!parts.empty()) {
    IndexPart& part = parts.back();
    auto first = part.blocks.begin();
    if (part.has_segment()) index.segments.push_back(std::move(*first++));
    index.blocks.insert(index.blocks.end(), std::make_move_iterator(first),
                        std::make_move_iterator(part.blocks.end()));
    parts.pop_back();
  }
  return index;
}

}  // namespace

const IndexBlock* ArchiveIndex::Find(DumpId id) const {
  const auto found =
      std::find_if(blocks.begin(), blocks.end(),
                   [id](const IndexBlock& block) { return block.id == id; });
  return found == blocks.end() ? nullptr : &*found;
}

uint64_t ArchiveIndex::data_end() const {
  uint64_t end = toc_end;
  if (!blocks.empty()) end = std::max(end, blocks.back().end);
  if (!segments.empty()) end = std::max(end, segments.back().end);
  return end;
}

absl::StatusOr<ArchiveIndex> ReadIndex(const RandomAccessSource& source,
                                       const ReadLimits& limits) {
  return IndexReader(source, limits).Read();
}

}  // namespace pgark
