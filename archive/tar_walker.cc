#include "archive/tar_walker.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

using Code = FindingCode;

// How many blocks without any contents end a tar archive.
constexpr int kEndBlocks = 2;

bool IsEmpty(absl::string_view octets) {
  return octets.find_first_not_of('\0') == absl::string_view::npos;
}

uint64_t PaddingBehind(uint64_t bytes) {
  return (kTarBlockBytes - bytes % kTarBlockBytes) % kTarBlockBytes;
}

}  // namespace

absl::StatusOr<std::optional<TarMember>> TarWalker::Next() {
  RETURN_IF_ERROR(input_.Skip(std::exchange(contents_left_, 0)));
  RETURN_IF_ERROR(SkipPadding());
  while (!ended_) {
    TarMember member;
    member.header_begin = input_.position();
    RETURN_IF_ERROR(ReadBlock());
    if (block_.empty()) {
      ended_ = true;
      ReportEnd();
      break;
    }
    if (IsEmpty(block_)) {
      if (block_.size() == kTarBlockBytes) ++empty_blocks_;
      continue;
    }
    absl::StatusOr<TarHeader> header = DecodeTarHeader(block_);
    constexpr uint64_t kMaxEnd = std::numeric_limits<int64_t>::max();
    if (header.ok() && header->size_bytes > kMaxEnd - input_.position()) {
      header = absl::DataLossError("a tar member's size is out of range");
    }
    if (!header.ok()) {
      if (empty_blocks_ < kEndBlocks) {
        return WithOffset(std::move(header).status(), member.header_begin);
      }
      ended_ = true;
      ReportTrailing(member.header_begin);
      break;
    }
    empty_blocks_ = 0;
    member.header = *std::move(header);
    member.begin = input_.position();
    member.end = member.begin + member.header.size_bytes;
    member_name_ = member.header.name;
    contents_left_ = member.header.size_bytes;
    padding_ = PaddingBehind(contents_left_);
    return std::optional<TarMember>(std::move(member));
  }
  return std::optional<TarMember>();
}

absl::StatusOr<absl::string_view> TarWalker::ReadPiece() {
  if (contents_left_ == 0) return absl::string_view();
  ASSIGN_OR_RETURN(const absl::string_view piece,
                   input_.ReadSome(contents_left_));
  if (piece.empty()) {
    return WithOffset(absl::DataLossError("the file ends inside of a member"),
                      input_.position());
  }
  contents_left_ -= piece.size();
  return piece;
}

absl::Status TarWalker::SkipPadding() {
  const uint64_t begin = input_.position();
  bool is_empty = true;
  while (padding_ > 0) {
    ASSIGN_OR_RETURN(const absl::string_view piece, input_.ReadSome(padding_));
    if (piece.empty()) {
      return WithOffset(absl::DataLossError("the file ends behind a member"),
                        input_.position());
    }
    is_empty = is_empty && IsEmpty(piece);
    padding_ -= piece.size();
  }
  if (!is_empty) {
    Report(Code::kTarPaddingWrong, {begin, input_.position(), member_name_},
           "the octets that fill up the member's last block are not zero");
  }
  return absl::OkStatus();
}

absl::Status TarWalker::ReadBlock() {
  block_.clear();
  while (block_.size() < kTarBlockBytes) {
    ASSIGN_OR_RETURN(const absl::string_view piece,
                     input_.ReadSome(kTarBlockBytes - block_.size()));
    if (piece.empty()) break;
    block_.append(piece.data(), piece.size());
  }
  return absl::OkStatus();
}

void TarWalker::ReportEnd() {
  if (empty_blocks_ >= kEndBlocks) return;
  const uint64_t end = input_.position();
  Report(Code::kTarEndMissing, {end, end},
         "the two empty blocks at the end of a tar archive are not there");
}

void TarWalker::ReportTrailing(uint64_t begin) {
  Report(Code::kTrailingBytes, {begin, input_.position()},
         "octets behind the end of the tar archive");
}

void TarWalker::Report(Code code, FileRegion region,
                       absl::string_view message) {
  if (findings_ == nullptr) return;
  findings_->Add(code, region, std::nullopt, message);
}

absl::StatusOr<TarMember> FindFirstMember(TarWalker& walker) {
  while (true) {
    ASSIGN_OR_RETURN(std::optional<TarMember> member, walker.Next());
    if (!member.has_value()) {
      return WithOffset(absl::DataLossError("the tar archive is empty"), 0);
    }
    if (!member->header.is_extension()) return *std::move(member);
  }
}

absl::StatusOr<size_t> TarMemberStream::Read(std::span<char> buffer) {
  if (piece_.empty()) {
    ASSIGN_OR_RETURN(piece_, walker_.ReadPiece());
  }
  const size_t count = std::min(piece_.size(), buffer.size());
  std::copy_n(piece_.begin(), count, buffer.begin());
  piece_.remove_prefix(count);
  return count;
}

}  // namespace pgark
