#ifndef PGARK_JOBS_GUARDED_RESTORE_H_
#define PGARK_JOBS_GUARDED_RESTORE_H_

#include <stop_token>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "jobs/database_access.h"
#include "jobs/restore_job.h"
#include "jobs/restore_options.h"
#include "jobs/restore_safety.h"
#include "jobs/target_adaptation.h"

namespace pgark {

// A restore with everything around it that keeps a database from being lost.
// Borrowed: all references must outlive the call.
struct GuardedRestore {
  RestoreSource source;
  const RestoreOptions& options;
  const SafetyOptions& safety;
  const RestoreTarget& target;
  const RestoreGuards& guards;
};

// What came of it.
struct GuardedSummary {
  RestoreSummary restore;
  // What the target cannot have, and was not sent.
  std::vector<LeftOut> left_out;
};

// RunRestore(), into a database that is there, or that is created, replaced or
// exchanged as the safety options say (docs/restore.md), of what the target
// can have.
//
// Returns what RunRestore() returns; before anything was touched also
//   INVALID_ARGUMENT when the database holds what would be mixed or lost, or
//   is not named where it must be,
//   what the guards return.
// After a failure the database is as before with kSwap; others are let in
// again in any case.
absl::StatusOr<GuardedSummary> RunGuardedRestore(const GuardedRestore& restore,
                                                 RestoreObserver& observer,
                                                 const std::stop_token& stop);

// Opens a session with a database of the server that is not `database`, for
// creating and renaming that one: postgres, or template1. Returns what
// Connection::Open() returns.
absl::StatusOr<AdminSession> OpenAdminSession(const RestoreTarget& target,
                                              const std::string& database,
                                              const std::stop_token& stop);

// The name of the database that an archive describes and that the selection
// wants (-C); "" when there is none.
std::string DatabaseToCreate(const Toc& toc,
                             const EntrySelectionOptions& selection);

// Whether a database of that name is there.
absl::StatusOr<bool> DatabaseExists(Connection& connection,
                                    const std::string& database);

}  // namespace pgark

#endif  // PGARK_JOBS_GUARDED_RESTORE_H_
