#ifndef PGARK_CATALOG_ROW_CURSOR_H_
#define PGARK_CATALOG_ROW_CURSOR_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "catalog/acl_object.h"
#include "protocol/result.h"

namespace pgark {

// Walks the rows of a catalog query by column name:
//
//   RowCursor rows(result);
//   while (rows.Next()) labels[rows.Oid("enumtypid")] = rows.Text("label");
//   return rows.status();
//
// A column that the result does not have reads as NULL and is reported by
// status() after the walk, so that a query and its reader cannot drift apart
// unseen. `result` must outlive the cursor.
//
// thread-compatible
class RowCursor {
 public:
  explicit RowCursor(const Result& result) : result_(result) {}

  // Goes to the next row (the first one when it is called first). Returns
  // false behind the last row.
  bool Next() {
    next_ = 0;
    return ++row_ < result_.row_count();
  }

  // REQUIRES for all below: the last Next() returned true.
  // What the accessors of Result say about NULL and bad text holds here.
  bool IsNull(absl::string_view column) {
    const int number = Number(column);
    return number < 0 || result_.IsNull(row_, number);
  }
  std::string Text(absl::string_view column) {
    const int number = Number(column);
    return number < 0 ? std::string() : std::string(result_.Text(row_, number));
  }
  std::optional<std::string> NullableText(absl::string_view column) {
    const int number = Number(column);
    if (number < 0) return std::nullopt;
    return result_.NullableText(row_, number);
  }
  bool Bool(absl::string_view column) {
    const int number = Number(column);
    return number >= 0 && result_.Bool(row_, number);
  }
  int32_t Int(absl::string_view column) {
    const int number = Number(column);
    return number < 0 ? 0 : result_.Int(row_, number);
  }
  int64_t BigInt(absl::string_view column) {
    const int number = Number(column);
    return number < 0 ? 0 : result_.BigInt(row_, number);
  }
  uint32_t Oid(absl::string_view column) {
    const int number = Number(column);
    return number < 0 ? 0 : result_.Oid(row_, number);
  }
  char Char(absl::string_view column) {
    const int number = Number(column);
    return number < 0 ? '\0' : result_.Char(row_, number);
  }
  // The columns "acl" and "acldefault".
  AclText Acl() {
    return AclText{NullableText("acl"), NullableText("acldefault")};
  }

  // For what the server deparses for an object, or finds in another catalog:
  // NULL, or a type called "???", says that it is gone, dropped while it was
  // read or missing all along. Then status() will be FAILED_PRECONDITION that
  // names the object and its OID. Returns whether it is there.
  bool Require(absl::string_view column, absl::string_view name, uint32_t oid) {
    if (!IsNull(column) && !NamesUnknownType(Text(column))) return true;
    if (status_.ok()) status_ = MissingPart(column, name, oid);
    return false;
  }

  // The same for the name of a function or an operator: a number stands for
  // one that is gone. NULL is none at all, and right.
  bool CheckName(absl::string_view column, absl::string_view name,
                 uint32_t oid) {
    if (IsNull(column) || !IsNumber(Text(column))) return true;
    if (status_.ok()) status_ = MissingPart(column, name, oid);
    return false;
  }

  // OK, or INTERNAL naming the first column that was asked for in vain, or what
  // Require() or CheckName() found.
  const absl::Status& status() const { return status_; }

 private:
  // What format_type() says for an OID that is no type; not so inside quotes.
  static bool NamesUnknownType(absl::string_view text);
  static bool IsNumber(absl::string_view text);
  static absl::Status MissingPart(absl::string_view column,
                                  absl::string_view name, uint32_t oid);

  // A column that was asked for, and where it stands in the result, or -1.
  struct Asked {
    std::string name;
    int number;
  };

  // Readers ask for the same columns in every row, mostly in the same order.
  int Number(absl::string_view column) {
    if (next_ < asked_.size() && asked_[next_].name == column) {
      return asked_[next_++].number;
    }
    return Search(column);
  }
  int Search(absl::string_view column);

  const Result& result_;
  int row_ = -1;
  std::vector<Asked> asked_;
  size_t next_ = 0;  // the place in asked_ that comes next, if all is as before
  absl::Status status_;
};

}  // namespace pgark

#endif  // PGARK_CATALOG_ROW_CURSOR_H_
