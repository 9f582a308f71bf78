#include "catalog/row_cursor.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "base/status_context.h"

namespace pgark {

int RowCursor::Search(absl::string_view column) {
  auto asked =
      std::find_if(asked_.begin(), asked_.end(),
                   [column](const Asked& one) { return one.name == column; });
  if (asked == asked_.end()) {
    const absl::StatusOr<int> number = result_.Column(column);
    if (!number.ok() && status_.ok()) status_ = number.status();
    asked_.push_back({std::string(column), number.value_or(-1)});
    asked = asked_.end() - 1;
  }
  next_ = static_cast<size_t>(asked - asked_.begin()) + 1;
  return asked->number;
}

bool RowCursor::NamesUnknownType(absl::string_view text) {
  bool is_quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') is_quoted = !is_quoted;
    if (!is_quoted && text.substr(i, 3) == "???") return true;
  }
  return false;
}

bool RowCursor::IsNumber(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c));
  });
}

absl::Status RowCursor::MissingPart(absl::string_view column,
                                    absl::string_view name, uint32_t oid) {
  return WithHint(
      WithObject(absl::FailedPreconditionError(absl::StrCat(
                     "the server has no ", column,
                     " for it: it was dropped or changed while it was read, or "
                     "the catalogs contradict each other")),
                 absl::StrCat(name, " (OID ", oid, ")")),
      "dump again; if that does not help, the catalogs are damaged");
}

}  // namespace pgark
