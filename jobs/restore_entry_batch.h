#ifndef PGARK_JOBS_RESTORE_ENTRY_BATCH_H_
#define PGARK_JOBS_RESTORE_ENTRY_BATCH_H_

#include <cstddef>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "jobs/restore_plan.h"
#include "jobs/restore_statement_batch.h"
#include "jobs/restore_target_session.h"

namespace pgark {

// How many entries are sent at once, so that their locks stay far below what a
// server has room for by default (6,400).
inline constexpr size_t kMaxBatchedEntries = 64;

// Whether the statements of an entry may be sent together with those of others:
// not when a failure would repeat long work.
bool TakesStatementsTogether(const PlannedEntry& planned);
// The same for the rows of a table, if this restore has created it: nothing
// else can see or refuse them then.
bool TakesRowsTogether(const RestoreContext& context,
                       const PlannedEntry& planned);

// Whole small entries that are restored over one session by one message each
// (restore_statement_batch.h). Entries are counted when they succeed.
//
// thread-compatible
class EntryBatch {
 public:
  // The session must outlive the batch. `max_entries` 1: one by one.
  EntryBatch(TargetSession& session, size_t max_entries)
      : session_(session), batch_(session, max_entries) {}

  // Both return a failure that ends the restore. `done` hears whether the entry
  // was restored. AddStatements() returns how many statements it was.
  // REQUIRES: TakesStatementsTogether(planned).
  absl::StatusOr<int> AddStatements(const PlannedEntry& planned,
                                    StatementBatch::DoneFunction done);
  // REQUIRES: TakesRowsTogether(planned), into a table that was created.
  absl::Status AddRows(const PlannedEntry& planned,
                       StatementBatch::DoneFunction done);
  // Other statements for an entry, which are not counted.
  absl::Status Add(const TocEntry& entry, std::vector<SqlText> texts) {
    return batch_.Add(entry, std::move(texts), [](bool) {});
  }
  // Sends what is there. To be called before anything else is sent.
  absl::Status Flush();

 private:
  TargetSession& session_;
  StatementBatch batch_;
};

}  // namespace pgark

#endif  // PGARK_JOBS_RESTORE_ENTRY_BATCH_H_
