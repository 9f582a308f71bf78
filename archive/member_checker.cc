#include "archive/member_checker.h"

#include <span>
#include <utility>

#include "base/status_macros.h"

namespace pgark {
namespace {

using Code = FindingCode;

}  // namespace

MemberChecker::MemberChecker(ValidationContext& context) : context_(context) {}

void MemberChecker::BeginEntry(size_t entry) {
  entry_ = &context_.contents->toc.entries()[entry];
  has_large_objects_ = entry_->kind == EntryKind::kBlobs;
  has_members_ = false;
  summary_ = DataSummary();
  summary_.id = entry_->id;
  summary_.is_whole = true;
  raw_digest_.Reset();
}

absl::Status MemberChecker::CheckMember(const DataMember& data,
                                        PieceReader next_piece) {
  const ArchiveMember& member = data.member;
  if (!has_members_) {
    has_members_ = true;
    summary_.file = member.name;
    summary_.begin = summary_.end = member.begin;
  }
  // In a tar members lie one behind the other, in a directory they do not.
  if (member.begin > summary_.end) {
    summary_.end = member.end;
  } else {
    summary_.end += member.size_bytes();
  }
  summary_.stored_bytes += member.size_bytes();
  if (has_large_objects_) {
    ++summary_.large_objects;
    if (context_.large_objects != nullptr) {
      context_.large_objects->AddData(entry_->id,
                                      {member.begin, member.end, member.name},
                                      std::span<const Oid>(&data.oid, 1));
    }
  }
  if (!context_.Includes(VerifyLevel::kStreams)) {
    return context_.Advance(member.size_bytes());
  }
  return CheckStream(data, next_piece);
}

absl::Status MemberChecker::CheckStream(const DataMember& data,
                                        PieceReader next_piece) {
  const ArchiveMember& member = data.member;
  StreamChecker& checker = CheckerFor(data.method);
  StreamChecker::Stream stream;
  stream.entry = entry_;
  stream.oid = data.oid;
  stream.is_copy_text = entry_->kind == EntryKind::kTableData &&
                        entry_->copy_statement.has_value();
  stream.block = {member.begin, member.end, member.name};
  checker.Begin(stream, raw_digest_);
  uint64_t place = member.begin;
  while (true) {
    const absl::StatusOr<absl::string_view> piece = next_piece();
    if (!piece.ok()) {
      if (!IsAboutContents(piece.status())) return piece.status();
      context_.findings.Add(CodeForStatus(piece.status(), Code::kStreamDamaged),
                            {place, member.end, member.name}, entry_->id,
                            piece.status().message());
      checker.Abandon();
      summary_.is_whole = false;
      break;
    }
    if (piece->empty()) {
      RETURN_IF_ERROR(checker.Finish(member.end));
      break;
    }
    const FileRegion region = {place, place + piece->size(), member.name};
    RETURN_IF_ERROR(checker.Write(*piece, region, /*ends_chunk=*/false));
    place = region.end;
    RETURN_IF_ERROR(context_.Advance(piece->size()));
  }
  summary_.raw_bytes += checker.raw_bytes();
  if (!checker.is_whole()) summary_.is_whole = false;
  if (!has_large_objects_) {
    summary_.rows = checker.rows();
    summary_.row_digest = checker.row_digest();
    summary_.columns = checker.columns();
    summary_.judged_columns = checker.judged_columns();
  }
  return absl::OkStatus();
}

DataSummary MemberChecker::EndEntry() {
  summary_.raw_digest = raw_digest_.Get();
  return std::move(summary_);
}

StreamChecker& MemberChecker::CheckerFor(CompressionMethod method) {
  std::unique_ptr<StreamChecker>& checker =
      stream_checkers_[static_cast<size_t>(method)];
  if (checker == nullptr) {
    checker = std::make_unique<StreamChecker>(context_, method);
  }
  return *checker;
}

}  // namespace pgark
