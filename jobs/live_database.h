#ifndef PGARK_JOBS_LIVE_DATABASE_H_
#define PGARK_JOBS_LIVE_DATABASE_H_

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "archive/toc.h"
#include "catalog/dump_plan.h"
#include "jobs/copy_task.h"
#include "jobs/dump_progress.h"
#include "jobs/dump_script_source.h"
#include "jobs/job_observer.h"
#include "protocol/connection.h"
#include "protocol/snapshot.h"

namespace pgark {

struct LiveDatabaseOptions {
  // Of all text; absent = what libpq and the server have agreed on.
  std::optional<std::string> encoding;
  // The release whose pg_dump's SQL is imitated; 0 = the server's own.
  int as_release = 0;
  // Large objects in groups, as archives from 1.16 on have them.
  bool large_object_groups = true;
  bool with_data = true;
};

// A database at one snapshot, seen as a dump of it would be: the contents list
// that an archive would have, and the data of its entries, read when it is
// asked for. Nothing is written. Tables are locked as a dump locks them (ACCESS
// SHARE) until the object ends.
//
// thread-compatible
class LiveDatabase {
 public:
  // `connection` is a fresh session. Returns what PlanDump() and the server
  // return. `observer` must outlive the database.
  static absl::StatusOr<std::unique_ptr<LiveDatabase>> Open(
      std::unique_ptr<Connection> connection,
      const LiveDatabaseOptions& options, JobObserver& observer);

  const Toc& toc() const { return toc_; }
  const std::string& encoding() const { return plan_.encoding; }
  const std::string& server_version() const {
    return plan_.server_version_text;
  }
  EntryDataSource& data() { return *source_; }

 private:
  explicit LiveDatabase(std::unique_ptr<Connection> connection)
      : connection_(std::move(connection)) {}

  absl::Status Prepare(const LiveDatabaseOptions& options,
                       JobObserver& observer);

  const std::unique_ptr<Connection> connection_;
  std::unique_ptr<Snapshot> snapshot_;  // ends before connection_ goes
  DumpPlan plan_;
  Toc toc_;
  std::vector<CopyTask> tasks_;
  SilentObserver silent_;
  std::unique_ptr<DumpProgress> progress_;
  std::unique_ptr<DumpScriptSource> source_;
};

}  // namespace pgark

#endif  // PGARK_JOBS_LIVE_DATABASE_H_
