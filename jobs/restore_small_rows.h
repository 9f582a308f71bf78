#ifndef PGARK_JOBS_RESTORE_SMALL_ROWS_H_
#define PGARK_JOBS_RESTORE_SMALL_ROWS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "archive/toc_entry.h"
#include "jobs/restore_data_source.h"

namespace pgark {

// All rows of a small table as COPY takes them, without the end marker.
struct SmallRows {
  std::string text;
  uint64_t rows = 0;
};

// Whether the entry holds few rows for COPY, as far as the archive knows
// without reading: a thread beside the sending costs more than it saves, and
// several such tables fit into one message.
bool HasSmallRows(const EntryDataSource& source, const TocEntry& entry);

// Reads the rows of an entry for which HasSmallRows() holds. Returns nothing
// when they are more than they seemed or damaged: who reads them in the usual
// way finds out what is wrong.
std::optional<SmallRows> ReadSmallRows(EntryDataSource& source,
                                       const TocEntry& entry);

}  // namespace pgark

#endif  // PGARK_JOBS_RESTORE_SMALL_ROWS_H_
