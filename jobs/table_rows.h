#ifndef PGARK_JOBS_TABLE_ROWS_H_
#define PGARK_JOBS_TABLE_ROWS_H_

#include <cstdint>
#include <limits>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "archive/archive_source.h"
#include "archive/toc_entry.h"

namespace pgark {

// Rows of a table by their place in the archive, from 1, both included.
struct RowRange {
  uint64_t first = 1;
  uint64_t last = std::numeric_limits<uint64_t>::max();
};

// Calls `consumer` with these rows of a TABLE DATA entry, each without its
// newline. Of an archive with an index only the frames are read that hold them;
// of others the data up to the last of them; a pipe is read to its end.
//
// Returns what `consumer` fails with, UNIMPLEMENTED when the rows are INSERT
// statements, DATA_LOSS for damage (of data that was read), or what the source
// says. A range behind the last row is no failure.
absl::Status ReadTableRows(
    const ReadingArchive& archive, const TocEntry& entry, const RowRange& range,
    absl::FunctionRef<absl::Status(absl::string_view row)> consumer);

}  // namespace pgark

#endif  // PGARK_JOBS_TABLE_ROWS_H_
