#ifndef PGARK_JOBS_RESTORE_TARGET_SESSION_H_
#define PGARK_JOBS_RESTORE_TARGET_SESSION_H_

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "archive/archive_header.h"
#include "archive/toc.h"
#include "jobs/restore_data_source.h"
#include "jobs/restore_job.h"
#include "jobs/restore_options.h"
#include "jobs/restore_session.h"
#include "jobs/restore_statements.h"
#include "jobs/restore_tally.h"
#include "jobs/restore_work.h"
#include "protocol/connection.h"

namespace pgark {

// What all sessions of a restore share. Constant while they run, but for the
// tally, the observer and the data source.
struct RestoreContext {
  const ArchiveHeader& header;
  const Toc& toc;
  EntryDataSource& data;
  const RestoreOptions& options;
  const RestoreDialect& dialect;  // as for a script
  bool data_only;
  const ConnectFunction& connect;
  RestoreTally& tally;
  RestoreObserver& observer;
  RestoreWork& work;
  std::stop_token stop;
};

// A session with the target, set up for the archive's SQL, and the settings
// that it was last told.
//
// thread-compatible
class TargetSession {
 public:
  // Connects and sends the settings; all of them must be taken, so that
  // nothing is restored in a wrong encoding or as a wrong role. The context
  // must outlive the session. Returns what connecting and sending return.
  static absl::StatusOr<std::unique_ptr<TargetSession>> Open(
      const RestoreContext& context, const ConnectionOptions& options);

  Connection& connection() { return *connection_; }
  RestoreStatements& statements() { return statements_; }
  const RestoreContext& context() const { return context_; }

  // Sends each text of an entry, comments left out. A failure is told to the
  // tally. Returns whether all succeeded, or a failure that ends the restore.
  // What a deadlock has undone is sent again. `entry` may be null.
  absl::StatusOr<bool> Run(const TocEntry* entry,
                           const std::vector<SqlText>& texts);
  absl::StatusOr<bool> Run(const TocEntry* entry, const std::string& sql) {
    return Run(entry, {SqlText{SqlText::Role::kStatement, sql}});
  }

  // Ends a transaction that a failure has made useless.
  absl::Status RollBack() { return connection_->Execute("ROLLBACK"); }

  // What to open a session with another database of the same server with.
  absl::StatusOr<ConnectionOptions> OptionsForDatabase(
      const std::string& database) const;

 private:
  TargetSession(const RestoreContext& context,
                std::unique_ptr<Connection> connection);

  absl::Status Execute(const std::string& sql);

  const RestoreContext& context_;
  const std::unique_ptr<Connection> connection_;
  const RestoreDialect dialect_;  // for this server
  RestoreStatements statements_;
};

}  // namespace pgark

#endif  // PGARK_JOBS_RESTORE_TARGET_SESSION_H_
