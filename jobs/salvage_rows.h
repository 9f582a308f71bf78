#ifndef PGARK_JOBS_SALVAGE_ROWS_H_
#define PGARK_JOBS_SALVAGE_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "archive/column_type.h"
#include "archive/text_encoding.h"

namespace pgark {

struct SalvageRowsOptions {
  // Rows of COPY text; otherwise any text, which is passed on as it is.
  bool is_copy_text = true;
  std::optional<size_t> column_count;
  const TextEncoding* encoding = nullptr;  // nullptr: bytes are not judged
  // Of the columns, where fields are judged by them; empty: they are not.
  std::vector<ColumnType> types{};
  // Behind a row that COPY would refuse nothing is taken any more: where no
  // checksum tells what a damaged stream was decoded to.
  bool stops_at_refused = false;
};

// Takes what could be decoded of a table's data and passes on its whole rows,
// those that COPY would take: the right number of columns, escapes, characters
// of the encoding. Where text is missing, what is left of the row before, and
// if need be of the row behind, is dropped.
//
// thread-compatible
class RowSalvager {
 public:
  // Gets whole rows, each with its newline, and how many they are.
  using Sink = std::function<absl::Status(absl::string_view rows, uint64_t)>;

  RowSalvager(const SalvageRowsOptions& options, Sink sink);

  // Returns what the sink returns.
  absl::Status Write(absl::string_view text);
  // Text is missing here. `at_row`: what comes next begins with a row.
  absl::Status Break(bool at_row);
  // No more will come.
  absl::Status Finish();

  // Rows that went to the sink, and whole ones that COPY would refuse.
  uint64_t kept_rows() const { return kept_rows_; }
  uint64_t refused_rows() const { return refused_rows_; }
  // The place of the first refused one among all that have come, from 1.
  uint64_t first_refused_row() const { return first_refused_row_; }
  // Both, and what stands in front of a break.
  uint64_t seen_rows() const { return kept_rows_ + refused_rows_; }
  // Whether the end marker has come.
  bool ended() const { return ended_; }

 private:
  absl::Status Process(absl::string_view rows);
  absl::Status ProcessOneByOne(absl::string_view rows);
  absl::Status Pass(absl::string_view rows, uint64_t count);
  bool has_stopped() const {
    return options_.stops_at_refused && refused_rows_ > 0;
  }
  // Whether COPY takes these rows; *count receives their number.
  bool IsRight(absl::string_view rows, uint64_t* count) const;

  const SalvageRowsOptions options_;
  const Sink sink_;
  std::string pending_;
  bool skips_to_newline_ = false;
  bool ended_ = false;
  uint64_t kept_rows_ = 0;
  uint64_t refused_rows_ = 0;
  uint64_t first_refused_row_ = 0;
};

}  // namespace pgark

#endif  // PGARK_JOBS_SALVAGE_ROWS_H_
