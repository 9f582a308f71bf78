#include "protocol/result.h"

#include <libpq-fe.h>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace pgark {

void Result::Free::operator()(pg_result* result) const { PQclear(result); }

Result::Result(pg_result* result) : result_(result) {}

int Result::row_count() const {
  return result_ == nullptr ? 0 : PQntuples(result_.get());
}

int Result::column_count() const {
  return result_ == nullptr ? 0 : PQnfields(result_.get());
}

absl::string_view Result::ColumnName(int column) const {
  return PQfname(result_.get(), column);
}

absl::string_view Result::CommandTag() const {
  return result_ == nullptr ? "" : PQcmdStatus(result_.get());
}

absl::StatusOr<int> Result::Column(absl::string_view name) const {
  // Not PQfnumber(): it folds case and reads quotes.
  for (int i = 0; i < column_count(); ++i) {
    if (name == ColumnName(i)) return i;
  }
  return absl::InternalError(
      absl::StrCat("the server's answer has no column ", name));
}

bool Result::IsNull(int row, int column) const {
  return PQgetisnull(result_.get(), row, column) != 0;
}

absl::string_view Result::Text(int row, int column) const {
  return absl::string_view(
      PQgetvalue(result_.get(), row, column),
      static_cast<size_t>(PQgetlength(result_.get(), row, column)));
}

std::optional<std::string> Result::NullableText(int row, int column) const {
  if (IsNull(row, column)) return std::nullopt;
  return std::string(Text(row, column));
}

bool Result::Bool(int row, int column) const {
  return Text(row, column) == "t";
}

int32_t Result::Int(int row, int column) const {
  int32_t value = 0;
  return absl::SimpleAtoi(Text(row, column), &value) ? value : 0;
}

int64_t Result::BigInt(int row, int column) const {
  int64_t value = 0;
  return absl::SimpleAtoi(Text(row, column), &value) ? value : 0;
}

uint32_t Result::Oid(int row, int column) const {
  uint32_t value = 0;
  return absl::SimpleAtoi(Text(row, column), &value) ? value : 0;
}

char Result::Char(int row, int column) const {
  const absl::string_view text = Text(row, column);
  return text.empty() ? '\0' : text[0];
}

}  // namespace pgark
