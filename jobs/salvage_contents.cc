#include "jobs/salvage_contents.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <unordered_set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "archive/archive_contents.h"
#include "archive/archive_index.h"
#include "archive/archive_input.h"
#include "archive/finding_collector.h"
#include "archive/header_codec.h"
#include "archive/primitive_codec.h"
#include "archive/toc_checks.h"
#include "archive/toc_codec.h"
#include "base/status_context.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

// Octets of magic, version, sizes and format.
constexpr size_t kFixedPartBytes = 11;
constexpr size_t kMaxHeaderBytes = size_t{64} << 10;
// How far the next entry is looked for: a definition may be as long as that.
constexpr uint64_t kMaxSearchBytes = uint64_t{64} << 20;
constexpr size_t kWindowBytes = size_t{1} << 20;
// What must be seen of an entry to take a place for one: two numbers, and the
// length of a third.
constexpr size_t kEntryHeadBytes = 15;

// Reads `source` with other octets at its begin.
class PatchedSource : public RandomAccessSource {
 public:
  PatchedSource(const RandomAccessSource& source, std::string begin)
      : source_(source), begin_(std::move(begin)) {}

  absl::StatusOr<size_t> ReadAt(uint64_t offset,
                                std::span<char> buffer) const override {
    ASSIGN_OR_RETURN(const size_t count, source_.ReadAt(offset, buffer));
    for (size_t i = 0; i < count && offset + i < begin_.size(); ++i) {
      buffer[i] = begin_[offset + i];
    }
    return count;
  }
  uint64_t size() const override { return source_.size(); }

 private:
  const RandomAccessSource& source_;
  const std::string begin_;
};

bool IsAboutContents(const absl::Status& status) {
  return absl::IsDataLoss(status) || absl::IsUnimplemented(status) ||
         absl::IsResourceExhausted(status);
}

// Whether the octets can be the begin of an entry: a number above 0, 0 or 1,
// and the text of a number.
bool LooksLikeEntry(absl::string_view octets) {
  const auto octet = [&octets](size_t i) {
    return static_cast<uint8_t>(octets[i]);
  };
  const bool has_id = octet(0) == 0 && octet(4) < 0x40 &&
                      (octet(1) | octet(2) | octet(3) | octet(4)) != 0;
  const bool has_mark = octet(5) == 0 && octet(6) <= 1 && octet(7) == 0 &&
                        octet(8) == 0 && octet(9) == 0;
  const bool has_oid = octet(10) == 0 && octet(11) >= 1 && octet(11) <= 10 &&
                       octet(12) == 0 && octet(13) == 0 && octet(14) == 0;
  return has_id && has_mark && has_oid;
}

class ContentsReader {
 public:
  ContentsReader(const RandomAccessSource& source, uint64_t contents_end,
                 const ReadLimits& limits)
      : source_(source), contents_end_(contents_end), limits_(limits) {}

  absl::StatusOr<SalvagedContents> Read();

 private:
  // The header, and where the contents list behind it begins.
  absl::Status ReadHeader();
  absl::Status GuessHeader(const absl::Status& why);
  // Whether `header` fits: an entry stands behind it.
  bool LeadsToEntry(const ArchiveHeader& header, uint64_t toc_begin) const;
  absl::Status ReadEntries(uint64_t position);
  absl::StatusOr<std::optional<DecodedTocEntry>> ReadEntry(uint64_t* position);
  bool TakeEntry(DecodedTocEntry decoded, uint64_t begin, uint64_t end);
  // The next place from `position` on that an entry begins at.
  absl::StatusOr<std::optional<uint64_t>> FindEntry(uint64_t position) const;
  absl::StatusOr<bool> IsEnd(uint64_t position) const;
  uint64_t SearchEnd(uint64_t position) const;
  void Lose(LossKind kind, uint64_t begin, uint64_t end, std::string reason);
  void CompleteSession();
  void AddSessionEntry(EntryKind kind, const std::string& definition);

  const RandomAccessSource& source_;
  const uint64_t contents_end_;
  const ReadLimits& limits_;
  SalvagedContents contents_;
  std::vector<uint64_t> entry_begins_;
  uint64_t toc_begin_ = 0;
  std::optional<int32_t> count_;
  std::unordered_set<int32_t> ids_;
  std::string failure_;  // why the last entry could not be read
};

void ContentsReader::Lose(LossKind kind, uint64_t begin, uint64_t end,
                          std::string reason) {
  SalvageLoss loss;
  loss.kind = kind;
  loss.begin = begin;
  loss.end = end;
  loss.reason = std::move(reason);
  contents_.losses.push_back(std::move(loss));
}

bool ContentsReader::LeadsToEntry(const ArchiveHeader& header,
                                  uint64_t toc_begin) const {
  ArchiveInput input(source_, toc_begin);
  PrimitiveDecoder decoder(input, header.integer_size, header.offset_size,
                           limits_);
  return decoder.Int().ok() && DecodeTocEntry(input, header, limits_).ok();
}

absl::Status ContentsReader::GuessHeader(const absl::Status& why) {
  std::string begin(kFixedPartBytes + 1, '\0');
  ASSIGN_OR_RETURN(const size_t size, source_.ReadAt(0, begin));
  if (size < begin.size()) return why;
  const char method = begin[kFixedPartBytes];
  for (const char minor : {begin[6], char{16}, char{15}, char{14}}) {
    for (const char octet : {method, char{0}, char{1}, char{3}, char{2}}) {
      std::string fixed = std::string(kArchiveMagic) + '\x01' + minor +
                          std::string("\0\x04\x08\x01", 4);
      if (minor >= 15) fixed.push_back(octet);
      const PatchedSource patched(source_, fixed);
      ArchiveInput input(patched, 0);
      absl::StatusOr<ArchiveHeader> header = DecodeHeader(input, limits_);
      if (!header.ok() || header->compression > CompressionMethod::kZstd ||
          !LeadsToEntry(*header, input.position())) {
        continue;
      }
      contents_.header = *std::move(header);
      toc_begin_ = input.position();
      Lose(LossKind::kHeader, 0, toc_begin_, std::string(why.message()));
      return absl::OkStatus();
    }
  }
  // Without date, names and versions; entries tell the archive's version.
  for (const ArchiveVersion version :
       {kArchiveVersion1_16, kArchiveVersion1_15, kArchiveVersion1_14}) {
    contents_.header = ArchiveHeader();
    contents_.header.version = version;
    ASSIGN_OR_RETURN(const std::optional<uint64_t> first, FindEntry(0));
    if (!first.has_value() || *first > kMaxHeaderBytes) continue;
    contents_.header.compression = static_cast<CompressionMethod>(
        std::min<uint8_t>(static_cast<uint8_t>(method), 3));
    Lose(LossKind::kHeader, 0, *first, std::string(why.message()));
    toc_begin_ = *first;
    return absl::OkStatus();
  }
  return why;
}

absl::Status ContentsReader::ReadHeader() {
  ArchiveInput input(source_, 0);
  absl::StatusOr<ArchiveHeader> header = DecodeHeader(input, limits_);
  if (!header.ok()) {
    if (!IsAboutContents(header.status())) return header.status();
    return GuessHeader(header.status());
  }
  contents_.header = *std::move(header);
  toc_begin_ = input.position();
  if (contents_.header.format != ArchiveFormat::kCustom ||
      contents_.header.compression > CompressionMethod::kZstd ||
      !LeadsToEntry(contents_.header, toc_begin_)) {
    const uint64_t count_begin = toc_begin_;
    const SalvagedContents as_read = contents_;
    const absl::Status guessed = GuessHeader(WithOffset(
        absl::DataLossError("the header does not lead to entries"), 0));
    // Then the header may be right, and the first entry damaged.
    if (!guessed.ok()) {
      contents_ = as_read;
      toc_begin_ = count_begin;
    }
  }
  return absl::OkStatus();
}

// Where entries end at the latest: where the first block begins, if known.
uint64_t ContentsReader::SearchEnd(uint64_t position) const {
  uint64_t end = source_.size();
  if (contents_end_ > 0) end = std::min(end, contents_end_);
  for (const DataOffset& offset : contents_.offsets) {
    if (offset.state == DataOffsetState::kSet && offset.position > position) {
      end = std::min(end, offset.position);
    }
  }
  return end;
}

absl::StatusOr<std::optional<uint64_t>> ContentsReader::FindEntry(
    uint64_t position) const {
  const uint64_t end =
      std::min(SearchEnd(position), position + kMaxSearchBytes);
  std::string window;
  while (position + kEntryHeadBytes <= end) {
    window.resize(
        std::min<uint64_t>(kWindowBytes + kEntryHeadBytes, end - position));
    ASSIGN_OR_RETURN(const size_t size,
                     source_.ReadAt(position, std::span<char>(window)));
    if (size < kEntryHeadBytes) break;
    const size_t places = size - kEntryHeadBytes + 1;
    for (size_t i = 0; i < places; ++i) {
      if (window[i] != '\0' ||
          !LooksLikeEntry(absl::string_view(window).substr(i))) {
        continue;
      }
      ArchiveInput input(source_, position + i);
      const auto decoded = DecodeTocEntry(input, contents_.header, limits_);
      if (decoded.ok() && decoded->entry.kind != EntryKind::kUnknown) {
        return std::optional<uint64_t>(position + i);
      }
    }
    position += places;
  }
  return std::optional<uint64_t>();
}

// Whether what stands there is no entry any more: the end of the file, an index
// or a block of an entry that is known.
absl::StatusOr<bool> ContentsReader::IsEnd(uint64_t position) const {
  if (contents_end_ > 0 && position >= contents_end_) return true;
  std::string octets(kIndexMagic.size(), '\0');
  ASSIGN_OR_RETURN(const size_t size,
                   source_.ReadAt(position, std::span<char>(octets)));
  if (size == 0 || octets == kIndexMagic) return true;
  if (size < 6 || (octets[0] != 1 && octets[0] != 3) || octets[1] != 0) {
    return false;
  }
  uint32_t id = 0;
  for (int i = 3; i >= 0; --i) {
    id = id << 8 | static_cast<uint8_t>(octets[static_cast<size_t>(i) + 2]);
  }
  return ids_.count(static_cast<int32_t>(id)) > 0;
}

bool ContentsReader::TakeEntry(DecodedTocEntry decoded, uint64_t begin,
                               uint64_t end) {
  if (!ids_.insert(decoded.entry.id.value).second ||
      decoded.entry.kind == EntryKind::kUnknown) {
    Lose(LossKind::kEntry, begin, end,
         decoded.entry.kind == EntryKind::kUnknown
             ? "an entry of a kind that there is not"
             : "an entry with the number of another one");
    contents_.losses.back().entry = decoded.entry.id;
    contents_.losses.back().object = DescribeEntry(decoded.entry);
    return false;
  }
  contents_.entries.push_back(std::move(decoded.entry));
  contents_.offsets.push_back(decoded.offset);
  entry_begins_.push_back(begin);
  return true;
}

absl::Status ContentsReader::ReadEntries(uint64_t position) {
  while (true) {
    ASSIGN_OR_RETURN(const bool is_end, IsEnd(position));
    if (is_end) break;
    ArchiveInput input(source_, position);
    absl::StatusOr<DecodedTocEntry> decoded =
        DecodeTocEntry(input, contents_.header, limits_);
    if (decoded.ok() && input.position() <= SearchEnd(position)) {
      TakeEntry(*std::move(decoded), position, input.position());
      position = input.position();
      continue;
    }
    if (!decoded.ok() && !IsAboutContents(decoded.status())) {
      return decoded.status();
    }
    const bool is_complete =
        count_.has_value() && contents_.losses.empty() &&
        contents_.entries.size() == static_cast<size_t>(*count_);
    if (is_complete) break;
    ASSIGN_OR_RETURN(const std::optional<uint64_t> next,
                     FindEntry(position + 1));
    const uint64_t known_end = SearchEnd(position);
    const uint64_t end =
        next.value_or(known_end < source_.size() ? known_end : position);
    Lose(LossKind::kEntry, position, end,
         decoded.ok() ? "an entry reaches into the data"
                      : std::string(decoded.status().message()));
    position = end;
    if (!next.has_value()) break;
  }
  contents_.data_begin = position;
  return absl::OkStatus();
}

void ContentsReader::AddSessionEntry(EntryKind kind,
                                     const std::string& definition) {
  for (const TocEntry& entry : contents_.entries) {
    if (entry.kind == kind) return;
  }
  TocEntry entry;
  int32_t id = 1;
  while (ids_.count(id) > 0) ++id;
  ids_.insert(id);
  entry.id = {id};
  entry.kind = kind;
  entry.desc = std::string(EntryKindDesc(kind));
  entry.tag = entry.desc;
  entry.section = Section::kPreData;
  entry.definition = definition;
  entry.drop_statement = "";
  entry.owner = "";
  contents_.entries.insert(contents_.entries.begin(), std::move(entry));
  contents_.offsets.insert(contents_.offsets.begin(), DataOffset());
  entry_begins_.insert(entry_begins_.begin(), toc_begin_);
}

void ContentsReader::CompleteSession() {
  if (contents_.losses.empty()) return;
  AddSessionEntry(EntryKind::kSearchPath,
                  "SELECT pg_catalog.set_config('search_path', '', false);\n");
  AddSessionEntry(EntryKind::kStdStrings,
                  "SET standard_conforming_strings = 'on';\n");
  AddSessionEntry(EntryKind::kEncoding, "SET client_encoding = 'UTF8';\n");
}

absl::StatusOr<SalvagedContents> ContentsReader::Read() {
  RETURN_IF_ERROR(ReadHeader());
  uint64_t position = toc_begin_;
  ArchiveInput input(source_, toc_begin_);
  PrimitiveDecoder decoder(input, contents_.header.integer_size,
                           contents_.header.offset_size, limits_);
  const absl::StatusOr<int32_t> count = decoder.Int();
  // Where an entry stands there is no count (the header was not found).
  ArchiveInput first(source_, toc_begin_);
  const bool is_entry = DecodeTocEntry(first, contents_.header, limits_).ok();
  if (!is_entry && count.ok()) {
    count_ = *count;
    position = input.position();
  }
  RETURN_IF_ERROR(ReadEntries(position));
  if (contents_.entries.empty()) {
    return WithOffset(
        absl::DataLossError("no entry of the contents list can be read"),
        toc_begin_);
  }
  const auto found = static_cast<int64_t>(contents_.entries.size());
  const bool some_are_missing = count_.has_value() && *count_ > found;
  if (some_are_missing && contents_.losses.empty()) {
    Lose(LossKind::kEntry, contents_.data_begin, contents_.data_begin,
         absl::StrCat("the contents list should have ", *count_,
                      " entries, and ", found, " are there"));
  }
  DropContradictions(contents_.header, entry_begins_, &contents_);
  CompleteSession();
  return std::move(contents_);
}

}  // namespace

void DropContradictions(const ArchiveHeader& header,
                        std::vector<uint64_t>& entry_begins,
                        SalvagedContents* contents) {
  // What is dropped may have been what others referred to.
  for (bool again = true; again;) {
    ArchiveContents checked;
    checked.header = header;
    checked.toc = Toc(contents->entries);
    checked.offsets = contents->offsets;
    checked.entry_begins = entry_begins;
    checked.data_begin = contents->data_begin;
    FindingCollector collector;
    CheckEntries(checked, collector);
    CheckEntryGraph(checked, collector);
    FindingList findings;
    collector.Deliver(findings);
    again = false;
    for (const Finding& finding : findings.findings()) {
      if (finding.severity != Severity::kError || !finding.entry.has_value()) {
        continue;
      }
      const size_t i = checked.toc.IndexOf(*finding.entry);
      const auto found =
          std::find_if(contents->entries.begin(), contents->entries.end(),
                       [&finding](const TocEntry& entry) {
                         return entry.id == *finding.entry;
                       });
      if (i == checked.toc.size() || found == contents->entries.end()) continue;
      SalvageLoss loss;
      loss.begin = finding.begin;
      loss.end = finding.end;
      loss.entry = finding.entry;
      loss.object = DescribeEntry(*found);
      loss.reason = finding.message;
      contents->losses.push_back(std::move(loss));
      const auto at = found - contents->entries.begin();
      contents->entries.erase(found);
      contents->offsets.erase(contents->offsets.begin() + at);
      entry_begins.erase(entry_begins.begin() + at);
      again = true;
    }
  }
}

absl::StatusOr<SalvagedContents> SalvageContents(
    const RandomAccessSource& source, uint64_t contents_end,
    const ReadLimits& limits) {
  return ContentsReader(source, contents_end, limits).Read();
}

}  // namespace pgark
