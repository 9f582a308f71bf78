#ifndef PGARK_TOOLS_BACKUP_RUN_H_
#define PGARK_TOOLS_BACKUP_RUN_H_

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "archive/validator.h"
#include "jobs/dump_job.h"
#include "jobs/job_observer.h"
#include "protocol/connection.h"
#include "store/store.h"

namespace pgark {

// What one backup needs beside the connection.
struct BackupRequest {
  DumpJobOptions job;
  std::string database;  // the store's name for it
  // Options, kind, description and run id are set; the rest is filled in.
  Manifest manifest;
  VerifyLevel level = VerifyLevel::kRows;
  std::vector<std::string> also_as;
  bool check_space = true;
  absl::Time now;
};

// Compares the space that is free with what the last set took. Returns
// RESOURCE_EXHAUSTED when it is less, a warning when it is less than twice
// that,
// "" otherwise.
absl::StatusOr<std::string> CheckSpace(const Store& store,
                                       const std::string& database);

// Dumps into a new set of the store, checks and publishes it. On any failure
// before that nothing appears. Returns the manifest that was published, whose
// verdict may be `failed`.
// REQUIRES: the database's lock.
absl::StatusOr<Manifest> RunBackup(Store& store,
                                   std::unique_ptr<Connection> leader,
                                   BackupRequest request, JobObserver& observer,
                                   const std::stop_token& stop);

}  // namespace pgark

#endif  // PGARK_TOOLS_BACKUP_RUN_H_
