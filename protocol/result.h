#ifndef PGARK_PROTOCOL_RESULT_H_
#define PGARK_PROTOCOL_RESULT_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

struct pg_result;

namespace pgark {

// The rows that one statement returned, all as text (or all as bytes:
// Connection::QueryBinary). Move-only; owns the libpq result.
//
// thread-compatible
class Result {
 public:
  // An empty result without columns.
  Result() = default;
  // Takes the result.
  explicit Result(pg_result* result);
  Result(Result&&) noexcept = default;
  Result& operator=(Result&&) noexcept = default;
  ~Result() = default;

  int row_count() const;
  int column_count() const;

  // Returns the number of the column called `name`, or INTERNAL naming it:
  // a query of ours that does not return what its reader expects.
  absl::StatusOr<int> Column(absl::string_view name) const;
  // REQUIRES: 0 <= column < column_count().
  absl::string_view ColumnName(int column) const;

  // What the server calls the statement and its effect: "INSERT 0 3",
  // "COPY 17"; "" for none. Lives as long as this object.
  absl::string_view CommandTag() const;

  // REQUIRES for all below: 0 <= row < row_count(), column likewise.
  bool IsNull(int row, int column) const;
  // The text, "" for NULL. Lives as long as this object.
  absl::string_view Text(int row, int column) const;
  // The text, or nothing for NULL.
  std::optional<std::string> NullableText(int row, int column) const;
  // "t" is true; everything else, NULL included, is false.
  bool Bool(int row, int column) const;
  // The number; 0 for NULL and for text that is none.
  int32_t Int(int row, int column) const;
  int64_t BigInt(int row, int column) const;
  uint32_t Oid(int row, int column) const;
  // The first byte of a "char" column, '\0' for NULL and "".
  char Char(int row, int column) const;

 private:
  struct Free {
    void operator()(pg_result* result) const;
  };
  std::unique_ptr<pg_result, Free> result_;
};

}  // namespace pgark

#endif  // PGARK_PROTOCOL_RESULT_H_
