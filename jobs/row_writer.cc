#include "jobs/row_writer.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "archive/copy_row.h"
#include "archive/encoding_checker.h"

namespace pgark {
namespace {

// U+FFFD, for what is no character.
constexpr absl::string_view kReplacement = "\xef\xbf\xbd";

bool IsIdentity(const std::vector<OutputColumn>& columns, size_t count) {
  if (columns.size() != count) return false;
  for (size_t i = 0; i < count; ++i) {
    if (columns[i].place != i) return false;
  }
  return true;
}

// A value in quotes where the server puts them: where it could be taken for
// NULL, for the border of a field or a row, or for the end of the data.
void AppendCsvValue(absl::string_view value, bool is_alone, std::string* out) {
  const bool needs_quotes =
      value.empty() || (is_alone && value == "\\.") ||
      value.find_first_of(",\"\n\r") != absl::string_view::npos;
  if (!needs_quotes) {
    out->append(value.data(), value.size());
    return;
  }
  out->push_back('"');
  for (const char c : value) {
    if (c == '"') out->push_back('"');
    out->push_back(c);
  }
  out->push_back('"');
}

// Whether `text` is a number as JSON has them: no NaN, no plus sign, no zero
// in front.
bool IsJsonNumber(absl::string_view text) {
  size_t i = 0;
  const auto digits = [&text, &i] {
    const size_t begin = i;
    while (i < text.size() &&
           absl::ascii_isdigit(static_cast<unsigned char>(text[i]))) {
      ++i;
    }
    return i - begin;
  };
  if (i < text.size() && text[i] == '-') ++i;
  const size_t begin = i;
  const size_t whole = digits();
  if (whole == 0 || (whole > 1 && text[begin] == '0')) return false;
  if (i < text.size() && text[i] == '.') {
    ++i;
    if (digits() == 0) return false;
  }
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
    if (digits() == 0) return false;
  }
  return i == text.size();
}

bool IsNumberType(ColumnTypeKind type) {
  switch (type) {
    case ColumnTypeKind::kSmallint:
    case ColumnTypeKind::kInteger:
    case ColumnTypeKind::kBigint:
    case ColumnTypeKind::kNumeric:
    case ColumnTypeKind::kReal:
    case ColumnTypeKind::kDoublePrecision:
      return true;
    default:
      return false;
  }
}

bool IsUtf8(absl::string_view text) {
  static const TextEncoding* const utf8 = FindTextEncoding("UTF8");
  EncodingChecker checker(*utf8);
  checker.Write(text);
  checker.Finish();
  return checker.invalid_count() == 0;
}

bool IsAscii(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isascii(static_cast<unsigned char>(c));
  });
}

// The text in quotes; with `is_utf8` unset each octet that is not ASCII
// becomes a replacement character.
void AppendJsonText(absl::string_view text, bool is_utf8, std::string* out) {
  out->push_back('"');
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out->push_back('\\');
      out->push_back(c);
    } else if (c == '\n') {
      out->append("\\n");
    } else if (c == '\t') {
      out->append("\\t");
    } else if (c == '\r') {
      out->append("\\r");
    } else if (absl::ascii_iscntrl(byte)) {
      absl::StrAppendFormat(out, "\\u%04x", int{byte});
    } else if (!is_utf8 && !absl::ascii_isascii(byte)) {
      out->append(kReplacement.data(), kReplacement.size());
    } else {
      out->push_back(c);
    }
  }
  out->push_back('"');
}

std::string JsonKey(absl::string_view name) {
  std::string key;
  AppendJsonText(name, IsAscii(name) || IsUtf8(name), &key);
  return key;
}

}  // namespace

RowWriter::RowWriter(RowFormat format, std::vector<OutputColumn> columns,
                     size_t column_count, const TextEncoding* encoding)
    : format_(format),
      columns_(std::move(columns)),
      column_count_(column_count),
      encoding_(encoding),
      is_verbatim_(format == RowFormat::kCopy &&
                   IsIdentity(columns_, column_count)) {
  if (format_ != RowFormat::kJsonLines) return;
  for (const OutputColumn& column : columns_) {
    json_keys_.push_back(JsonKey(column.name));
  }
}

void RowWriter::AppendHeader(std::string* out) const {
  if (format_ != RowFormat::kCsv) return;
  for (size_t i = 0; i < columns_.size(); ++i) {
    if (i > 0) out->push_back(',');
    AppendCsvValue(columns_[i].name, columns_.size() == 1, out);
  }
  out->push_back('\n');
}

absl::Status RowWriter::AppendRow(absl::string_view row, std::string* out) {
  if (is_verbatim_) {
    absl::StrAppend(out, row, "\n");
    return absl::OkStatus();
  }
  // A table without columns has rows, each of them an empty line.
  if (column_count_ == 0 && row.empty()) {
    fields_.clear();
  } else {
    SplitCopyRow(row, &fields_);
  }
  if (fields_.size() != column_count_) {
    return absl::DataLossError(absl::StrCat("the row has ", fields_.size(),
                                            " columns, not ", column_count_));
  }
  switch (format_) {
    case RowFormat::kCopy:
      for (size_t i = 0; i < columns_.size(); ++i) {
        absl::StrAppend(out, i == 0 ? "" : "\t", fields_[columns_[i].place]);
      }
      break;
    case RowFormat::kCsv:
      AppendCsv(out);
      break;
    case RowFormat::kJsonLines:
      AppendJson(out);
      break;
  }
  out->push_back('\n');
  return absl::OkStatus();
}

void RowWriter::AppendCsv(std::string* out) {
  for (size_t i = 0; i < columns_.size(); ++i) {
    if (i > 0) out->push_back(',');
    const absl::string_view field = fields_[columns_[i].place];
    if (IsCopyNull(field)) continue;
    DecodeCopyField(field, encoding_, &value_);
    AppendCsvValue(value_, columns_.size() == 1, out);
  }
}

void RowWriter::AppendJson(std::string* out) {
  out->push_back('{');
  for (size_t i = 0; i < columns_.size(); ++i) {
    absl::StrAppend(out, i == 0 ? "" : ",", json_keys_[i], ":");
    AppendJsonValue(columns_[i], fields_[columns_[i].place], out);
  }
  out->push_back('}');
}

void RowWriter::AppendJsonValue(const OutputColumn& column,
                                absl::string_view field, std::string* out) {
  if (IsCopyNull(field)) {
    out->append("null");
    return;
  }
  if (column.type == ColumnTypeKind::kBoolean &&
      (field == "t" || field == "f")) {
    out->append(field == "t" ? "true" : "false");
    return;
  }
  if (IsNumberType(column.type) && IsJsonNumber(field)) {
    out->append(field.data(), field.size());
    return;
  }
  DecodeCopyField(field, encoding_, &value_);
  const bool is_utf8 = IsAscii(value_) || IsUtf8(value_);
  AppendJsonText(value_, is_utf8, out);
  if (is_utf8) return;
  absl::StrAppend(out, ",", JsonKey(absl::StrCat(column.name, "_base64")),
                  ":\"", absl::Base64Escape(value_), "\"");
}

}  // namespace pgark
