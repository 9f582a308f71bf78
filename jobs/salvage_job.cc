#include "jobs/salvage_job.h"

#include <algorithm>
#include <memory>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "archive/archive_writer.h"
#include "archive/column_type.h"
#include "archive/copy_statement.h"
#include "archive/frame_encoder.h"
#include "archive/large_object_list.h"
#include "archive/text_encoding.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "jobs/data_salvager.h"
#include "jobs/frame_cutter.h"
#include "jobs/restore_session.h"
#include "jobs/salvage_blocks.h"
#include "jobs/salvage_contents.h"

namespace pgark {
namespace {

constexpr size_t kObjectFrameBytes = size_t{4} << 20;

// What the first reading found out about the data of an entry.
struct SavedData {
  bool is_kept = false;
  bool is_whole = false;
  uint64_t rows = 0;
  std::set<Oid> objects;          // that are written, in any state
  std::set<Oid> damaged_objects;  // of them, written empty
  SalvageRowsOptions row_options;
};

// Large objects as they are counted: which are whole.
class ObjectCounter : public ObjectSalvageConsumer {
 public:
  absl::Status Begin(Oid oid) override {
    oid_ = oid;
    return absl::OkStatus();
  }
  absl::Status Write(absl::string_view) override { return absl::OkStatus(); }
  absl::Status End(bool is_whole) override {
    // A number that is there twice is that of the first object.
    if (!whole_.insert(oid_).second || !is_whole) damaged_.insert(oid_);
    return absl::OkStatus();
  }
  const std::set<Oid>& seen() const { return whole_; }
  const std::set<Oid>& damaged() const { return damaged_; }

 private:
  Oid oid_ = 0;
  std::set<Oid> whole_;
  std::set<Oid> damaged_;
};

// Cuts what is saved into frames and writes them.
class FrameOutput {
 public:
  FrameOutput(ArchiveWriter& writer, FrameEncoder& encoder)
      : writer_(writer), encoder_(encoder), cutter_(FrameSizes()) {}

  absl::Status AddRows(absl::string_view rows) {
    while (!rows.empty()) {
      const absl::string_view row = rows.substr(0, rows.find('\n') + 1);
      rows.remove_prefix(row.size());
      if (cutter_.MustCutBefore(row.size())) RETURN_IF_ERROR(WriteRows());
      if (cutter_.AddRow(row)) RETURN_IF_ERROR(WriteRows());
    }
    return absl::OkStatus();
  }
  absl::Status EndRows() {
    RETURN_IF_ERROR(WriteRows());
    return Write(std::string(kCopyEndMarker), 0);
  }
  // Text that is no rows, and large objects.
  absl::Status AddBytes(absl::string_view bytes) {
    bytes_.append(bytes.data(), bytes.size());
    return bytes_.size() < kObjectFrameBytes ? absl::OkStatus() : EndBytes();
  }
  absl::Status EndBytes() {
    if (bytes_.empty()) return absl::OkStatus();
    RETURN_IF_ERROR(Write(std::exchange(bytes_, {}), 0));
    return absl::OkStatus();
  }

 private:
  absl::Status WriteRows() {
    if (cutter_.empty()) return absl::OkStatus();
    const uint64_t rows = cutter_.rows();
    return Write(cutter_.TakeFrame(), rows);
  }
  absl::Status Write(std::string raw, uint64_t rows) {
    RETURN_IF_ERROR(encoder_.Encode(&raw, rows, &frame_));
    return writer_.AppendFrame(frame_);
  }

  ArchiveWriter& writer_;
  FrameEncoder& encoder_;
  FrameCutter cutter_;
  std::string bytes_;
  EncodedFrame frame_;
};

// The objects that are saved, written; the others are left out.
class ObjectOutput : public ObjectSalvageConsumer {
 public:
  ObjectOutput(const SavedData& saved, ArchiveWriter& writer,
               FrameOutput& frames)
      : saved_(saved), writer_(writer), frames_(frames) {}

  absl::Status Begin(Oid oid) override {
    takes_ = saved_.objects.count(oid) > 0 && written_.insert(oid).second;
    if (!takes_) return absl::OkStatus();
    absl::Status status = writer_.BeginLargeObject(oid);
    takes_ = saved_.damaged_objects.count(oid) == 0;
    return status;
  }
  absl::Status Write(absl::string_view bytes) override {
    return takes_ ? frames_.AddBytes(bytes) : absl::OkStatus();
  }
  absl::Status End(bool) override {
    return takes_ ? frames_.EndBytes() : absl::OkStatus();
  }
  // Those that did not come at all.
  absl::Status WriteRest() {
    for (const Oid oid : saved_.objects) {
      if (written_.insert(oid).second) {
        RETURN_IF_ERROR(writer_.BeginLargeObject(oid));
      }
    }
    return absl::OkStatus();
  }

 private:
  const SavedData& saved_;
  ArchiveWriter& writer_;
  FrameOutput& frames_;
  bool takes_ = false;
  std::set<Oid> written_;
};

class SalvageJob {
 public:
  SalvageJob(const SalvageOptions& options, JobObserver& observer,
             const std::stop_token& stop)
      : options_(options), observer_(observer), stop_(stop) {}

  absl::StatusOr<SalvageReport> Run(ArchiveSource source, ByteSink& sink) {
    RETURN_IF_ERROR(Open(std::move(source)));
    observer_.BeginPhase("looking for what is whole", 0);
    for (const TocEntry& entry : entries_) {
      if (!entry.has_data) continue;
      RETURN_IF_ERROR(CheckStop());
      RETURN_IF_ERROR(entry.kind == EntryKind::kBlobs ? ReadObjects(entry)
                                                      : ReadTable(entry));
    }
    ChooseEntries();
    observer_.BeginPhase("writing", 0);
    RETURN_IF_ERROR(Write(sink));
    return std::move(report_);
  }

 private:
  absl::Status Open(ArchiveSource source);
  absl::Status OpenCustom(std::unique_ptr<RandomAccessSource> file);
  void CheckTocDigest(const SalvagedIndex& index, uint64_t toc_end);
  absl::Status ReadTable(const TocEntry& entry);
  // Reads a table's data without writing it; returns the rows that are saved.
  absl::Status TryTable(const TocEntry& entry, SavedData* saved,
                        std::vector<SalvageLoss>* losses);
  // Whether checksums tell of every frame that is taken that it is right.
  bool IsProved(const TocEntry& entry) const;
  absl::Status ReadObjects(const TocEntry& entry);
  void ChooseEntries();
  bool FitsObjects(const std::set<Oid>& written, TocEntry* entry);
  void LoseEntry(const TocEntry& entry, absl::string_view why);
  absl::StatusOr<ArchiveHeader> MakeHeader();
  absl::Status Write(ByteSink& sink);
  absl::Status WriteData(const TocEntry& entry, ArchiveWriter& writer,
                         FrameEncoder& encoder);
  std::set<Oid> ListedObjects(const TocEntry& entry) const;
  SalvageRowsOptions RowOptions(const TocEntry& entry) const;
  absl::Status CheckStop() const {
    return stop_.stop_requested()
               ? absl::CancelledError("the salvage was stopped")
               : absl::OkStatus();
  }

  const SalvageOptions& options_;
  JobObserver& observer_;
  const std::stop_token& stop_;

  // What is read: a file in the custom format, or an archive of files.
  std::unique_ptr<RandomAccessSource> file_;
  ReadingArchive members_;
  SalvagedIndex index_;
  LocatedBlocks blocks_;
  std::unique_ptr<DataSalvager> data_;

  ArchiveHeader header_;
  std::vector<TocEntry> entries_;
  const TextEncoding* encoding_ = nullptr;
  bool is_ours_ = false;  // pgark wrote it
  std::unordered_map<DumpId, SavedData> saved_;
  SalvageReport report_;
};

absl::Status SalvageJob::Open(ArchiveSource source) {
  if (source.sequential != nullptr) {
    return WithHint(absl::UnimplementedError(
                        "a pipe cannot be salvaged, it has to be read twice"),
                    "write it into a file first");
  }
  if (source.layout == ArchiveLayout::kCustom) {
    RETURN_IF_ERROR(OpenCustom(std::move(source.random_access)));
  } else {
    ASSIGN_OR_RETURN(members_, OpenArchive(std::move(source)));
    header_ = members_.get().header();
    entries_ = members_.get().toc().entries();
    data_ = std::make_unique<MemberSalvager>(*members_.in_any_order);
  }
  if (!header_.version.HasLargeObjectEntries()) {
    return absl::UnimplementedError(
        "archives older than version 1.12 are not salvaged");
  }
  const absl::StatusOr<ArchiveSession> session =
      ReadArchiveSession(Toc(entries_));
  if (session.ok()) encoding_ = FindTextEncoding(session->encoding);
  return absl::OkStatus();
}

// In each entry a letter may be another one and nobody can see where.
void SalvageJob::CheckTocDigest(const SalvagedIndex& index, uint64_t toc_end) {
  const bool can_tell =
      index.has_tail && index.toc_end == toc_end && toc_end <= size_t{1} << 30;
  if (!can_tell || !report_.losses.empty()) return;
  std::string bytes(toc_end, '\0');
  const auto size = file_->ReadAt(0, std::span<char>(bytes));
  if (!size.ok() || *size != toc_end ||
      ComputeDigest128(bytes) == index.toc_digest) {
    return;
  }
  SalvageLoss loss;
  loss.kind = LossKind::kEntry;
  loss.end = toc_end;
  loss.reason =
      "the checksum of header and contents list is wrong: all entries could be "
      "read, but a text in one of them may be another";
  report_.losses.push_back(std::move(loss));
}

absl::Status SalvageJob::OpenCustom(std::unique_ptr<RandomAccessSource> file) {
  file_ = std::move(file);
  index_ = SalvageIndex(*file_, {});
  ASSIGN_OR_RETURN(SalvagedContents contents,
                   SalvageContents(*file_, index_.toc_end, {}));
  ASSIGN_OR_RETURN(blocks_, LocateBlocks(*file_, contents, index_, {}));
  header_ = contents.header;
  report_.losses = std::move(contents.losses);
  CheckTocDigest(index_, contents.data_begin);
  report_.losses.insert(report_.losses.end(), blocks_.orphans.begin(),
                        blocks_.orphans.end());
  entries_ = std::move(contents.entries);
  is_ours_ = absl::StrContains(header_.dump_version.value_or(""), "pgark ");
  data_ = std::make_unique<BlockSalvager>(*file_, header_, blocks_, index_,
                                          is_ours_);
  return absl::OkStatus();
}

SalvageRowsOptions SalvageJob::RowOptions(const TocEntry& entry) const {
  SalvageRowsOptions options;
  options.is_copy_text = !entry.copy_statement.value_or("").empty();
  options.column_count = ParseCopyColumns(entry.copy_statement.value_or(""));
  options.encoding = encoding_;
  return options;
}

bool SalvageJob::IsProved(const TocEntry& entry) const {
  if (index_.blocks.count(entry.id) > 0) return true;
  const bool has_checksums = header_.compression == CompressionMethod::kZstd ||
                             header_.compression == CompressionMethod::kLz4;
  return is_ours_ && has_checksums;
}

absl::Status SalvageJob::TryTable(const TocEntry& entry, SavedData* saved,
                                  std::vector<SalvageLoss>* losses) {
  const SalvageRowsOptions& row_options = saved->row_options;
  RowSalvager rows(row_options, [this](absl::string_view text, uint64_t) {
    observer_.AddBytes(text.size());
    return CheckStop();
  });
  RETURN_IF_ERROR(data_->ReadTable(entry, rows, losses));
  const auto lose = [losses](uint64_t first_row, std::string reason) {
    SalvageLoss loss;
    loss.kind = LossKind::kRows;
    loss.first_row = first_row;
    loss.reason = std::move(reason);
    losses->push_back(std::move(loss));
  };
  if (rows.refused_rows() > 0 && row_options.stops_at_refused) {
    lose(rows.first_refused_row(),
         "COPY would not take this row, and nothing says that those behind it "
         "are right");
  } else if (rows.refused_rows() > 0) {
    lose(rows.first_refused_row(),
         absl::StrCat(rows.refused_rows(),
                      " rows that COPY would not take, this is the first"));
  }
  const bool misses_end = row_options.is_copy_text && !rows.ended() &&
                          losses->empty() && index_.blocks.count(entry.id) == 0;
  if (misses_end) {
    lose(rows.seen_rows() + 1, "the data ends without its end marker");
  }
  saved->is_whole = losses->empty();
  saved->rows = rows.kept_rows();
  return absl::OkStatus();
}

absl::Status SalvageJob::ReadTable(const TocEntry& entry) {
  std::vector<SalvageLoss> losses;
  SavedData& saved = saved_[entry.id];
  SalvageRowsOptions& row_options = saved.row_options;
  row_options = RowOptions(entry);
  RETURN_IF_ERROR(TryTable(entry, &saved, &losses));
  if (!saved.is_whole && row_options.is_copy_text && !IsProved(entry)) {
    // Rows may look like rows and be wrong: now each field is looked at.
    const Toc toc(entries_);
    if (HasEmptySearchPath(toc)) {
      row_options.types = FindColumnTypes(toc, entry);
    }
    row_options.stops_at_refused =
        header_.compression != CompressionMethod::kNone;
    losses.clear();
    RETURN_IF_ERROR(TryTable(entry, &saved, &losses));
  }
  // Of INSERT statements nobody knows where one ends.
  saved.is_kept =
      saved.is_whole ||
      (!options_.whole_tables && row_options.is_copy_text && saved.rows > 0);
  for (SalvageLoss& loss : losses) {
    if (!saved.is_kept) loss.kind = LossKind::kTable;
    loss.entry = entry.id;
    loss.object = DescribeEntry(entry);
    report_.losses.push_back(std::move(loss));
  }
  return absl::OkStatus();
}

// The objects that the contents list has for a BLOBS entry.
std::set<Oid> SalvageJob::ListedObjects(const TocEntry& entry) const {
  std::set<Oid> listed;
  for (const TocEntry& other : entries_) {
    Oid oid = 0;
    if (other.kind == EntryKind::kBlob && absl::SimpleAtoi(other.tag, &oid)) {
      listed.insert(oid);
    }
    const bool is_its_list =
        other.kind == EntryKind::kBlobMetadata &&
        std::find(entry.dependencies.begin(), entry.dependencies.end(),
                  other.id) != entry.dependencies.end();
    if (!is_its_list) continue;
    const auto oids = ParseLargeObjectList(other.definition.value_or(""));
    if (oids.has_value()) listed.insert(oids->begin(), oids->end());
  }
  return listed;
}

absl::Status SalvageJob::ReadObjects(const TocEntry& entry) {
  std::vector<SalvageLoss> losses;
  ObjectCounter counter;
  RETURN_IF_ERROR(data_->ReadObjects(entry, counter, &losses));
  SavedData& saved = saved_[entry.id];
  saved.objects = ListedObjects(entry);
  const auto lose = [&losses](Oid oid, absl::string_view why) {
    SalvageLoss loss;
    loss.kind = LossKind::kLargeObject;
    loss.large_object = oid;
    loss.reason = std::string(why);
    losses.push_back(std::move(loss));
  };
  for (const Oid oid : counter.seen()) {
    if (saved.objects.count(oid) == 0) lose(oid, "no entry is about it");
  }
  for (const Oid oid : saved.objects) {
    if (counter.seen().count(oid) == 0) {
      lose(oid, "its data is not there");
      saved.damaged_objects.insert(oid);
    } else if (counter.damaged().count(oid) > 0) {
      saved.damaged_objects.insert(oid);
    }
  }
  saved.is_whole = losses.empty();
  saved.is_kept = !saved.objects.empty() || saved.is_whole;
  for (SalvageLoss& loss : losses) {
    loss.entry = entry.id;
    loss.object = DescribeEntry(entry);
    report_.losses.push_back(std::move(loss));
  }
  return absl::OkStatus();
}

void SalvageJob::LoseEntry(const TocEntry& entry, absl::string_view why) {
  SalvageLoss loss;
  loss.kind = LossKind::kEntry;
  loss.entry = entry.id;
  loss.object = DescribeEntry(entry);
  loss.reason = std::string(why);
  report_.losses.push_back(std::move(loss));
}

// Entries for large objects of which nothing will be written would have them
// made without data.
bool SalvageJob::FitsObjects(const std::set<Oid>& written, TocEntry* entry) {
  if (entry->kind == EntryKind::kBlob) {
    Oid oid = 0;
    return absl::SimpleAtoi(entry->tag, &oid) && written.count(oid) > 0;
  }
  if (entry->kind != EntryKind::kBlobMetadata) return true;
  const auto listed = ParseLargeObjectList(entry->definition.value_or(""));
  if (!listed.has_value()) return false;
  std::string list;
  for (const Oid oid : *listed) {
    if (written.count(oid) > 0) absl::StrAppend(&list, oid, "\n");
  }
  if (list.size() != entry->definition->size()) {
    LoseEntry(*entry, "some of its large objects have no data");
  }
  entry->definition = list;
  return !list.empty();
}

void SalvageJob::ChooseEntries() {
  std::set<Oid> written;
  for (const auto& [id, saved] : saved_) {
    if (!saved.is_kept) continue;
    written.insert(saved.objects.begin(), saved.objects.end());
  }
  // A dump of definitions alone has no data of any object.
  const bool has_objects = std::any_of(
      entries_.begin(), entries_.end(), [this](const TocEntry& entry) {
        return entry.kind == EntryKind::kBlobs && saved_[entry.id].is_kept;
      });
  SalvagedContents kept;
  for (TocEntry& entry : entries_) {
    if (entry.has_data && !saved_[entry.id].is_kept) continue;
    if (has_objects && !FitsObjects(written, &entry)) {
      LoseEntry(entry, "its large objects have no data");
      continue;
    }
    DataOffset offset;
    if (entry.has_data) offset.state = DataOffsetState::kNotSet;
    kept.offsets.push_back(offset);
    kept.entries.push_back(std::move(entry));
  }
  std::vector<uint64_t> begins(kept.entries.size());
  DropContradictions(header_, begins, &kept);
  report_.losses.insert(report_.losses.end(), kept.losses.begin(),
                        kept.losses.end());
  entries_ = std::move(kept.entries);
  for (const TocEntry& entry : entries_) {
    if (!entry.has_data) continue;
    const SavedData& saved = saved_[entry.id];
    report_.rows += saved.rows;
    report_.large_objects +=
        saved.objects.size() - saved.damaged_objects.size();
    if (entry.kind == EntryKind::kTableData) {
      ++(saved.is_whole ? report_.whole_tables : report_.partial_tables);
    }
  }
  report_.entries = entries_.size();
}

absl::StatusOr<ArchiveHeader> SalvageJob::MakeHeader() {
  ArchiveHeader header = header_;
  if (!header.version.HasTableAccessMethod()) {
    header.version = kArchiveVersion1_14;
  }
  header.version.revision = 0;
  header.integer_size = 4;
  header.offset_size = 8;
  header.format = ArchiveFormat::kCustom;
  report_.compression = options_.compression.value_or(
      CompressionSpec{.method = header.compression});
  header.compression = report_.compression.method;
  const bool needs_method = header.compression == CompressionMethod::kLz4 ||
                            header.compression == CompressionMethod::kZstd;
  if (needs_method && !header.version.HasCompressionMethod()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the archive's version cannot hold ",
        CompressionMethodName(header.compression), "; use gzip or none"));
  }
  header.compression_level =
      header.compression == CompressionMethod::kGzip ? -1 : 0;
  // "(pgark " promises an index, which the new archive has.
  const int release = ReleaseOfVersionText(header.dump_version);
  const std::string text = header.dump_version.value_or("");
  header.dump_version =
      absl::StrCat(release > 0 ? text.substr(0, text.find(' ')) : "18",
                   " (pgark ", options_.program_version, ", salvaged)");
  report_.version = header.version;
  return header;
}

absl::Status SalvageJob::WriteData(const TocEntry& entry, ArchiveWriter& writer,
                                   FrameEncoder& encoder) {
  FrameOutput frames(writer, encoder);
  std::vector<SalvageLoss> known;
  RETURN_IF_ERROR(writer.BeginBlock(entry.id));
  if (entry.kind == EntryKind::kBlobs) {
    ObjectOutput objects(saved_[entry.id], writer, frames);
    RETURN_IF_ERROR(data_->ReadObjects(entry, objects, &known));
    RETURN_IF_ERROR(objects.WriteRest());
    return writer.EndBlock();
  }
  const SalvageRowsOptions& row_options = saved_[entry.id].row_options;
  RowSalvager rows(row_options, [&](absl::string_view text, uint64_t) {
    observer_.AddBytes(text.size());
    RETURN_IF_ERROR(CheckStop());
    return row_options.is_copy_text ? frames.AddRows(text)
                                    : frames.AddBytes(text);
  });
  RETURN_IF_ERROR(data_->ReadTable(entry, rows, &known));
  RETURN_IF_ERROR(row_options.is_copy_text ? frames.EndRows()
                                           : frames.EndBytes());
  return writer.EndBlock();
}

absl::Status SalvageJob::Write(ByteSink& sink) {
  ASSIGN_OR_RETURN(const ArchiveHeader header, MakeHeader());
  const Toc toc(entries_);
  ASSIGN_OR_RETURN(auto writer, ArchiveWriter::Create(sink, header, toc));
  ASSIGN_OR_RETURN(auto encoder, FrameEncoder::Create(report_.compression));
  for (const TocEntry& entry : toc.entries()) {
    if (!entry.has_data) continue;
    absl::Status status = WriteData(entry, *writer, *encoder);
    if (!status.ok()) {
      return WithObject(std::move(status), DescribeEntry(entry));
    }
  }
  return writer->Finish();
}

}  // namespace

absl::StatusOr<SalvageReport> SalvageArchive(ArchiveSource source,
                                             const SalvageOptions& options,
                                             ByteSink& sink,
                                             JobObserver& observer,
                                             const std::stop_token& stop) {
  return SalvageJob(options, observer, stop).Run(std::move(source), sink);
}

}  // namespace pgark
