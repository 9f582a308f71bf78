#ifndef PGARK_JOBS_RESTORE_ROW_PUMP_H_
#define PGARK_JOBS_RESTORE_ROW_PUMP_H_

#include <cstdint>

#include "absl/status/status.h"
#include "archive/toc_entry.h"
#include "jobs/restore_data_source.h"
#include "jobs/restore_progress.h"
#include "protocol/copy_in_stream.h"

namespace pgark {

// What became of moving an entry's rows.
struct PumpResult {
  // The archive could not be read. What is wrong with the rows themselves (no
  // end marker) is in content_status.
  absl::Status source_status;
  absl::Status content_status;
  absl::Status target_status;
  uint64_t rows = 0;
  uint64_t bytes = 0;

  bool ok() const {
    return source_status.ok() && content_status.ok() && target_status.ok();
  }
};

// Moves the COPY rows of an entry from the archive to a server, without the
// end marker. Unless the entry is small, a thread reads and decodes while this
// one sends. The stream is not finished.
PumpResult PumpRows(EntryDataSource& source, const TocEntry& entry,
                    CopyInStream& target, EntryProgress& progress);

}  // namespace pgark

#endif  // PGARK_JOBS_RESTORE_ROW_PUMP_H_
