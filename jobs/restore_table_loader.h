#ifndef PGARK_JOBS_RESTORE_TABLE_LOADER_H_
#define PGARK_JOBS_RESTORE_TABLE_LOADER_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "archive/toc_entry.h"
#include "jobs/restore_row_feed.h"
#include "jobs/restore_shared_load.h"
#include "jobs/restore_target_session.h"
#include "protocol/copy_in_stream.h"

namespace pgark {

// How the rows of an entry go into their table.
struct LoadMode {
  // The table is emptied in the same transaction, and its rows are frozen: for
  // tables that this restore has created, and that no other entry fills.
  bool truncate = false;
  // The load that other sessions may join, for the same entry; otherwise
  // nullptr. Not with `truncate`, which locks the others out.
  SharedTableLoad* shared = nullptr;
};

// Loads the rows of TABLE DATA entries. Reading and decoding happen in a
// thread of their own while the rows before are on their way to the server.
//
// thread-compatible
class TableLoader {
 public:
  // The session must outlive the loader.
  explicit TableLoader(TargetSession& session) : session_(session) {}

  // Loads the rows of an entry, by COPY or as INSERT statements. Failures are
  // told to the tally; returns whether there was none, or one that ends the
  // restore, also when the archive cannot be read on.
  absl::StatusOr<bool> Load(const TocEntry& entry, LoadMode mode);

 private:
  // What one attempt at a COPY came to.
  struct Attempt {
    FeedResult fed;
    absl::Status target_status;
    bool refused = false;  // what comes with emptying the table
  };

  absl::StatusOr<bool> LoadByCopy(const TocEntry& entry, bool truncate);
  Attempt Copy(const TocEntry& entry, const std::string& copy, bool truncate);
  Attempt SendRows(const TocEntry& entry, CopyInStream& stream);
  absl::StatusOr<bool> LoadByStatements(const TocEntry& entry);
  // Failures of the source, which may be the end of it.
  absl::Status SourceFailed(const TocEntry& entry, absl::Status status);

  TargetSession& session_;
};

}  // namespace pgark

#endif  // PGARK_JOBS_RESTORE_TABLE_LOADER_H_
