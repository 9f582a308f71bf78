#include "archive/stream_checker.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "archive/copy_statement.h"
#include "archive/file_codec.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

using Code = FindingCode;

// Shorter streams are not worth a thread.
constexpr uint64_t kMinThreadBytes = uint64_t{4} << 20;
// What may wait for the thread: enough to keep both busy, and small enough for
// the cache.
constexpr size_t kMaxQueuedBytes = size_t{1} << 20;

struct ProblemRow {
  CopyTextProblemKind kind;
  Code code;
  absl::string_view text;
};

// In the order of the kinds.
constexpr ProblemRow kProblems[] = {
    {CopyTextProblemKind::kColumnCount, Code::kRowWidthWrong,
     "another number of columns than the COPY statement"},
    {CopyTextProblemKind::kIncompleteRow, Code::kRowIncomplete,
     "the data ends inside a row"},
    {CopyTextProblemKind::kMisplacedEndMarker, Code::kEndMarkerMisplaced,
     "an end marker that is not alone on its line"},
    {CopyTextProblemKind::kMissingEndMarker, Code::kEndMarkerMissing,
     "the data has no end marker"},
    {CopyTextProblemKind::kTextAfterEndMarker, Code::kTextAfterEndMarker,
     "text behind the end marker"},
    {CopyTextProblemKind::kCarriageReturn, Code::kCarriageReturn,
     "a raw carriage return"},
    {CopyTextProblemKind::kZeroByte, Code::kZeroByte, "a zero byte"},
    {CopyTextProblemKind::kInvalidEncoding, Code::kEncodingInvalid,
     "bytes that are no character of the archive's encoding"},
    {CopyTextProblemKind::kUnusualEnd, Code::kEndUnusual,
     "another number of newlines behind the end marker than pg_dump writes"},
    {CopyTextProblemKind::kUnusualEscape, Code::kEscapeUnusual,
     "a backslash sequence that pg_dump does not write"},
    {CopyTextProblemKind::kUndefinedByte, Code::kEncodingUndefined,
     "bytes that the archive's encoding does not define"},
};
static_assert(std::size(kProblems) == kCopyTextProblemKindCount);

// Whether the first frame of a stream says that a checksum of its contents
// follows. gzip streams always have one.
bool HasContentChecksum(CompressionMethod method, absl::string_view begin) {
  constexpr size_t kFlagByte = 4;  // behind the magic number
  constexpr unsigned char kChecksumFlag = 4;
  switch (method) {
    case CompressionMethod::kGzip:
      return true;
    case CompressionMethod::kLz4:
    case CompressionMethod::kZstd:
      return begin.size() > kFlagByte &&
             (static_cast<unsigned char>(begin[kFlagByte]) & kChecksumFlag) !=
                 0;
    case CompressionMethod::kNone:
      break;
  }
  return false;
}

}  // namespace

StreamChecker::StreamChecker(ValidationContext& context)
    : context_(context),
      method_(context.contents->header.compression),
      has_chunks_(true) {
  absl::StatusOr<std::unique_ptr<Decompressor>> decompressor =
      MakeDecompressor(method_, context.options.limits);
  // The caller knows the method: this cannot fail.
  if (decompressor.ok()) decompressor_ = *std::move(decompressor);
}

StreamChecker::StreamChecker(ValidationContext& context,
                             CompressionMethod file_method)
    : context_(context), method_(file_method), has_chunks_(false) {
  absl::StatusOr<std::unique_ptr<Decompressor>> decompressor =
      MakeFileDecompressor(method_, context.options.limits);
  // File names stand for methods that we know.
  if (decompressor.ok()) decompressor_ = *std::move(decompressor);
}

StreamChecker::~StreamChecker() { Settle(); }

void StreamChecker::Begin(const Stream& stream, DigestStream& digest) {
  Settle();
  stream_ = stream;
  digest_ = &digest;
  is_whole_ = decompressor_ != nullptr;
  is_first_piece_ = true;
  raw_bytes_ = 0;
  chunk_ = raw_chunk_ = stream.block;
  if (is_whole_) decompressor_->Reset();
  scanner_.reset();
  problem_places_.fill(std::nullopt);
  if (stream.is_copy_text && context_.Includes(VerifyLevel::kRows)) {
    CopyTextOptions options;
    options.column_count = ParseCopyColumns(*stream.entry->copy_statement);
    options.encoding = context_.contents->encoding;
    scanner_.emplace(options);
  }
  BeginFields();
  frame_ = 0;
  frame_left_ = 0;
  frame_first_row_ = 0;
  is_index_exceeded_ = false;
  frame_digest_.Reset();
  if (stream_.index_stream != nullptr &&
      !stream_.index_stream->frames.empty()) {
    frame_left_ = stream_.index_stream->frames[0].raw_bytes;
    if (frame_left_ == 0) EndFrames();
  }
}

absl::Status StreamChecker::Write(absl::string_view stored, FileRegion chunk,
                                  bool ends_chunk) {
  if (!is_whole_) return absl::OkStatus();
  if (is_first_piece_) {
    is_first_piece_ = false;
    if (!HasContentChecksum(method_, stored)) {
      ++context_.streams_without_checksum;
    }
  }
  chunk_ = chunk;
  absl::Status status = decompressor_->Write(
      stored, [this](absl::string_view raw) { return TakeRaw(raw); },
      ends_chunk);
  if (status.ok()) return status;
  if (!IsAboutContents(status) && !absl::IsInternal(status)) {
    Settle();
    return status;
  }
  ReportBroken(status, chunk);
  return absl::OkStatus();
}

absl::Status StreamChecker::TakeRaw(absl::string_view raw) {
  raw_bytes_ += raw.size();
  if (queue_ != nullptr) {
    queue_->Push({std::string(raw), chunk_}, raw.size());
  } else {
    CheckRaw(raw, chunk_);
    if (raw_bytes_ >= kMinThreadBytes && context_.options.jobs > 1) {
      StartThread();
    }
  }
  // What is small when stored can be endless when decoded.
  return context_.Advance(0);
}

void StreamChecker::CheckRaw(absl::string_view raw, FileRegion chunk) {
  raw_chunk_ = chunk;
  digest_->Update(raw);
  if (stream_.index_stream == nullptr) {
    ScanRows(raw);
  } else {
    TakeFrameBytes(raw);
  }
}

void StreamChecker::StartThread() {
  queue_ = std::make_unique<BoundedQueue<RawPiece>>(kMaxQueuedBytes);
  thread_ = std::thread([this] {
    while (const std::optional<RawPiece> piece = queue_->Pop()) {
      CheckRaw(piece->bytes, piece->chunk);
    }
  });
}

void StreamChecker::Settle() {
  if (queue_ == nullptr) return;
  queue_->Close();
  thread_.join();
  queue_.reset();
}

void StreamChecker::Abandon() {
  Settle();
  is_whole_ = false;
}

void StreamChecker::TakeFrameBytes(absl::string_view raw) {
  while (!raw.empty()) {
    if (frame_ >= stream_.index_stream->frames.size()) {
      is_index_exceeded_ = true;
      ScanRows(raw);
      return;
    }
    const absl::string_view part = raw.substr(
        0, static_cast<size_t>(std::min<uint64_t>(raw.size(), frame_left_)));
    raw.remove_prefix(part.size());
    frame_left_ -= part.size();
    frame_digest_.Update(part);
    ScanRows(part);
    if (frame_left_ == 0) EndFrames();
  }
}

void StreamChecker::EndFrames() {
  const std::vector<IndexFrame>& frames = stream_.index_stream->frames;
  while (frame_ < frames.size() && frame_left_ == 0) {
    const IndexFrame& frame = frames[frame_];
    if (frame_digest_.Get() != frame.raw_digest) {
      Report(Code::kRawDigestWrong, FrameRegion(),
             absl::StrCat("frame ", frame_ + 1,
                          " does not decode to what was written"));
    }
    frame_digest_.Reset();
    if (scanner_.has_value()) {
      const uint64_t rows = scanner_->row_count() - frame_first_row_;
      frame_first_row_ = scanner_->row_count();
      if (rows != frame.rows) {
        Report(Code::kIndexRowsWrong, FrameRegion(),
               absl::StrCat("frame ", frame_ + 1, " has ", rows,
                            " rows, the index says ", frame.rows));
      }
    }
    ++frame_;
    if (frame_ < frames.size()) frame_left_ = frames[frame_].raw_bytes;
  }
}

void StreamChecker::ScanRows(absl::string_view raw) {
  if (!scanner_.has_value()) return;
  scanner_->Write(raw);
  PlaceRowProblems();
  if (row_digester_.has_value()) row_digester_->Write(raw);
  if (!field_scanner_.has_value()) return;
  field_scanner_->Write(raw);
  field_problem_places_.resize(field_scanner_->problems().size(), raw_chunk_);
}

void StreamChecker::BeginFields() {
  field_scanner_.reset();
  field_problem_places_.clear();
  columns_ = judged_columns_ = 0;
  row_digester_.reset();
  row_digest_.reset();
  if (!scanner_.has_value() || !context_.Includes(VerifyLevel::kTypes)) return;
  row_digester_.emplace();
  if (!context_.has_empty_search_path) return;
  std::vector<ColumnType> types =
      FindColumnTypes(context_.contents->toc, *stream_.entry);
  columns_ = ParseCopyColumns(*stream_.entry->copy_statement).value_or(0);
  judged_columns_ = static_cast<size_t>(
      std::count_if(types.begin(), types.end(), [](const ColumnType& type) {
        return type.kind != ColumnTypeKind::kUnjudged;
      }));
  if (judged_columns_ == 0) return;
  field_scanner_.emplace(std::move(types), context_.contents->encoding);
}

void StreamChecker::PlaceRowProblems() {
  for (const CopyTextProblem& problem : scanner_->problems()) {
    std::optional<FileRegion>& place =
        problem_places_[static_cast<size_t>(problem.kind)];
    if (!place.has_value()) place = raw_chunk_;
  }
}

absl::Status StreamChecker::Finish(uint64_t end_offset) {
  Settle();
  if (is_whole_) {
    absl::Status status = decompressor_->Finish();
    if (!status.ok()) {
      if (!IsAboutContents(status) && !absl::IsInternal(status)) return status;
      ReportBroken(status, {chunk_.begin, end_offset, chunk_.file});
    }
  }
  if (is_whole_ && has_chunks_ && decompressor_->hidden_bytes() > 0) {
    Report(Code::kStreamHiddenFrames, stream_.block,
           absl::StrCat("stock pg_restore silently drops ",
                        decompressor_->hidden_bytes(),
                        " octets of data: they are in frames that do not "
                        "begin a chunk"));
  }
  if (is_whole_ && stream_.index_stream != nullptr &&
      (is_index_exceeded_ || frame_ < stream_.index_stream->frames.size())) {
    Report(Code::kIndexMismatch, stream_.block,
           "the index describes another amount of data");
  }
  if (scanner_.has_value()) {
    if (is_whole_) scanner_->Finish();
    PlaceRowProblems();
    ReportRowProblems();
    ReportFieldProblems();
    if (row_digester_.has_value()) {
      row_digester_->Finish();
      row_digest_ = row_digester_->digest();
    }
  }
  return absl::OkStatus();
}

std::optional<uint64_t> StreamChecker::rows() const {
  if (!scanner_.has_value()) return std::nullopt;
  return scanner_->row_count();
}

void StreamChecker::ReportRowProblems() {
  for (const CopyTextProblem& problem : scanner_->problems()) {
    const auto kind = static_cast<size_t>(problem.kind);
    std::string message =
        absl::StrCat(kProblems[kind].text, ": row ", problem.row, ", octet ",
                     problem.offset, " of the data");
    if (problem.kind == CopyTextProblemKind::kColumnCount) {
      absl::StrAppend(&message, ", with ", problem.columns, " columns");
    }
    if (problem.count > 1) {
      absl::StrAppend(&message, "; ", problem.count, " times in all");
    }
    Report(kProblems[kind].code, *problem_places_[kind], message);
  }
}

void StreamChecker::ReportFieldProblems() {
  if (!field_scanner_.has_value()) return;
  const auto names = ParseCopyColumnNames(*stream_.entry->copy_statement);
  for (size_t i = 0; i < field_scanner_->problems().size(); ++i) {
    const FieldTypeScanner::Problem& problem = field_scanner_->problems()[i];
    std::string message =
        absl::StrCat("a field that is no ", ColumnTypeName(problem.kind),
                     ": row ", problem.row, ", column ", problem.column + 1,
                     " (", names.has_value() ? (*names)[problem.column] : "",
                     "), octet ", problem.offset, " of the data");
    if (problem.count > 1) {
      absl::StrAppend(&message, "; ", problem.count, " times in all");
    }
    Report(Code::kFieldTypeWrong, field_problem_places_[i], message);
  }
  if (field_scanner_->skipped_fields() > 0) {
    Report(Code::kNotChecked, stream_.block,
           absl::StrCat(field_scanner_->skipped_fields(),
                        " fields are too large for their type to be judged"));
  }
}

void StreamChecker::ReportBroken(const absl::Status& status,
                                 FileRegion region) {
  is_whole_ = false;
  Report(CodeForStatus(status, Code::kStreamDamaged), region, status.message());
}

void StreamChecker::Report(Code code, FileRegion region,
                           absl::string_view message) {
  if (stream_.oid == 0) {
    context_.findings.Add(code, region, stream_.entry->id, message);
  } else {
    context_.findings.Add(
        code, region, stream_.entry->id,
        absl::StrCat("large object ", stream_.oid, ": ", message));
  }
}

FileRegion StreamChecker::FrameRegion() const {
  const IndexFrame& frame = stream_.index_stream->frames[frame_];
  return {frame.offset, frame.offset + frame.stored_bytes};
}

}  // namespace pgark
