#include "archive/sequential_tar_reader.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "archive/member_names.h"
#include "base/status_context.h"
#include "base/status_macros.h"

namespace pgark {

absl::StatusOr<MemberContents> ReadFirstMember(TarWalker& walker,
                                               const ReadLimits& limits) {
  ASSIGN_OR_RETURN(const TarMember member, FindFirstMember(walker));
  if (member.header.name != kContentsFileName || !member.header.is_file()) {
    return WithOffset(
        absl::DataLossError("the tar archive does not begin with toc.dat"),
        member.header_begin);
  }
  TarMemberStream stream(walker);
  ArchiveInput input(stream, ArchiveInput::kDefaultBufferBytes, member.begin);
  return ReadMemberContents(input, limits);
}

// The data of one entry: a table's member, or a run of large objects.
class SequentialTarReader::MemberReader : public DataReader {
 public:
  MemberReader(SequentialTarReader& reader, const TarRole& role)
      : reader_(reader),
        entry_(role.entry),
        has_large_objects_(role.kind == TarRole::Kind::kObject),
        in_stream_(!has_large_objects_) {}

  bool has_large_objects() const override { return has_large_objects_; }
  uint64_t hidden_bytes() const override { return 0; }

  absl::StatusOr<std::optional<Oid>> NextLargeObject() override {
    if (!status_.ok()) return status_;
    if (is_done_) return std::optional<Oid>();
    // The first object is where the walker stands.
    if (has_begun_) {
      absl::StatusOr<bool> found = reader_.NextMember();
      if (!found.ok()) return Fail(std::move(found).status());
      is_done_ = !*found || reader_.role_->kind != TarRole::Kind::kObject ||
                 reader_.role_->entry != entry_;
      reader_.is_pending_ = *found && is_done_;
    }
    has_begun_ = true;
    in_stream_ = !is_done_;
    if (is_done_) return std::optional<Oid>();
    return std::optional<Oid>(reader_.role_->oid);
  }

  absl::StatusOr<absl::string_view> Next() override {
    if (!status_.ok()) return status_;
    if (!in_stream_) return absl::string_view();
    absl::StatusOr<absl::string_view> piece = reader_.walker_.ReadPiece();
    if (!piece.ok()) return Fail(std::move(piece).status());
    in_stream_ = !piece->empty();
    return piece;
  }

 private:
  absl::Status Fail(absl::Status status) {
    status_ = WithObject(std::move(status),
                         DescribeEntry(reader_.toc_.entries()[entry_]));
    return status_;
  }

  SequentialTarReader& reader_;
  const size_t entry_;
  const bool has_large_objects_;
  bool has_begun_ = false;
  bool is_done_ = false;
  bool in_stream_;
  absl::Status status_;
};

SequentialTarReader::SequentialTarReader(
    std::unique_ptr<SequentialSource> source, const ReadLimits& limits)
    : source_(std::move(source)),
      limits_(limits),
      input_(*source_),
      walker_(input_) {}

SequentialTarReader::~SequentialTarReader() = default;

absl::StatusOr<std::unique_ptr<SequentialTarReader>> SequentialTarReader::Open(
    std::unique_ptr<SequentialSource> source, const ReadLimits& limits) {
  std::unique_ptr<SequentialTarReader> reader(
      new SequentialTarReader(std::move(source), limits));
  RETURN_IF_ERROR(reader->ReadContents());
  return reader;
}

absl::Status SequentialTarReader::ReadContents() {
  ASSIGN_OR_RETURN(MemberContents contents, ReadFirstMember(walker_, limits_));
  header_ = std::move(contents.header);
  toc_ = Toc(std::move(contents.toc.entries));
  file_names_ = std::move(contents.toc.file_names);
  is_awaited_.resize(toc_.size());
  for (size_t i = 0; i < toc_.size(); ++i) {
    is_awaited_[i] = toc_.entries()[i].has_data && !file_names_[i].empty();
    awaited_count_ += is_awaited_[i] ? 1 : 0;
  }
  roles_.emplace(toc_, file_names_, header_.version);
  return absl::OkStatus();
}

std::string SequentialTarReader::DescribeData(DumpId id) const {
  const size_t entry = toc_.IndexOf(id);
  if (entry == toc_.size() || file_names_[entry].empty()) return "";
  return absl::StrCat("File: ", file_names_[entry]);
}

bool SequentialTarReader::AwaitsData(DumpId id) const {
  const size_t entry = toc_.IndexOf(id);
  return entry < toc_.size() && is_awaited_[entry];
}

absl::StatusOr<bool> SequentialTarReader::NextMember() {
  while (true) {
    ASSIGN_OR_RETURN(const std::optional<TarMember> member, walker_.Next());
    role_.reset();
    if (!member.has_value()) return false;
    const TarRole role = roles_->Classify(member->header);
    if (role.kind == TarRole::Kind::kData ||
        role.kind == TarRole::Kind::kObject) {
      role_ = role;
      return true;
    }
    // A list behind large objects, for one: nobody needs it.
    if (role.kind != TarRole::Kind::kExtension) entry_.reset();
  }
}

absl::StatusOr<std::optional<DumpId>> SequentialTarReader::NextData() {
  data_.reset();
  while (true) {
    if (!is_pending_) {
      const std::optional<size_t> last = entry_;
      absl::StatusOr<bool> found = NextMember();
      if (!found.ok()) {
        // Behind the last data anything may follow, as for stock pg_restore.
        if (absl::IsDataLoss(found.status()) && awaited_count_ == 0) {
          return End();
        }
        return std::move(found).status();
      }
      if (!*found) return End();
      // What is left of the large objects before.
      if (role_->kind == TarRole::Kind::kObject && last == role_->entry) {
        continue;
      }
    }
    is_pending_ = false;
    entry_ = role_->entry;
    if (is_awaited_[*entry_]) {
      is_awaited_[*entry_] = false;
      --awaited_count_;
    }
    return std::optional<DumpId>(toc_.entries()[*entry_].id);
  }
}

absl::StatusOr<std::optional<DumpId>> SequentialTarReader::End() {
  entry_.reset();
  role_.reset();
  for (size_t i = 0; i < toc_.size(); ++i) {
    if (!is_awaited_[i]) continue;
    return WithObject(
        WithOffset(absl::DataLossError("the entry's data is missing"),
                   input_.position()),
        DescribeEntry(toc_.entries()[i]));
  }
  while (true) {
    ASSIGN_OR_RETURN(const absl::string_view rest,
                     input_.ReadSome(ArchiveInput::kDefaultBufferBytes));
    if (rest.empty()) return std::optional<DumpId>();
  }
}

absl::StatusOr<DataReader*> SequentialTarReader::OpenData() {
  if (!role_.has_value() || !entry_.has_value()) {
    return absl::FailedPreconditionError("there is no current data");
  }
  if (data_ == nullptr) data_ = std::make_unique<MemberReader>(*this, *role_);
  return data_.get();
}

}  // namespace pgark
