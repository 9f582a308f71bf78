#ifndef PGARK_ARCHIVE_FIELD_TYPE_SCANNER_H_
#define PGARK_ARCHIVE_FIELD_TYPE_SCANNER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "archive/column_type.h"
#include "archive/text_encoding.h"

namespace pgark {

// Splits COPY text into fields and judges those whose type is known.
// CopyTextScanner says what is wrong with the text itself; here such places
// are passed over: surplus columns, escapes that pg_dump does not write.
//
//   FieldTypeScanner scanner(types, encoding);
//   while (more) scanner.Write(piece);   // any cuts
//   scanner.problems()
//
// The results do not depend on the cuts. Memory is bounded: of a field above
// kMaxFieldBytes nothing is judged.
//
// thread-compatible
class FieldTypeScanner {
 public:
  static constexpr size_t kMaxFieldBytes = size_t{4} << 20;

  // The first field of a column that is no text of its type, and how many
  // there are.
  struct Problem {
    size_t column = 0;
    ColumnTypeKind kind = ColumnTypeKind::kUnjudged;
    uint64_t row = 0;     // from 1
    uint64_t offset = 0;  // of the field in the text
    uint64_t count = 0;
  };

  // `columns` in the order of the COPY statement; `encoding` may be nullptr.
  FieldTypeScanner(std::vector<ColumnType> columns,
                   const TextEncoding* encoding);

  void Write(absl::string_view text);

  // At most one a column, in the order in which they were met.
  const std::vector<Problem>& problems() const { return problems_; }
  // Fields that were too large to be judged.
  uint64_t skipped_fields() const { return skipped_fields_; }

 private:
  // Takes bytes of the current field.
  void Keep(absl::string_view bytes);
  // The field is over; `bytes` are its last ones.
  void EndField(absl::string_view bytes);
  void Judge(absl::string_view field);

  const std::vector<ColumnType> columns_;
  const TextEncoding* const encoding_;
  const bool has_ascii_trails_;
  // What the columns' problems are in problems_; npos for none.
  std::vector<size_t> problem_of_column_;
  std::vector<Problem> problems_;
  uint64_t skipped_fields_ = 0;

  uint64_t position_ = 0;
  uint64_t row_ = 1;
  size_t column_ = 0;
  uint64_t field_begin_ = 0;
  std::string field_;  // its bytes before the last cut, if they are wanted
  bool is_skipped_ = false;
  // The last byte was a backslash that the next one belongs to.
  bool escape_pending_ = false;
  bool ended_ = false;
  std::string unescaped_;
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_FIELD_TYPE_SCANNER_H_
