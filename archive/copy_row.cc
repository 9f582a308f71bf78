#include "archive/copy_row.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

constexpr absl::string_view kEndLine = "\\.";
constexpr size_t kMaxRowBytes = size_t{1} << 30;

// What stands behind a backslash for a control character, and that.
constexpr absl::string_view kEscapeLetters = "bfnrtv";
constexpr absl::string_view kEscapedBytes = "\b\f\n\r\t\v";

// Returns the value of a digit of that base, -1 for another letter.
int DigitValue(char c, int base) {
  int value = -1;
  if (c >= '0' && c <= '9') value = c - '0';
  if (c >= 'a' && c <= 'f') value = c - 'a' + 10;
  if (c >= 'A' && c <= 'F') value = c - 'A' + 10;
  return value < base ? value : -1;
}

// Eats at most `max_digits` digits from the front of *text.
char EatNumber(absl::string_view* text, int base, int max_digits) {
  int value = 0;
  for (int i = 0; i < max_digits && !text->empty(); ++i) {
    const int digit = DigitValue(text->front(), base);
    if (digit < 0) break;
    value = value * base + digit;
    text->remove_prefix(1);
  }
  return static_cast<char>(value & 0xff);
}

// Eats what stands behind a backslash.
char EatEscape(absl::string_view* text) {
  if (text->empty()) return '\\';
  const char letter = text->front();
  if (DigitValue(letter, 8) >= 0) return EatNumber(text, 8, 3);
  text->remove_prefix(1);
  if (letter == 'x' && !text->empty() && DigitValue(text->front(), 16) >= 0) {
    return EatNumber(text, 16, 2);
  }
  const size_t place = kEscapeLetters.find(letter);
  return place == absl::string_view::npos ? letter : kEscapedBytes[place];
}

// The length of the character at the front of `text`.
size_t CharacterLength(absl::string_view text, const TextEncoding& encoding) {
  size_t length = encoding.lengths[static_cast<uint8_t>(text.front())];
  if (length == kTwoOrFourBytes) {
    const bool has_digit = text.size() > 1 && text[1] >= '0' && text[1] <= '9';
    length = has_digit ? 4 : 2;
  }
  return std::clamp<size_t>(length, 1, text.size());
}

}  // namespace

void SplitCopyRow(absl::string_view row,
                  std::vector<absl::string_view>* fields) {
  fields->clear();
  while (true) {
    const size_t tab = row.find('\t');
    fields->push_back(row.substr(0, tab));
    if (tab == absl::string_view::npos) return;
    row.remove_prefix(tab + 1);
  }
}

void DecodeCopyField(absl::string_view field, const TextEncoding* encoding,
                     std::string* value) {
  value->clear();
  const bool has_ascii_trails =
      encoding != nullptr && encoding->family == EncodingFamily::kAsciiTrail;
  while (!field.empty()) {
    size_t length = 0;
    if (has_ascii_trails) {
      while (length < field.size() && field[length] != '\\') {
        length += CharacterLength(field.substr(length), *encoding);
      }
    } else {
      length = std::min(field.find('\\'), field.size());
    }
    value->append(field.data(), length);
    field.remove_prefix(length);
    if (field.empty()) return;
    field.remove_prefix(1);
    value->push_back(EatEscape(&field));
  }
}

absl::Status CopyRowSplitter::Pass(absl::string_view row) {
  if (row == kEndLine) {
    ended_ = true;
    return absl::OkStatus();
  }
  ++row_count_;
  return consumer_(row);
}

absl::Status CopyRowSplitter::Write(absl::string_view text) {
  while (!text.empty() && !ended_) {
    const size_t newline = text.find('\n');
    const absl::string_view part = text.substr(0, newline);
    const bool is_whole = newline != absl::string_view::npos;
    if (is_whole && begun_.empty()) {
      RETURN_IF_ERROR(Pass(part));
    } else {
      if (begun_.size() + part.size() >= kMaxRowBytes) {
        return absl::ResourceExhaustedError(
            absl::StrCat("row ", row_count_ + 1,
                         " is longer than the limit of ", kMaxRowBytes));
      }
      begun_.append(part.data(), part.size());
      if (!is_whole) return absl::OkStatus();
      RETURN_IF_ERROR(Pass(begun_));
      begun_.clear();
    }
    text.remove_prefix(newline + 1);
  }
  return absl::OkStatus();
}

absl::Status CopyRowSplitter::Finish() const {
  if (ended_) return absl::OkStatus();
  return absl::DataLossError(begun_.empty() ? "the rows have no end marker"
                                            : "the data ends within a row");
}

}  // namespace pgark
