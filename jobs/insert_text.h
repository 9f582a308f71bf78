#ifndef PGARK_JOBS_INSERT_TEXT_H_
#define PGARK_JOBS_INSERT_TEXT_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "archive/text_encoding.h"
#include "catalog/insert_shape.h"

namespace pgark {

// What stands behind the last INSERT of an entry.
inline constexpr absl::string_view kInsertEnd = "\n\n";

// Turns rows of COPY's text format into INSERT statements, one after the
// other (docs/objects.md, "INSERT statements").
//
// The text of a row is complete only when it is known whether another one
// follows in its statement, so it comes with the next call.
//
// thread-compatible
class InsertWriter {
 public:
  // `shape` must outlive the object.
  explicit InsertWriter(const InsertShape& shape);

  // Takes one row, newline included. Appends the text of the row before it, if
  // there was one, to *out. Returns DATA_LOSS when the row has another number
  // of columns than the shape.
  absl::Status AddRow(absl::string_view row, std::string* out);
  // Appends the text of the last row, if there was one.
  void Finish(std::string* out);

  // Whether a row waits for the next call.
  bool has_row() const { return has_row_; }

 private:
  // Reads the value that begins at `row[*position]` into value_; leaves the
  // position behind its tab or newline. Returns false for NULL.
  bool TakeValue(absl::string_view row, size_t* position);
  size_t CharacterLength(absl::string_view row, size_t position) const;
  void AppendValue(InsertValueForm form);

  const InsertShape& shape_;
  const TextEncoding* encoding_;  // only where it matters
  size_t column_count_ = 0;       // that are read
  int rows_in_statement_ = 0;
  bool has_row_ = false;
  std::string row_text_;
  std::string value_;
};

}  // namespace pgark

#endif  // PGARK_JOBS_INSERT_TEXT_H_
