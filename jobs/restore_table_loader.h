#ifndef PGARK_JOBS_RESTORE_TABLE_LOADER_H_
#define PGARK_JOBS_RESTORE_TABLE_LOADER_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "archive/toc_entry.h"
#include "jobs/restore_progress.h"
#include "jobs/restore_target_session.h"

namespace pgark {

// Loads the rows of TABLE DATA entries. Reading and decoding happen in a
// thread of their own while the rows before are on their way to the server.
//
// thread-compatible
class TableLoader {
 public:
  // The session must outlive the loader.
  explicit TableLoader(TargetSession& session) : session_(session) {}

  // Loads the rows of an entry, by COPY or as INSERT statements. With
  // `truncate` the table is emptied in the same transaction: for tables that
  // this restore has created. Failures are told to the tally; returns whether
  // there was none, or one that ends the restore, also when the archive cannot
  // be read on.
  absl::StatusOr<bool> Load(const TocEntry& entry, bool truncate);

 private:
  absl::StatusOr<bool> LoadByCopy(const TocEntry& entry, bool truncate);
  absl::StatusOr<bool> LoadByStatements(const TocEntry& entry);
  // Failures of the source, which may be the end of it.
  absl::Status SourceFailed(const TocEntry& entry, absl::Status status);

  TargetSession& session_;
};

}  // namespace pgark

#endif  // PGARK_JOBS_RESTORE_TABLE_LOADER_H_
