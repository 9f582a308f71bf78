#ifndef PGARK_JOBS_RESTORE_ENTRY_H_
#define PGARK_JOBS_RESTORE_ENTRY_H_

#include <vector>

#include "absl/status/statusor.h"
#include "jobs/restore_plan.h"
#include "jobs/restore_table_loader.h"
#include "jobs/restore_target_session.h"

namespace pgark {

// Restores the wanted parts of one entry over a session, and counts it.
// Failures are told to the tally; returns whether there was none, or one that
// ends the restore.
absl::StatusOr<bool> RestoreEntry(TargetSession& session,
                                  const PlannedEntry& planned,
                                  LoadMode mode = {});

// Whether statements of the entry may refuse to run in a transaction block,
// and so beside others in one message.
bool MayRefuseTransaction(const TocEntry& entry);

// Returns the statements of an entry without data of its own, as they are
// sent. Returns DATA_LOSS for a definition that cannot be used.
absl::StatusOr<std::vector<SqlText>> StatementsOf(TargetSession& session,
                                                  const PlannedEntry& planned);

}  // namespace pgark

#endif  // PGARK_JOBS_RESTORE_ENTRY_H_
