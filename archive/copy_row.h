#ifndef PGARK_ARCHIVE_COPY_ROW_H_
#define PGARK_ARCHIVE_COPY_ROW_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "archive/text_encoding.h"

namespace pgark {

// Splits a row of COPY text, without its newline, into its fields, still
// escaped, by position in `row`. Replaces *fields; there is always one.
void SplitCopyRow(absl::string_view row,
                  std::vector<absl::string_view>* fields);

// Whether an escaped field stands for NULL.
inline bool IsCopyNull(absl::string_view field) { return field == "\\N"; }

// Replaces *value by what an escaped field that is not NULL stands for. Knows
// what COPY reads: \b \f \n \r \t \v, \ with octal digits, \x with hexadecimal
// ones; any other letter behind a backslash is itself. In an encoding whose
// characters may hold a backslash (EncodingFamily::kAsciiTrail) those are
// letters. `encoding` may be null: then there are none.
void DecodeCopyField(absl::string_view field, const TextEncoding* encoding,
                     std::string* value);

// Cuts COPY text that comes in pieces into rows.
//
//   CopyRowSplitter rows([](absl::string_view row) { ... });
//   while (more) RETURN_IF_ERROR(rows.Write(piece));
//   RETURN_IF_ERROR(rows.Finish());
//
// thread-compatible
class CopyRowSplitter {
 public:
  // Gets each row without its newline; the view lives until it returns.
  using Consumer = absl::FunctionRef<absl::Status(absl::string_view row)>;

  // `consumer` must outlive this.
  explicit CopyRowSplitter(Consumer consumer) : consumer_(consumer) {}

  // Returns what the consumer fails with; RESOURCE_EXHAUSTED for a row of 1 GiB
  // or more, which no server takes. Behind the end marker nothing is a row.
  absl::Status Write(absl::string_view text);
  // Returns DATA_LOSS when the text ended within a row, or without its end
  // marker.
  absl::Status Finish() const;

  // Rows that were given to the consumer.
  uint64_t row_count() const { return row_count_; }
  bool ended() const { return ended_; }

 private:
  absl::Status Pass(absl::string_view row);

  Consumer consumer_;
  std::string begun_;  // a row whose newline has not come
  uint64_t row_count_ = 0;
  bool ended_ = false;
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_COPY_ROW_H_
