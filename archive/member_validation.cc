#include "archive/member_validation.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "archive/member_names.h"
#include "base/parallel_for.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

using Code = FindingCode;

// No line of a list of large objects of pg_dump's is longer.
constexpr uint64_t kMaxListLineBytes = 64;

// The first release whose pg_restore looks for .lz4 and .zst.
constexpr int kFirstReleaseWithSuffixes = 16;

absl::StatusOr<absl::string_view> NoPiece() { return absl::string_view(); }

}  // namespace

absl::Status MemberValidation::CheckToc(ArchiveInput& input,
                                        absl::string_view name) {
  contents_.file_name = std::string(name);
  absl::Status status = LoadContents(input, ArchiveFormat::kTar);
  if (!status.ok() &&
      (!IsAboutContents(status) || absl::IsUnimplemented(status))) {
    return status;
  }
  if (status.ok()) {
    ASSIGN_OR_RETURN(const bool at_end, input.AtEnd());
    if (!at_end) {
      context_.findings.Add(
          Code::kBytesUnclaimed,
          {contents_.data_begin, contents_.data_begin + 1, contents_.file_name},
          std::nullopt, "octets behind the last entry of the contents list");
    }
    CheckFileNames();
  }
  CheckContents();
  return absl::OkStatus();
}

void MemberValidation::CheckFileNames() {
  for (size_t i = 0; i < contents_.file_names.size(); ++i) {
    const std::string& name = contents_.file_names[i];
    if (name.empty() || IsPlainFileName(name)) continue;
    context_.findings.Add(
        Code::kFileNameWrong, contents_.EntryRegion(i),
        contents_.toc.entries()[i].id,
        absl::StrCat("the entry's data would lie in another directory: ",
                     name));
  }
}

MemberContents MemberValidation::CopyOfContents() const {
  MemberContents copy;
  copy.header = contents_.header;
  copy.toc.entries = contents_.toc.entries();
  copy.toc.file_names = contents_.file_names;
  return copy;
}

bool MemberValidation::GoesOn() {
  if (!context_.Includes(VerifyLevel::kBlocks)) return false;
  if (context_.contents != nullptr) return true;
  context_.findings.Add(Code::kNotChecked, {0, 0, contents_.file_name},
                        std::nullopt,
                        "without a contents list the data was not looked at");
  return false;
}

absl::Status MemberValidation::CheckDirectory(
    std::shared_ptr<const Folder> folder) {
  summary_.layout = ArchiveLayout::kDirectory;
  for (const FolderFile& file : folder->files()) {
    summary_.file_bytes += file.size_bytes;
  }
  const FoundFile found = LookUpFile(*folder, kContentsFileName);
  if (found.problem != FileProblem::kNone) {
    ReportFileProblem(found, {0, 0, found.name}, std::nullopt,
                      context_.findings);
    return absl::OkStatus();
  }
  const absl::StatusOr<ContentsFile> contents =
      OpenContentsFile(*folder, context_.options.limits);
  if (!contents.ok()) {
    if (!IsAboutContents(contents.status())) return contents.status();
    const uint64_t offset = GetOffset(contents.status()).value_or(0);
    context_.findings.Add(CodeForStatus(contents.status(), Code::kTocDamaged),
                          {offset, found.data.member.end, found.name},
                          std::nullopt, contents.status().message());
    return absl::OkStatus();
  }
  ArchiveInput input(*contents->source, 0);
  RETURN_IF_ERROR(CheckToc(input, found.name));
  if (!GoesOn()) return absl::OkStatus();
  const DirectoryArchive archive(std::move(folder), CopyOfContents(),
                                 context_.options.limits);
  ASSIGN_OR_RETURN(const std::vector<EntryMembers> data,
                   CheckDirectoryFiles(archive, found.name, context_));
  return CheckData(archive, data);
}

absl::Status MemberValidation::CheckTar(const RandomAccessSource& source) {
  summary_.layout = ArchiveLayout::kTar;
  summary_.file_bytes = source.size();
  TarIndex index =
      ReadTarIndex(source, context_.options.limits, &context_.findings);
  if (!index.status.ok()) {
    if (!IsAboutContents(index.status)) return index.status;
    ReportTarDamage(index.status);
  }
  const TarMember* const contents = FindContents(index);
  CheckContentsPlace(index, contents);
  if (contents == nullptr) return absl::OkStatus();
  {
    const auto cut = MakeCutSource(source, contents->end);
    ArchiveInput input(*cut, contents->begin);
    RETURN_IF_ERROR(CheckToc(input, kContentsFileName));
  }
  if (!GoesOn()) return absl::OkStatus();
  return CheckTarMembers(TarArchive(source, std::move(index), CopyOfContents(),
                                    context_.options.limits));
}

void MemberValidation::ReportTarDamage(const absl::Status& status) {
  const uint64_t offset = GetOffset(status).value_or(0);
  context_.findings.Add(CodeForStatus(status, Code::kTarDamaged),
                        {offset, std::max(offset, summary_.file_bytes)},
                        std::nullopt, status.message());
}

void MemberValidation::CheckContentsPlace(const TarIndex& index,
                                          const TarMember* contents) {
  if (contents == nullptr) {
    context_.findings.Add(Code::kFileMissing, {0, 0, kContentsFileName},
                          std::nullopt, "the tar archive has no toc.dat");
    return;
  }
  const auto first = std::find_if(
      index.members.begin(), index.members.end(),
      [](const TarMember& member) { return !member.header.is_extension(); });
  if (&*first == contents) return;
  context_.findings.Add(
      Code::kFileOrder,
      {contents->header_begin, contents->begin, kContentsFileName},
      std::nullopt, "toc.dat is not the first member");
}

absl::Status MemberValidation::CheckTarMembers(const TarArchive& archive) {
  TarMemberChecks checks(context_);
  bool behind_contents = false;
  for (size_t i = 0; i < archive.members().size(); ++i) {
    const TarMember& member = archive.members()[i];
    const TarRole role = archive.roles()[i];
    if (role.kind == TarRole::Kind::kContents && !behind_contents) {
      behind_contents = true;
      continue;
    }
    checks.Add(member, role);
    if (role.kind != TarRole::Kind::kObjectList) continue;
    ASSIGN_OR_RETURN(const auto source,
                     archive.OpenMember({"", member.begin, member.end}));
    ArchiveInput input(*source, member.begin);
    RETURN_IF_ERROR(CheckObjectList(
        member,
        [&input] { return input.ReadSome(ArchiveInput::kDefaultBufferBytes); },
        checks));
  }
  checks.Finish();
  std::vector<EntryMembers> data;
  for (size_t i = 0; i < archive.toc().size(); ++i) {
    const TocEntry& entry = archive.toc().entries()[i];
    if (!entry.has_data || archive.FileName(i).empty()) continue;
    absl::StatusOr<std::vector<DataMember>> members = archive.FindData(i);
    if (members.ok()) data.push_back({i, *std::move(members)});
  }
  return CheckData(archive, data);
}

absl::Status MemberValidation::CheckObjectList(
    const TarMember& member, MemberChecker::PieceReader next_piece,
    TarMemberChecks& checks) {
  std::string text;
  const uint64_t max_bytes =
      kMaxListLineBytes * (checks.object_count() + uint64_t{1});
  while (text.size() <= max_bytes) {
    const absl::StatusOr<absl::string_view> piece = next_piece();
    if (!piece.ok()) {
      // The end of the file is reported with the member.
      if (!IsAboutContents(piece.status())) return piece.status();
      break;
    }
    if (piece->empty()) break;
    text.append(piece->data(), piece->size());
    RETURN_IF_ERROR(context_.Advance(piece->size()));
  }
  checks.CheckObjectList(member, text);
  return absl::OkStatus();
}

absl::Status MemberValidation::CheckTarPipe(SequentialSource& source) {
  summary_.layout = ArchiveLayout::kTar;
  ArchiveInput input(source);
  TarWalker walker(input, &context_.findings);
  absl::StatusOr<TarMember> first = FindFirstMember(walker);
  if (!first.ok()) {
    if (!IsAboutContents(first.status())) return first.status();
    ReportTarDamage(first.status());
  } else if (first->header.name != kContentsFileName ||
             !first->header.is_file()) {
    context_.findings.Add(
        Code::kFileOrder,
        {first->header_begin, first->begin, first->header.name}, std::nullopt,
        "toc.dat is not the first member, and a pipe cannot be searched");
  } else {
    {
      TarMemberStream stream(walker);
      ArchiveInput contents(stream, ArchiveInput::kDefaultBufferBytes,
                            first->begin);
      RETURN_IF_ERROR(CheckToc(contents, kContentsFileName));
    }
    if (GoesOn()) {
      absl::Status status = CheckPipedMembers(walker);
      if (!status.ok()) return status;
    }
  }
  RETURN_IF_ERROR(Drain(input));
  summary_.file_bytes = input.position();
  return absl::OkStatus();
}

absl::Status MemberValidation::CheckPipedMembers(TarWalker& walker) {
  TarRoles roles(contents_.toc, contents_.file_names, contents_.header.version);
  TarMemberChecks checks(context_);
  MemberChecker checker(context_);
  const auto next_piece = [&walker] { return walker.ReadPiece(); };
  std::optional<size_t> entry;  // whose members are being checked
  const auto end_entry = [&] {
    if (entry.has_value()) summary_.data.push_back(checker.EndEntry());
    entry.reset();
  };
  while (true) {
    const absl::StatusOr<std::optional<TarMember>> met = walker.Next();
    if (!met.ok()) {
      if (!IsAboutContents(met.status())) return met.status();
      ReportTarDamage(met.status());
      break;
    }
    if (!met->has_value()) break;
    const TarMember& member = **met;
    const TarRole role = roles.Classify(member.header);
    checks.Add(member, role);
    const bool has_data = role.kind == TarRole::Kind::kData ||
                          role.kind == TarRole::Kind::kObject;
    if (!has_data || entry != role.entry) end_entry();
    if (role.kind == TarRole::Kind::kObjectList) {
      RETURN_IF_ERROR(CheckObjectList(member, next_piece, checks));
    }
    if (!has_data) continue;
    if (!entry.has_value()) checker.BeginEntry(role.entry);
    entry = role.entry;
    RETURN_IF_ERROR(
        checker.CheckMember({{member.header.name, member.begin, member.end},
                             CompressionMethod::kNone,
                             role.oid},
                            next_piece));
  }
  end_entry();
  checks.Finish();
  if (large_objects_ != nullptr) large_objects_->Finish();
  return absl::OkStatus();
}

absl::Status MemberValidation::CheckData(
    const MemberArchive& archive, const std::vector<EntryMembers>& data) {
  std::vector<DataSummary> summaries(data.size());
  const auto check = [&](size_t number) -> absl::Status {
    std::unique_ptr<MemberChecker> checker = BorrowChecker();
    RETURN_IF_ERROR(CheckMembers(archive, data[number], *checker));
    summaries[number] = checker->EndEntry();
    ReturnChecker(std::move(checker));
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(ParallelFor(context_.options.jobs, data.size(), check));
  for (const EntryMembers& entry : data) {
    for (const DataMember& member : entry.members) {
      has_unusual_suffix_ |= member.method > CompressionMethod::kGzip;
    }
  }
  summary_.data = std::move(summaries);
  if (archive.layout() == ArchiveLayout::kTar) {
    std::sort(summary_.data.begin(), summary_.data.end(),
              [](const DataSummary& a, const DataSummary& b) {
                return a.begin < b.begin;
              });
  }
  if (large_objects_ != nullptr) large_objects_->Finish();
  return absl::OkStatus();
}

absl::Status MemberValidation::CheckMembers(const MemberArchive& archive,
                                            const EntryMembers& data,
                                            MemberChecker& checker) {
  checker.BeginEntry(data.entry);
  for (const DataMember& member : data.members) {
    if (!context_.Includes(VerifyLevel::kStreams)) {
      RETURN_IF_ERROR(checker.CheckMember(member, NoPiece));
      continue;
    }
    ASSIGN_OR_RETURN(const auto source, archive.OpenMember(member.member));
    uint64_t left = member.member.size_bytes();
    ArchiveInput input(*source, member.member.begin,
                       static_cast<size_t>(std::min<uint64_t>(
                           left, ArchiveInput::kDefaultBufferBytes)));
    const auto next_piece = [&]() -> absl::StatusOr<absl::string_view> {
      if (left == 0) return absl::string_view();
      ASSIGN_OR_RETURN(const absl::string_view piece, input.ReadSome(left));
      if (piece.empty()) return absl::DataLossError("the file ends too early");
      left -= piece.size();
      return piece;
    };
    RETURN_IF_ERROR(checker.CheckMember(member, next_piece));
  }
  return absl::OkStatus();
}

std::unique_ptr<MemberChecker> MemberValidation::BorrowChecker() {
  MutexLock lock(mutex_);
  if (idle_checkers_.empty()) return std::make_unique<MemberChecker>(context_);
  std::unique_ptr<MemberChecker> checker = std::move(idle_checkers_.back());
  idle_checkers_.pop_back();
  return checker;
}

void MemberValidation::ReturnChecker(std::unique_ptr<MemberChecker> checker) {
  MutexLock lock(mutex_);
  idle_checkers_.push_back(std::move(checker));
}

void MemberValidation::Judge() {
  if (!summary_.header.has_value()) return;
  // Tars, and files without a suffix, carry none.
  const bool has_streams = std::any_of(
      summary_.data.begin(), summary_.data.end(),
      [](const DataSummary& data) { return data.stored_bytes > 0; });
  if (context_.Includes(VerifyLevel::kStreams) && has_streams &&
      context_.streams_without_checksum == 0) {
    summary_.checksums = ChecksumStrength::kStreams;
  }
  const bool is_tar = summary_.layout == ArchiveLayout::kTar;
  StockRestore& stock = summary_.stock;
  stock.oldest_release = summary_.header->version.OldestPgRestore();
  if (has_unusual_suffix_) {
    stock.oldest_release =
        std::max(stock.oldest_release, kFirstReleaseWithSuffixes);
  }
  stock.from_file = summary_.is_clean();
  stock.from_pipe = stock.from_file && is_tar;
  stock.in_parallel = stock.from_file && !is_tar;
}

}  // namespace pgark
