#include "archive/field_type_scanner.h"

#include <algorithm>
#include <array>
#include <utility>

#include "archive/field_checks.h"

namespace pgark {
namespace {

constexpr size_t kNone = ~size_t{0};

constexpr std::array<bool, 256> MakeSpecialBytes() {
  std::array<bool, 256> special{};
  special['\t'] = special['\n'] = special['\\'] = true;
  return special;
}
constexpr std::array<bool, 256> kSpecialBytes = MakeSpecialBytes();

// The character that stands for `c` behind a backslash, or 0.
char Unescaped(char c) {
  switch (c) {
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'v':
      return '\v';
    case '\\':
      return '\\';
    default:
      return '\0';
  }
}

// Returns false when an escape is none that pg_dump writes.
bool Unescape(absl::string_view field, std::string* out) {
  out->clear();
  while (true) {
    const size_t place = field.find('\\');
    out->append(field.data(), std::min(place, field.size()));
    if (place == absl::string_view::npos) return true;
    const char c =
        place + 1 < field.size() ? Unescaped(field[place + 1]) : '\0';
    if (c == '\0') return false;
    out->push_back(c);
    field.remove_prefix(place + 2);
  }
}

}  // namespace

FieldTypeScanner::FieldTypeScanner(std::vector<ColumnType> columns,
                                   const TextEncoding* encoding)
    : columns_(std::move(columns)),
      encoding_(encoding),
      has_ascii_trails_(encoding != nullptr &&
                        encoding->family == EncodingFamily::kAsciiTrail),
      problem_of_column_(columns_.size(), kNone) {}

void FieldTypeScanner::Write(absl::string_view text) {
  if (ended_) return;
  size_t begin = 0;
  size_t next = 0;
  if (escape_pending_ && !text.empty()) {
    escape_pending_ = false;
    next = 1;
  }
  for (; next < text.size(); ++next) {
    const char c = text[next];
    if (!kSpecialBytes[static_cast<unsigned char>(c)]) continue;
    if (c == '\\') {
      // As a trail byte it escapes nothing; where characters are not followed
      // only a backslash behind it could be mistaken, and does no harm.
      if (has_ascii_trails_) continue;
      escape_pending_ = next + 1 == text.size();
      ++next;
      continue;
    }
    EndField(text.substr(begin, next - begin));
    if (ended_) return;
    begin = next + 1;
    field_begin_ = position_ + begin;
    ++column_;
    if (c == '\n') {
      column_ = 0;
      ++row_;
    }
  }
  Keep(text.substr(begin));
  position_ += text.size();
}

void FieldTypeScanner::Keep(absl::string_view bytes) {
  // The first column's may be the end marker.
  const bool is_wanted =
      column_ == 0 || (column_ < columns_.size() &&
                       columns_[column_].kind != ColumnTypeKind::kUnjudged);
  if (!is_wanted || is_skipped_) return;
  if (field_.size() + bytes.size() > kMaxFieldBytes) {
    is_skipped_ = true;
    field_.clear();
    return;
  }
  field_.append(bytes.data(), bytes.size());
}

void FieldTypeScanner::EndField(absl::string_view bytes) {
  if (field_.empty() && !is_skipped_) {
    if (bytes.size() > kMaxFieldBytes) {
      is_skipped_ = true;
    } else {
      Judge(bytes);
    }
  } else {
    Keep(bytes);
    if (!is_skipped_) Judge(field_);
  }
  if (is_skipped_ && column_ < columns_.size() &&
      columns_[column_].kind != ColumnTypeKind::kUnjudged) {
    ++skipped_fields_;
  }
  field_.clear();
  is_skipped_ = false;
}

void FieldTypeScanner::Judge(absl::string_view field) {
  if (column_ == 0 && field == "\\.") {
    ended_ = true;
    return;
  }
  if (column_ >= columns_.size()) return;
  const ColumnType& type = columns_[column_];
  if (type.kind == ColumnTypeKind::kUnjudged || field == "\\N") return;
  if (field.find('\\') != absl::string_view::npos) {
    if (!Unescape(field, &unescaped_)) return;
    field = unescaped_;
  }
  if (IsTextOf(type, field, encoding_)) return;
  size_t& number = problem_of_column_[column_];
  if (number == kNone) {
    number = problems_.size();
    problems_.push_back({column_, type.kind, row_, field_begin_, 0});
  }
  ++problems_[number].count;
}

}  // namespace pgark
