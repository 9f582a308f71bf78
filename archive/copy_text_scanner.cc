#include "archive/copy_text_scanner.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "archive/byte_masks.h"

namespace pgark {
namespace {

constexpr TextEncoding kNotJudged = {"", EncodingFamily::kUnchecked, {}, {}};

// Text is taken in pieces that stay in the first-level cache between the two
// passes over it.
constexpr size_t kPieceBytes = 16 * 1024;

uint64_t BitsBelow(size_t bit) { return (uint64_t{1} << bit) - 1; }

}  // namespace

CopyTextScanner::CopyTextScanner(const CopyTextOptions& options)
    : column_count_(options.column_count),
      encoding_(options.encoding != nullptr ? *options.encoding : kNotJudged),
      expects_end_marker_(options.expects_end_marker),
      expected_tabs_(options.column_count.value_or(0) > 0
                         ? *options.column_count - 1
                         : kNowhere),
      encoding_checker_(encoding_) {}

void CopyTextScanner::Write(absl::string_view text) {
  while (!text.empty()) {
    const absl::string_view piece = text.substr(0, kPieceBytes);
    text.remove_prefix(piece.size());
    const bool was_valid = encoding_checker_.invalid_count() == 0;
    encoding_checker_.Write(piece);
    if (was_valid && encoding_checker_.invalid_count() > 0) {
      // Scan up to there first, so that the row's number is known.
      const uint64_t offset = encoding_checker_.first_invalid_offset();
      const size_t before =
          offset > position_ ? static_cast<size_t>(offset - position_) : 0;
      ScanPiece(piece.substr(0, before));
      Report(InvalidKind(), offset);
      ScanPiece(piece.substr(before));
    } else {
      ScanPiece(piece);
    }
  }
}

void CopyTextScanner::ScanPiece(absl::string_view text) {
  while (!text.empty() && state_ == State::kRows) {
    const size_t size = std::min(text.size(), kByteMaskWidth);
    char padded[kByteMaskWidth];
    const char* data = text.data();
    if (size < kByteMaskWidth) {
      std::memset(padded, 'x', sizeof(padded));
      std::memcpy(padded, text.data(), size);
      data = padded;
    }
    const uint64_t begin = position_;
    ScanBlock(text.substr(0, size), data);
    text.remove_prefix(static_cast<size_t>(position_ - begin));
  }
  if (!text.empty()) ScanEnd(text);
}

bool CopyTextScanner::HasUsualEscapesOnly(const char* padded,
                                          const ByteMasks& masks,
                                          size_t* size) const {
  // Every other one of adjacent backslashes begins an escape.
  uint64_t escapes = masks.backslash;
  if ((escapes & escapes << 1) != 0) {
    escapes = 0;
    for (uint64_t rest = masks.backslash; rest != 0;) {
      const uint64_t lowest = rest & (~rest + 1);
      escapes |= lowest;
      rest &= ~(lowest | lowest << 1);
    }
  }
  // A \N needs two bytes behind the backslash.
  const uint64_t last =
      escapes & ~BitsBelow(*size - std::min<size_t>(*size, 2));
  if (last != 0) {
    if (*size < kByteMaskWidth) return false;  // nothing follows yet
    *size = static_cast<size_t>(std::countr_zero(last));
    escapes &= BitsBelow(*size);
  }
  const uint64_t escaped = escapes << 1;
  const uint64_t nulls = escaped & MatchByte(padded, 'N');
  const uint64_t separators = masks.newline | masks.tab;
  const uint64_t field_begins =
      separators << 1 | (field_begin_ == position_ ? 1 : 0);
  if ((nulls >> 1 & ~field_begins) != 0 || (nulls << 1 & ~separators) != 0) {
    return false;
  }
  const uint64_t others = escaped & ~nulls & ~masks.backslash;
  if (others == 0) return true;
  uint64_t letters = 0;
  for (const char letter : {'n', 't', 'r', 'b', 'f', 'v'}) {
    letters |= MatchByte(padded, letter);
  }
  return (others & ~letters) == 0;
}

void CopyTextScanner::ScanBlock(absl::string_view block, const char* padded) {
  ByteMasks masks = ComputeByteMasks(padded);
  uint64_t invalid = 0;
  uint64_t trail = 0;
  if (encoding_.family == EncodingFamily::kAsciiTrail &&
      (masks.high != 0 || trail_bytes_ > 0)) {
    trail = FindTrailBytes(block, masks.high, &invalid);
    masks.newline &= ~trail;
    masks.tab &= ~trail;
    masks.backslash &= ~trail;
    masks.forbidden &= ~trail;
  }
  size_t size = block.size();
  // Where characters are followed a block cannot be cut.
  const bool may_cut = encoding_.family != EncodingFamily::kAsciiTrail;
  if ((masks.forbidden | invalid) != 0 || escape_pending_ ||
      null_end_ != kNowhere ||
      (masks.backslash != 0 &&
       !(may_cut && HasUsualEscapesOnly(padded, masks, &size)))) {
    position_ += ScanEvents(
        block,
        masks.newline | masks.tab | masks.backslash | masks.forbidden | invalid,
        invalid, trail);
    return;
  }
  if (size < block.size()) {
    masks.newline &= BitsBelow(size);
    masks.tab &= BitsBelow(size);
  }
  uint64_t tabs = masks.tab;
  for (uint64_t newlines = masks.newline; newlines != 0;
       newlines &= newlines - 1) {
    const auto bit = static_cast<size_t>(std::countr_zero(newlines));
    tabs_ += CountBits(tabs & BitsBelow(bit));
    tabs &= ~BitsBelow(bit);
    EndRow(position_ + bit);
  }
  tabs_ += CountBits(tabs);
  const uint64_t separators = masks.newline | masks.tab;
  if (separators != 0) {
    field_begin_ =
        position_ + 64 - static_cast<uint64_t>(std::countl_zero(separators));
  }
  position_ += size;
}

size_t CopyTextScanner::ScanEvents(absl::string_view block, uint64_t events,
                                   uint64_t invalid, uint64_t trail) {
  if (escape_pending_) {
    escape_pending_ = false;
    if ((invalid & 1) != 0) {
      Report(CopyTextProblemKind::kInvalidEncoding, position_);
    }
    events &= ~uint64_t{1};
    ScanEscape(position_ - 1, block[0]);
    if (state_ == State::kEnded) return 1;
  }
  for (; events != 0; events &= events - 1) {
    const auto bit = static_cast<size_t>(std::countr_zero(events));
    const uint64_t offset = position_ + bit;
    const char c = block[bit];
    if (null_end_ != kNowhere) {
      if (offset != null_end_ || (c != '\t' && c != '\n')) {
        Report(CopyTextProblemKind::kUnusualEscape, null_end_ - 2);
      }
      null_end_ = kNowhere;
    }
    if ((invalid >> bit & 1) != 0) {
      Report(CopyTextProblemKind::kInvalidEncoding, offset);
    }
    // Part of a character, even of one that does not exist.
    if ((trail >> bit & 1) != 0) continue;
    switch (c) {
      case '\t':
        ++tabs_;
        field_begin_ = offset + 1;
        break;
      case '\n':
        EndRow(offset);
        field_begin_ = offset + 1;
        break;
      case '\r':
        Report(CopyTextProblemKind::kCarriageReturn, offset);
        break;
      case '\0':
        Report(CopyTextProblemKind::kZeroByte, offset);
        break;
      case '\\':
        if (bit + 1 == block.size()) {
          escape_pending_ = true;
          break;
        }
        if ((invalid >> (bit + 1) & 1) != 0) {
          Report(CopyTextProblemKind::kInvalidEncoding, offset + 1);
        }
        events &= ~(uint64_t{1} << (bit + 1));
        ScanEscape(offset, block[bit + 1]);
        if (state_ == State::kEnded) return bit + 2;
        break;
      default:  // only invalid
        break;
    }
  }
  return block.size();
}

void CopyTextScanner::ScanEscape(uint64_t offset, char c) {
  switch (c) {
    case 'N':
      if (offset == field_begin_) {
        null_end_ = offset + 2;
        return;
      }
      break;
    case 'b':
    case 'f':
    case 'n':
    case 'r':
    case 't':
    case 'v':
    case '\\':
      return;
    case '.':
      if (offset == row_begin_) {
        state_ = State::kEnded;
        end_marker_offset_ = offset;
        return;
      }
      Report(CopyTextProblemKind::kMisplacedEndMarker, offset);
      return;
    default:
      break;
  }
  Report(CopyTextProblemKind::kUnusualEscape, offset);
}

void CopyTextScanner::ScanEnd(absl::string_view text) {
  for (size_t i = 0; i < text.size() && !text_after_end_; ++i) {
    if (text[i] == '\n') {
      ++end_newlines_;
      continue;
    }
    if (end_newlines_ == 0) {
      Report(CopyTextProblemKind::kMisplacedEndMarker, end_marker_offset_);
    }
    Report(CopyTextProblemKind::kTextAfterEndMarker, position_ + i);
    text_after_end_ = true;
  }
  position_ += text.size();
}

uint64_t CopyTextScanner::FindTrailBytes(absl::string_view block, uint64_t high,
                                         uint64_t* invalid) {
  uint64_t trail = 0;
  size_t i = 0;
  while (i < block.size()) {
    const auto byte = static_cast<uint8_t>(block[i]);
    if (trail_bytes_ > 0) {
      bool is_valid = true;
      if (TakeTrailByte(byte, &is_valid)) {
        trail |= uint64_t{1} << i;
        if (!is_valid) *invalid |= uint64_t{1} << i;
        ++i;
      } else {
        // Judged again, as the first byte of something.
        *invalid |= uint64_t{1} << i;
      }
      continue;
    }
    const uint64_t leads = high & ~BitsBelow(i);
    if (leads == 0) break;
    i = static_cast<size_t>(std::countr_zero(leads));
    const uint8_t length = encoding_.lengths[static_cast<uint8_t>(block[i])];
    if (length == 0) *invalid |= uint64_t{1} << i;
    may_have_four_bytes_ = length == kTwoOrFourBytes;
    has_four_bytes_ = false;
    trail_bytes_ = may_have_four_bytes_ ? 1 : std::max<int>(length, 1) - 1;
    ++i;
  }
  return trail;
}

// Returns whether `byte` can continue the current character. No encoding of
// this family has trail bytes below the digits, so that newlines and tabs are
// always themselves.
bool CopyTextScanner::TakeTrailByte(uint8_t byte, bool* is_valid) {
  const bool is_digit = byte >= '0' && byte <= '9';
  bool fits = byte >= '0' && byte != 0x7f && byte != 0xff;
  if (has_four_bytes_) {
    fits = trail_bytes_ == 2 ? byte >= 0x81 && byte != 0xff : is_digit;
  }
  if (!fits) {
    trail_bytes_ = 0;
    return false;
  }
  if (!has_four_bytes_ && !(may_have_four_bytes_ && is_digit)) {
    *is_valid = encoding_.trails[byte] != 0;
  }
  if (may_have_four_bytes_ && is_digit) {
    has_four_bytes_ = true;
    trail_bytes_ = 3;
  }
  may_have_four_bytes_ = false;
  --trail_bytes_;
  return true;
}

CopyTextProblemKind CopyTextScanner::InvalidKind() const {
  return encoding_.family == EncodingFamily::kSingleByte
             ? CopyTextProblemKind::kUndefinedByte
             : CopyTextProblemKind::kInvalidEncoding;
}

void CopyTextScanner::CheckColumns(uint64_t newline_offset) {
  if (!column_count_.has_value()) return;
  const bool is_empty = row_begin_ == newline_offset;
  if (*column_count_ == 0 && is_empty) return;
  CopyTextProblem& problem =
      Report(CopyTextProblemKind::kColumnCount, row_begin_);
  if (problem.count == 1) problem.columns = tabs_ + 1;
}

void CopyTextScanner::Finish() {
  const bool was_valid = encoding_checker_.invalid_count() == 0;
  encoding_checker_.Finish();
  if (was_valid && encoding_checker_.invalid_count() > 0) {
    Report(InvalidKind(), encoding_checker_.first_invalid_offset());
  }
  if (state_ == State::kEnded) {
    if (end_newlines_ != 3 && !text_after_end_) {
      Report(CopyTextProblemKind::kUnusualEnd, end_marker_offset_);
    }
    return;
  }
  if (trail_bytes_ > 0) {
    Report(CopyTextProblemKind::kInvalidEncoding, position_);
  }
  if (row_begin_ != position_) {
    Report(CopyTextProblemKind::kIncompleteRow, row_begin_);
  }
  if (expects_end_marker_) {
    Report(CopyTextProblemKind::kMissingEndMarker, position_);
  }
}

CopyTextProblem& CopyTextScanner::Report(CopyTextProblemKind kind,
                                         uint64_t offset) {
  const auto place =
      std::lower_bound(problems_.begin(), problems_.end(), kind,
                       [](const CopyTextProblem& p, CopyTextProblemKind k) {
                         return p.kind < k;
                       });
  if (place != problems_.end() && place->kind == kind) {
    ++place->count;
    return *place;
  }
  CopyTextProblem problem;
  problem.kind = kind;
  problem.offset = offset;
  problem.row = row_count_ + 1;
  problem.count = 1;
  return *problems_.insert(place, problem);
}

}  // namespace pgark
