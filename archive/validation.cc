#include "archive/validation.h"

#include <atomic>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "archive/column_type.h"
#include "archive/header_codec.h"
#include "archive/toc_checks.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

using Code = FindingCode;

// Archives of ours say so in the version of their dumper, and have an index.
constexpr absl::string_view kOurName = "(pgark ";

// The entry that a status of the contents list's reader is about.
std::optional<DumpId> EntryOf(const absl::Status& status) {
  const std::optional<std::string> object =
      GetContext(status, ContextKey::kObject);
  if (!object.has_value()) return std::nullopt;
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(*object, absl::MaxSplits(' ', 1));
  DumpId id;
  if (!absl::SimpleAtoi(parts.first, &id.value)) return std::nullopt;
  return id;
}

}  // namespace

Validation::Validation(const ValidatorOptions& options) : context_(options) {
  summary_.level = options.level;
}

absl::Status Validation::LoadContents(ArchiveInput& input,
                                      ArchiveFormat format) {
  contents_.header_begin = input.position();
  ASSIGN_OR_RETURN(contents_.header, LoadHeader(input, format));
  summary_.header = contents_.header;
  contents_.toc_begin = input.position();
  absl::StatusOr<DecodedToc> toc =
      DecodeToc(input, contents_.header, context_.options.limits);
  if (!toc.ok()) {
    if (IsAboutContents(toc.status())) {
      ReportContents(toc.status(), Code::kTocDamaged, contents_.toc_begin);
    }
    return toc.status();
  }
  contents_.data_begin = input.position();
  UseContents(*std::move(toc));
  return absl::OkStatus();
}

absl::StatusOr<ArchiveHeader> Validation::LoadHeader(ArchiveInput& input,
                                                     ArchiveFormat format) {
  const absl::StatusOr<absl::string_view> magic =
      input.Peek(kArchiveMagic.size());
  if (!magic.ok()) {
    // A member of a tar that is cut in a pipe.
    if (IsAboutContents(magic.status())) {
      ReportContents(magic.status(), Code::kHeaderDamaged,
                     contents_.header_begin);
    }
    return magic.status();
  }
  const bool is_archive = *magic == kArchiveMagic;
  absl::StatusOr<ArchiveHeader> header =
      DecodeHeader(input, context_.options.limits);
  if (!header.ok()) {
    if (IsAboutContents(header.status()) &&
        !absl::IsUnimplemented(header.status())) {
      ReportContents(header.status(),
                     is_archive ? Code::kHeaderDamaged : Code::kNotAnArchive,
                     contents_.header_begin);
    }
    return header;
  }
  if (header->format == format) return header;
  if (format == ArchiveFormat::kCustom) {
    return absl::UnimplementedError(
        "the file is the contents list of a directory archive: name the "
        "directory");
  }
  absl::Status status = WithOffset(
      absl::DataLossError("the header is that of an archive in one file"),
      contents_.header_begin);
  ReportContents(status, Code::kHeaderDamaged, contents_.header_begin);
  return status;
}

void Validation::ReportContents(const absl::Status& status, Code code,
                                uint64_t fallback_offset) {
  const uint64_t offset = GetOffset(status).value_or(fallback_offset);
  context_.findings.Add(CodeForStatus(status, code),
                        {offset, offset + 1, contents_.file_name},
                        EntryOf(status), status.message());
}

void Validation::UseContents(DecodedToc toc) {
  contents_.toc = Toc(std::move(toc.entries));
  contents_.offsets = std::move(toc.offsets);
  contents_.entry_begins = std::move(toc.entry_begins);
  contents_.file_names = std::move(toc.file_names);
  for (const TocEntry& entry : contents_.toc.entries()) {
    if (entry.kind != EntryKind::kEncoding) continue;
    const std::optional<absl::string_view> name =
        ParseEncodingDefinition(*entry.definition);
    if (name.has_value()) contents_.encoding = FindTextEncoding(*name);
  }
  summary_.entry_count = contents_.toc.size();
  context_.contents = &contents_;
  context_.is_ours =
      absl::StrContains(contents_.header.dump_version.value_or(""), kOurName);
  context_.has_empty_search_path = HasEmptySearchPath(contents_.toc);
  context_.block_counts =
      std::vector<std::atomic<uint8_t>>(contents_.toc.size());
  if (context_.Includes(VerifyLevel::kRows)) {
    large_objects_ =
        std::make_unique<LargeObjectTally>(contents_, context_.findings);
    context_.large_objects = large_objects_.get();
  }
}

void Validation::CheckContents() {
  if (context_.contents == nullptr) return;
  CheckHeader(contents_, context_.findings);
  CheckEntries(contents_, context_.findings);
  CheckEntryGraph(contents_, context_.findings);
}

absl::Status Validation::Drain(ArchiveInput& input) {
  while (true) {
    ASSIGN_OR_RETURN(const absl::string_view rest,
                     input.ReadSome(ArchiveInput::kDefaultBufferBytes));
    if (rest.empty()) return absl::OkStatus();
    RETURN_IF_ERROR(context_.Advance(rest.size()));
  }
}

absl::StatusOr<ValidationSummary> Validation::Finish(const absl::Status& status,
                                                     FindingSink& sink) {
  summary_.errors = context_.findings.count(Severity::kError);
  summary_.warnings = context_.findings.count(Severity::kWarning);
  summary_.notes = context_.findings.count(Severity::kNote);
  summary_.contents_end = contents_.data_begin;
  if (contents_.encoding != nullptr) {
    summary_.encoding = std::string(contents_.encoding->name);
  }
  for (DataSummary& data : summary_.data) {
    const TocEntry* const entry = contents_.toc.Find(data.id);
    if (entry == nullptr) continue;
    data.desc = entry->desc;
    data.schema = entry->schema;
    data.tag = entry->tag;
  }
  Judge();
  context_.findings.Deliver(sink);
  if (!status.ok()) return status;
  return std::move(summary_);
}

}  // namespace pgark
