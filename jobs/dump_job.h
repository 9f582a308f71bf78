#ifndef PGARK_JOBS_DUMP_JOB_H_
#define PGARK_JOBS_DUMP_JOB_H_

#include <cstdint>
#include <ctime>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "archive/archive_version.h"
#include "archive/compression_spec.h"
#include "catalog/dump_options.h"
#include "jobs/copy_task.h"
#include "jobs/frame_cutter.h"
#include "jobs/job_observer.h"
#include "jobs/restore_options.h"
#include "protocol/connection.h"
#include "protocol/session.h"

namespace pgark {

enum class DumpFormat { kCustom, kPlain };

struct DumpJobOptions {
  DumpOptions objects;
  SessionOptions session;
  // A snapshot that somebody else has exported, "" = our own.
  std::string snapshot;
  bool serializable_deferrable = false;

  DumpFormat format = DumpFormat::kCustom;
  // Called with the leader's session once its snapshot is taken, in the same
  // transaction: whatever else belongs to that state can be read there. Called
  // again if another snapshot is needed. Its failure ends the dump.
  std::function<absl::Status(Connection& leader)> on_snapshot = nullptr;

  // "-" = standard output.
  std::string output_path;
  bool sync = true;

  // Archives. Absent = what the pg_restore of the server's release reads.
  std::optional<ArchiveVersion> version;
  std::optional<CompressionSpec> compression;
  bool write_index = true;
  int jobs = 1;  // connections that read data; 0 = DefaultJobCount()
  uint64_t max_bytes_per_second = 0;  // of data from the server; 0 = no limit
  CopyTaskOptions pieces;
  FrameSizes frames;

  // Scripts: what pg_dump takes of pg_restore's options.
  RestoreOptions script;

  // When the archive was made; the header holds it as local time.
  std::time_t created = 0;
  // "0.1.0": stands in the archive beside the release that is imitated.
  std::string program_version;
};

struct DumpSummary {
  uint64_t entries = 0;
  uint64_t tables = 0;
  uint64_t rows = 0;
  uint64_t data_bytes = 0;      // before compression
  uint64_t output_bytes = 0;    // of the file
  ArchiveVersion version;       // archives only
  CompressionSpec compression;  // archives only
  // Things to tell the user at the end: a raised archive version, a pipe whose
  // reader went away behind the last block.
  std::vector<std::string> notes;
};

// Dumps one database into one archive or script (docs/architecture.md,
// "Dump"). `leader` is a fresh session with the source; it holds the snapshot
// and the locks until the end. On any failure nothing appears under the
// output's name, the server's queries are cancelled, and the status says what
// and where.
//
// Returns INVALID_ARGUMENT for options that exclude each other,
// what PlanDump() returns, UNAVAILABLE when the leader's connection is lost,
// DATA_LOSS when a piece that had to be read twice differed,
// RESOURCE_EXHAUSTED on a full disk, CANCELLED when `stop` was requested.
absl::StatusOr<DumpSummary> RunDump(std::unique_ptr<Connection> leader,
                                    const DumpJobOptions& options,
                                    JobObserver& observer,
                                    const std::stop_token& stop = {});

}  // namespace pgark

#endif  // PGARK_JOBS_DUMP_JOB_H_
