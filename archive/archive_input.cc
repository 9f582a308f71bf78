#include "archive/archive_input.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <limits>

#include "base/status_context.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

// Room for ReadExact() and Peek(), whatever buffer is asked for.
constexpr size_t kMinBufferBytes = 64;

// The first read of a file position: many blocks are smaller than this.
constexpr size_t kFirstReadBytes = 4096;

}  // namespace

ArchiveInput::ArchiveInput(const RandomAccessSource& source, uint64_t offset,
                           size_t buffer_bytes)
    : random_access_(&source),
      sequential_(nullptr),
      buffer_bytes_(std::max(buffer_bytes, kMinBufferBytes)),
      buffer_(new char[buffer_bytes_]),
      read_ahead_bytes_(std::min(kFirstReadBytes, buffer_bytes_)),
      buffer_offset_(offset) {}

ArchiveInput::ArchiveInput(SequentialSource& source, size_t buffer_bytes,
                           uint64_t offset)
    : random_access_(nullptr),
      sequential_(&source),
      buffer_bytes_(std::max(buffer_bytes, kMinBufferBytes)),
      buffer_(new char[buffer_bytes_]),
      read_ahead_bytes_(buffer_bytes_),
      buffer_offset_(offset) {}

uint64_t ArchiveInput::remaining() const {
  if (random_access_ == nullptr) return std::numeric_limits<uint64_t>::max();
  const uint64_t size = random_access_->size();
  return size > position() ? size - position() : 0;
}

absl::Status ArchiveInput::EndOfFile() const {
  return WithOffset(absl::DataLossError("the file ends too early"),
                    buffer_offset_ + end_);
}

absl::Status ArchiveInput::Fill(size_t count) {
  if (end_ - begin_ >= count || source_ended_) return absl::OkStatus();
  if (begin_ > 0) {
    std::memmove(buffer_.get(), buffer_.get() + begin_, end_ - begin_);
    buffer_offset_ += begin_;
    end_ -= begin_;
    begin_ = 0;
  }
  while (end_ < count) {
    const std::span<char> room(
        buffer_.get() + end_,
        std::min(buffer_bytes_ - end_, std::max(read_ahead_bytes_, count)));
    absl::StatusOr<size_t> read =
        random_access_ != nullptr
            ? random_access_->ReadAt(buffer_offset_ + end_, room)
            : sequential_->Read(room);
    if (!read.ok()) {
      return WithOffset(std::move(read).status(), buffer_offset_ + end_);
    }
    if (*read == 0) {
      source_ended_ = true;
      return absl::OkStatus();
    }
    end_ += *read;
    read_ahead_bytes_ = std::min(2 * read_ahead_bytes_, buffer_bytes_);
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> ArchiveInput::AtEnd() {
  RETURN_IF_ERROR(Fill(1));
  return begin_ == end_;
}

absl::StatusOr<absl::string_view> ArchiveInput::ReadSome(uint64_t max_bytes) {
  if (max_bytes == 0) return absl::string_view();
  RETURN_IF_ERROR(Fill(1));
  const size_t count =
      static_cast<size_t>(std::min<uint64_t>(max_bytes, end_ - begin_));
  const absl::string_view bytes(buffer_.get() + begin_, count);
  begin_ += count;
  return bytes;
}

absl::StatusOr<absl::string_view> ArchiveInput::ReadExact(size_t count) {
  assert(count <= kMinBufferBytes);
  RETURN_IF_ERROR(Fill(count));
  if (end_ - begin_ < count) return EndOfFile();
  const absl::string_view bytes(buffer_.get() + begin_, count);
  begin_ += count;
  return bytes;
}

absl::Status ArchiveInput::ReadString(uint64_t count, std::string* out) {
  while (count > 0) {
    ASSIGN_OR_RETURN(const absl::string_view bytes, ReadSome(count));
    if (bytes.empty()) return EndOfFile();
    out->append(bytes.data(), bytes.size());
    count -= bytes.size();
  }
  return absl::OkStatus();
}

absl::StatusOr<absl::string_view> ArchiveInput::Peek(size_t count) {
  assert(count <= kMinBufferBytes);
  RETURN_IF_ERROR(Fill(count));
  return absl::string_view(buffer_.get() + begin_,
                           std::min(count, end_ - begin_));
}

absl::Status ArchiveInput::Skip(uint64_t count) {
  const uint64_t buffered = std::min<uint64_t>(count, end_ - begin_);
  begin_ += static_cast<size_t>(buffered);
  count -= buffered;
  if (count == 0) return absl::OkStatus();
  if (random_access_ != nullptr) {
    if (count > remaining()) {
      // The offset is where the file ends, as if we had read up to there.
      begin_ = end_ = 0;
      buffer_offset_ = std::max(buffer_offset_, random_access_->size());
      source_ended_ = true;
      return EndOfFile();
    }
    buffer_offset_ = position() + count;
    begin_ = end_ = 0;
    read_ahead_bytes_ = std::min(kFirstReadBytes, buffer_bytes_);
    return absl::OkStatus();
  }
  while (count > 0) {
    ASSIGN_OR_RETURN(const absl::string_view bytes, ReadSome(count));
    if (bytes.empty()) return EndOfFile();
    count -= bytes.size();
  }
  return absl::OkStatus();
}

}  // namespace pgark
