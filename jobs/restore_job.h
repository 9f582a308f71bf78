#ifndef PGARK_JOBS_RESTORE_JOB_H_
#define PGARK_JOBS_RESTORE_JOB_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "archive/archive_header.h"
#include "archive/toc.h"
#include "jobs/job_observer.h"
#include "jobs/restore_data_source.h"
#include "jobs/restore_options.h"
#include "protocol/connection.h"
#include "protocol/connection_options.h"

namespace pgark {

// What is restored. Borrowed: everything must outlive the job.
struct RestoreSource {
  const ArchiveHeader& header;
  const Toc& toc;
  EntryDataSource& data;
};

// Opens a session. Connection::Open, or what a test puts in its place.
using ConnectFunction =
    std::function<absl::StatusOr<std::unique_ptr<Connection>>(
        const ConnectionOptions& options, std::stop_token stop)>;

// Where it is restored to.
struct RestoreTarget {
  ConnectionOptions connection;
  ConnectFunction connect = Connection::Open;
};

// One thing that did not work while the rest went on.
struct RestoreFailure {
  DumpId entry;      // 0: none in particular
  std::string name;  // "42 TABLE public.orders", "" without an entry
  // Code, message, SQLSTATE, statement and hints are attached.
  absl::Status status;
};

struct RestoreSummary {
  uint64_t wanted_entries = 0;
  uint64_t restored_entries = 0;  // without any failure
  uint64_t rows = 0;              // of COPY data
  uint64_t data_bytes = 0;        // decoded: rows and large objects
  uint64_t large_objects = 0;
  uint64_t analyzed_tables = 0;
  // All of them counted; the first ten thousand kept.
  uint64_t failure_count = 0;
  std::vector<RestoreFailure> failures;
  std::vector<std::string> warnings;
};

// Hears what the job does: also what fails while the rest goes on. Progress
// counts decoded bytes of data, as far as they can be estimated before.
class RestoreObserver : public JobObserver {
 public:
  virtual void Failed(const RestoreFailure& failure) = 0;
};

// Restores an archive into a database, in the order and with the passes of
// pg_restore (docs/archive-format.md, "Restore"). With options.jobs > 1
// everything up to the first data is restored in order, then that many
// connections take what is ready, the biggest first.
//
// A statement that fails is counted, and the restore goes on, unless
// options.exit_on_error, single_transaction or transaction_size is set.
//
// Returns the summary (with failures in it, if there were any), or
//   INVALID_ARGUMENT for jobs > 1 with data that can only be read in order, or
//   in one transaction,
//   what Connection::Open() returns, and UNAVAILABLE when a connection is lost,
//   the first failure, under exit_on_error and the others,
//   DATA_LOSS when a damaged archive cannot be read on,
//   CANCELLED when `stop` was requested.
// What was restored before stays, except within an open transaction.
absl::StatusOr<RestoreSummary> RunRestore(const RestoreSource& source,
                                          const RestoreOptions& options,
                                          const RestoreTarget& target,
                                          RestoreObserver& observer,
                                          std::stop_token stop = {});

}  // namespace pgark

#endif  // PGARK_JOBS_RESTORE_JOB_H_
