#ifndef PGARK_JOBS_ROW_WRITER_H_
#define PGARK_JOBS_ROW_WRITER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "archive/column_type.h"
#include "archive/text_encoding.h"

namespace pgark {

enum class RowFormat : uint8_t {
  kCopy,       // as the archive has them: tabs, \N, escapes
  kCsv,        // as the server's COPY ... (FORMAT csv, HEADER)
  kJsonLines,  // one object a line
};

// A column that is written.
struct OutputColumn {
  size_t place = 0;  // among the columns of the archive's rows, from 0
  std::string name;
  ColumnTypeKind type = ColumnTypeKind::kUnjudged;
};

// Writes rows of COPY text in another form.
//
// JSON: NULL is null. Integers, numeric, real and double precision are numbers
// (except NaN and Infinity, which JSON does not have), boolean is true and
// false; everything else is text. What is not UTF-8 comes as "name_base64"
// beside a readable "name", where it is U+FFFD.
//
// thread-compatible
class RowWriter {
 public:
  // `column_count`: how many columns the archive's rows have. `encoding` is
  // that of the archive, or null when it is not known; it must outlive this.
  RowWriter(RowFormat format, std::vector<OutputColumn> columns,
            size_t column_count, const TextEncoding* encoding);

  // What stands in front of the rows: the names of the columns (CSV), nothing.
  void AppendHeader(std::string* out) const;
  // Appends a row with its newline; `row` has none. Returns DATA_LOSS when it
  // has another number of columns.
  absl::Status AppendRow(absl::string_view row, std::string* out);

 private:
  void AppendCsv(std::string* out);
  void AppendJson(std::string* out);
  void AppendJsonValue(const OutputColumn& column, absl::string_view field,
                       std::string* out);

  const RowFormat format_;
  const std::vector<OutputColumn> columns_;
  const size_t column_count_;
  const TextEncoding* const encoding_;
  // Whether rows are written as they come.
  const bool is_verbatim_;
  std::vector<std::string> json_keys_;  // beside columns_, as JSON text
  std::vector<absl::string_view> fields_;
  std::string value_;
};

}  // namespace pgark

#endif  // PGARK_JOBS_ROW_WRITER_H_
