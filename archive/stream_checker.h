#ifndef PGARK_ARCHIVE_STREAM_CHECKER_H_
#define PGARK_ARCHIVE_STREAM_CHECKER_H_

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "archive/codec.h"
#include "archive/copy_text_scanner.h"
#include "archive/digest.h"
#include "archive/field_type_scanner.h"
#include "archive/row_digest.h"
#include "archive/validation_context.h"
#include "base/bounded_queue.h"

namespace pgark {

// Decodes one stream after the other and checks what comes out: that it is
// complete, the frames of the index, and COPY text row by row. With more than
// one job a long stream is decoded on the caller's thread and checked on one
// of its own.
//
//   checker.Begin(stream);
//   for each piece of a chunk: checker.Write(piece, chunk region, chunk ends)
//   checker.Finish(region of the framing behind the last chunk)
//
// thread-compatible: one for each thread
class StreamChecker {
 public:
  struct Stream {
    const TocEntry* entry = nullptr;
    Oid oid = 0;  // large objects
    // Whether the stream is COPY text.
    bool is_copy_text = false;
    // The index's frames of the stream, if there is an index that has it.
    const IndexStream* index_stream = nullptr;
    FileRegion block;  // for findings that have no better place
  };

  // `context` must outlive this; it has contents whose method we know.
  explicit StreamChecker(ValidationContext& context);
  // For the files of a directory, the members of a tar: without chunks, and
  // compressed as the file's name says.
  StreamChecker(ValidationContext& context, CompressionMethod file_method);
  ~StreamChecker();

  // `digest` receives the raw bytes; it must outlive the stream.
  void Begin(const Stream& stream, DigestStream& digest);
  // Returns CANCELLED, or OK; what is wrong becomes a finding, and the rest
  // of the stream is then ignored.
  absl::Status Write(absl::string_view stored, FileRegion chunk,
                     bool ends_chunk);
  absl::Status Finish(uint64_t end_offset);
  // Instead of Finish(), for a stream whose octets cannot be read on.
  void Abandon();

  // Of the current or last stream.
  bool is_whole() const { return is_whole_; }
  uint64_t raw_bytes() const { return raw_bytes_; }
  // Only with COPY text.
  std::optional<uint64_t> rows() const;
  // With COPY text on level types: its columns, and those that were judged.
  size_t columns() const { return columns_; }
  size_t judged_columns() const { return judged_columns_; }
  const std::optional<RowDigest>& row_digest() const { return row_digest_; }

 private:
  // Raw bytes on their way to the thread that checks them.
  struct RawPiece {
    std::string bytes;
    FileRegion chunk;
  };

  absl::Status TakeRaw(absl::string_view raw);
  // Checks raw bytes of that chunk.
  void CheckRaw(absl::string_view raw, FileRegion chunk);
  void StartThread();
  // Waits until all raw bytes are checked; a thread, if there is one, ends.
  void Settle();
  void TakeFrameBytes(absl::string_view raw);
  // Ends the current frame of the index and all empty ones behind it.
  void EndFrames();
  void ScanRows(absl::string_view raw);
  void PlaceRowProblems();
  void ReportRowProblems();
  void BeginFields();
  void ReportFieldProblems();
  void ReportBroken(const absl::Status& status, FileRegion region);
  void Report(FindingCode code, FileRegion region, absl::string_view message);
  FileRegion FrameRegion() const;

  ValidationContext& context_;
  const CompressionMethod method_;
  const bool has_chunks_;
  std::unique_ptr<Decompressor> decompressor_;

  // The current stream.
  Stream stream_;
  DigestStream* digest_ = nullptr;
  bool is_whole_ = true;
  bool is_first_piece_ = true;
  uint64_t raw_bytes_ = 0;
  FileRegion chunk_;
  // The thread of a long stream. While it runs, what follows belongs to it.
  std::unique_ptr<BoundedQueue<RawPiece>> queue_;
  std::thread thread_;

  // The chunk of the bytes that are being checked.
  FileRegion raw_chunk_;
  std::optional<CopyTextScanner> scanner_;
  // The chunk in which the first problem of each kind was met.
  std::array<std::optional<FileRegion>, kCopyTextProblemKindCount>
      problem_places_;
  // Level types, where a column can be judged.
  std::optional<FieldTypeScanner> field_scanner_;
  std::optional<RowDigester> row_digester_;
  std::optional<RowDigest> row_digest_;
  size_t columns_ = 0;
  size_t judged_columns_ = 0;
  // The chunk of each of the scanner's problems.
  std::vector<FileRegion> field_problem_places_;
  // The frame of the index that the next raw byte belongs to.
  size_t frame_ = 0;
  uint64_t frame_left_ = 0;
  uint64_t frame_first_row_ = 0;
  DigestStream frame_digest_;
  bool is_index_exceeded_ = false;
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_STREAM_CHECKER_H_
