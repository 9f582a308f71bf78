#include "archive/member_data_reader.h"

#include <algorithm>
#include <utility>

#include "archive/file_codec.h"
#include "base/status_context.h"
#include "base/status_macros.h"

namespace pgark {

MemberDataReader::MemberDataReader(const MemberArchive& archive,
                                   std::vector<DataMember> members,
                                   bool has_large_objects, std::string entry)
    : archive_(archive),
      members_(std::move(members)),
      has_large_objects_(has_large_objects),
      entry_(std::move(entry)),
      in_stream_(!has_large_objects) {}

absl::Status MemberDataReader::Fail(absl::Status status) {
  status = WithObject(WithOffset(std::move(status), piece_offset_), entry_);
  status_ =
      number_ < members_.size()
          ? archive_.WithMemberPath(std::move(status), members_[number_].member)
          : std::move(status);
  return status_;
}

absl::StatusOr<std::optional<Oid>> MemberDataReader::NextLargeObject() {
  if (!status_.ok()) return status_;
  if (has_begun_ && number_ < members_.size()) ++number_;
  has_begun_ = true;
  in_stream_ = number_ < members_.size();
  if (!in_stream_) return std::optional<Oid>();
  absl::Status status = Begin();
  if (!status.ok()) return Fail(std::move(status));
  return std::optional<Oid>(members_[number_].oid);
}

absl::StatusOr<absl::string_view> MemberDataReader::Next() {
  if (!status_.ok()) return status_;
  if (in_stream_ && !has_begun_) {
    has_begun_ = true;
    absl::Status status = Begin();
    if (!status.ok()) return Fail(std::move(status));
  }
  absl::StatusOr<absl::string_view> piece = Advance();
  if (!piece.ok()) return Fail(std::move(piece).status());
  return piece;
}

absl::Status MemberDataReader::Begin() {
  const DataMember& data = members_[number_];
  piece_offset_ = data.member.begin;
  input_.reset();
  ASSIGN_OR_RETURN(source_, archive_.OpenMember(data.member));
  stored_left_ = data.member.size_bytes();
  // Large objects are often small.
  input_ = std::make_unique<ArchiveInput>(
      *source_, data.member.begin,
      static_cast<size_t>(
          std::min<uint64_t>(stored_left_, ArchiveInput::kDefaultBufferBytes)));
  std::unique_ptr<Decompressor>& decompressor =
      decompressors_[static_cast<size_t>(data.method)];
  if (decompressor == nullptr) {
    ASSIGN_OR_RETURN(decompressor,
                     MakeFileDecompressor(data.method, archive_.limits()));
  }
  decompressor_ = decompressor.get();
  decompressor_->Reset();
  return absl::OkStatus();
}

absl::StatusOr<absl::string_view> MemberDataReader::Advance() {
  while (in_stream_) {
    ASSIGN_OR_RETURN(const absl::string_view raw, decompressor_->Next());
    if (!raw.empty()) return raw;
    piece_offset_ = input_->position();
    if (stored_left_ == 0) {
      RETURN_IF_ERROR(decompressor_->Finish());
      in_stream_ = false;
      break;
    }
    ASSIGN_OR_RETURN(const absl::string_view stored,
                     input_->ReadSome(stored_left_));
    if (stored.empty()) {
      return absl::DataLossError("the file ends too early");
    }
    stored_left_ -= stored.size();
    decompressor_->SetInput(stored);
  }
  return absl::string_view();
}

}  // namespace pgark
