#ifndef PGARK_ARCHIVE_COPY_TEXT_SCANNER_H_
#define PGARK_ARCHIVE_COPY_TEXT_SCANNER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "archive/byte_masks.h"
#include "archive/encoding_checker.h"
#include "archive/text_encoding.h"

namespace pgark {

// What can be wrong with COPY text. The last three are unusual only: COPY
// takes them.
enum class CopyTextProblemKind : uint8_t {
  // A row has another number of columns than the COPY statement.
  kColumnCount,
  // The text ends inside a row.
  kIncompleteRow,
  // `\.` that is not alone on its line.
  kMisplacedEndMarker,
  // No `\.` line at all.
  kMissingEndMarker,
  // Something else than newlines behind the `\.` line.
  kTextAfterEndMarker,
  // A raw carriage return: COPY refuses it in text with newlines.
  kCarriageReturn,
  // A zero byte, which no encoding has.
  kZeroByte,
  // Bytes that are no character in the archive's encoding.
  kInvalidEncoding,
  // Another number of newlines behind `\.` than the three of pg_dump.
  kUnusualEnd,
  // A backslash sequence other than \b \f \n \r \t \v \\ and \N.
  kUnusualEscape,
  // A byte that an encoding of single bytes does not define: it can be
  // restored into a database of that encoding only.
  kUndefinedByte,
};
inline constexpr size_t kCopyTextProblemKindCount = 11;

// The first problem of a kind, and how many of the kind there are.
struct CopyTextProblem {
  CopyTextProblemKind kind = CopyTextProblemKind::kColumnCount;
  uint64_t offset = 0;  // in the text, of the first one
  uint64_t row = 0;     // from 1, of the first one
  uint64_t count = 0;
  uint64_t columns = 0;  // kColumnCount: what the row has
};

struct CopyTextOptions {
  // Nothing: the columns are not checked.
  std::optional<size_t> column_count;
  // nullptr: bytes are not judged.
  const TextEncoding* encoding = nullptr;
  // False for one part, of whole rows, of a longer text: no end marker is
  // missed (one that is there is checked nevertheless).
  bool expects_end_marker = true;
};

// Counts the rows of COPY's text format as pg_dump stores it, and checks them:
// columns, escapes, encoding, and the end: rows, each with its newline, then
// backslash, dot and three newlines (docs/archive-format.md, "Content of table
// data"). Goes on after a problem; behind the end marker nothing is a row.
//
//   CopyTextScanner scanner(options);
//   while (more) scanner.Write(piece);   // any cuts
//   scanner.Finish();
//   scanner.row_count(), scanner.problems()
//
// The results do not depend on the cuts. Memory is constant.
//
// thread-compatible
class CopyTextScanner {
 public:
  explicit CopyTextScanner(const CopyTextOptions& options);

  void Write(absl::string_view text);
  void Finish();

  // Complete rows so far, the end marker not counted.
  uint64_t row_count() const { return row_count_; }
  uint64_t byte_count() const { return position_; }
  // Whether the end marker has come.
  bool ended() const { return state_ != State::kRows; }
  // At most one per kind, in the order of the kinds.
  const std::vector<CopyTextProblem>& problems() const { return problems_; }

 private:
  enum class State { kRows, kEnded };
  static constexpr uint64_t kNowhere = ~uint64_t{0};

  void ScanPiece(absl::string_view text);
  // `padded` holds the block and is 64 bytes long.
  void ScanBlock(absl::string_view block, const char* padded);
  // Whether every backslash of the block begins a usual escape that ends in
  // it, so that none has to be looked at. Takes a backslash at the block's end
  // out of the block, by cutting *size, for the next one.
  bool HasUsualEscapesOnly(const char* padded, const ByteMasks& masks,
                           size_t* size) const;
  // Handles the events of a block one by one. Returns the bytes used: all, or
  // up to and with the end marker.
  size_t ScanEvents(absl::string_view block, uint64_t events, uint64_t invalid,
                    uint64_t trail);
  CopyTextProblemKind InvalidKind() const;
  // `c` stands behind a backslash at `offset`.
  void ScanEscape(uint64_t offset, char c);
  void ScanEnd(absl::string_view text);
  // Finds the bytes of longer characters in `block` that look like ASCII;
  // `invalid` receives those that cannot stand where they do.
  uint64_t FindTrailBytes(absl::string_view block, uint64_t high,
                          uint64_t* invalid);
  // Whether it can, whatever comes out; *is_valid says whether it may.
  bool TakeTrailByte(uint8_t byte, bool* is_valid);
  void EndRow(uint64_t newline_offset) {
    if (tabs_ != expected_tabs_) CheckColumns(newline_offset);
    tabs_ = 0;
    row_begin_ = newline_offset + 1;
    ++row_count_;
  }
  void CheckColumns(uint64_t newline_offset);
  CopyTextProblem& Report(CopyTextProblemKind kind, uint64_t offset);

  // Constant after construction.
  const std::optional<size_t> column_count_;
  const TextEncoding& encoding_;
  const bool expects_end_marker_;
  // kNowhere where tabs alone do not decide: no columns, or not checked.
  const uint64_t expected_tabs_;

  EncodingChecker encoding_checker_;
  State state_ = State::kRows;
  uint64_t position_ = 0;  // bytes scanned so far
  uint64_t row_count_ = 0;
  uint64_t row_begin_ = 0;
  uint64_t tabs_ = 0;  // in the current row
  uint64_t field_begin_ = 0;
  // Where the field must end that \N stands in.
  uint64_t null_end_ = kNowhere;
  // The last byte was a backslash that the next one belongs to.
  bool escape_pending_ = false;
  uint64_t end_marker_offset_ = 0;
  uint64_t end_newlines_ = 0;
  bool text_after_end_ = false;
  // kAsciiTrail: how many bytes of the last character are still to come, and
  // for GB18030 whether it may turn out, or has turned out, to have four.
  int trail_bytes_ = 0;
  bool may_have_four_bytes_ = false;
  bool has_four_bytes_ = false;
  std::vector<CopyTextProblem> problems_;
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_COPY_TEXT_SCANNER_H_
