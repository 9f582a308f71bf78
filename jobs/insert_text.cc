#include "jobs/insert_text.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "protocol/sql_text.h"

namespace pgark {
namespace {

// What COPY writes behind a backslash, and what is meant.
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
    default:
      return c;
  }
}

// Not NaN and not Infinity: those need quotes.
bool IsBareNumber(absl::string_view text) {
  return text.find_first_not_of("0123456789 +-eE.") == absl::string_view::npos;
}

}  // namespace

InsertWriter::InsertWriter(const InsertShape& shape) : shape_(shape) {
  const TextEncoding* encoding = FindTextEncoding(shape.encoding);
  encoding_ =
      encoding != nullptr && encoding->family == EncodingFamily::kAsciiTrail
          ? encoding
          : nullptr;
  column_count_ = static_cast<size_t>(std::count_if(
      shape.values.begin(), shape.values.end(),
      [](InsertValueForm form) { return form != InsertValueForm::kDefault; }));
}

// Only in encodings where a later byte of a character can look like ASCII.
size_t InsertWriter::CharacterLength(absl::string_view row,
                                     size_t position) const {
  size_t length = encoding_->lengths[static_cast<uint8_t>(row[position])];
  if (length == kTwoOrFourBytes) {
    const bool has_digit = position + 1 < row.size() &&
                           row[position + 1] >= '0' && row[position + 1] <= '9';
    length = has_digit ? 4 : 2;
  }
  return std::clamp<size_t>(length, 1, row.size() - position);
}

bool InsertWriter::TakeValue(absl::string_view row, size_t* position) {
  value_.clear();
  bool is_null = false;
  size_t i = *position;
  while (i < row.size()) {
    const char c = row[i];
    if (c == '\t' || c == '\n') break;
    if (c == '\\' && i + 1 < row.size()) {
      is_null = is_null || row[i + 1] == 'N';
      value_.push_back(Unescaped(row[i + 1]));
      i += 2;
      continue;
    }
    const bool is_ascii = static_cast<unsigned char>(c) < 0x80;
    const size_t length =
        is_ascii || encoding_ == nullptr ? 1 : CharacterLength(row, i);
    value_.append(row.data() + i, length);
    i += length;
  }
  *position = std::min(i + 1, row.size());
  return !is_null;
}

void InsertWriter::AppendValue(InsertValueForm form) {
  switch (form) {
    case InsertValueForm::kNumber:
      if (IsBareNumber(value_)) {
        absl::StrAppend(&row_text_, value_);
        return;
      }
      break;
    case InsertValueForm::kBits:
      absl::StrAppend(&row_text_, "B'", value_, "'");
      return;
    case InsertValueForm::kBoolean:
      absl::StrAppend(&row_text_, value_ == "t" ? "true" : "false");
      return;
    case InsertValueForm::kDefault:
    case InsertValueForm::kText:
      break;
  }
  absl::StrAppend(&row_text_, QuoteLiteral(value_, shape_.style));
}

absl::Status InsertWriter::AddRow(absl::string_view row, std::string* out) {
  const bool goes_on =
      has_row_ && rows_in_statement_ < shape_.rows_per_statement;
  if (has_row_) {
    absl::StrAppend(out, row_text_, goes_on ? "," : shape_.end);
  }
  row_text_.clear();
  if (!goes_on) {
    rows_in_statement_ = 0;
    row_text_ = shape_.begin;
  }
  has_row_ = true;
  ++rows_in_statement_;
  if (shape_.values.empty()) return absl::OkStatus();
  absl::StrAppend(&row_text_, shape_.rows_per_statement > 1 ? "\n\t(" : " (");
  size_t position = 0;
  size_t taken = 0;
  const char* separator = "";
  for (const InsertValueForm form : shape_.values) {
    absl::StrAppend(&row_text_, std::exchange(separator, ", "));
    if (form == InsertValueForm::kDefault) {
      absl::StrAppend(&row_text_, "DEFAULT");
      continue;
    }
    // A value needs a tab before it, other than the first.
    if (taken > 0 && row[position - 1] != '\t') {
      return absl::DataLossError(absl::StrCat(
          "a row has ", taken, " columns instead of ", column_count_));
    }
    ++taken;
    if (TakeValue(row, &position)) {
      AppendValue(form);
    } else {
      absl::StrAppend(&row_text_, "NULL");
    }
  }
  // A row without columns is an empty line.
  if (column_count_ > 0 && position != row.size()) {
    return absl::DataLossError(
        absl::StrCat("a row has more than ", column_count_, " columns"));
  }
  row_text_.push_back(')');
  return absl::OkStatus();
}

void InsertWriter::Finish(std::string* out) {
  if (has_row_) absl::StrAppend(out, row_text_, shape_.end);
  has_row_ = false;
  rows_in_statement_ = 0;
}

}  // namespace pgark
