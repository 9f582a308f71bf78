#ifndef PGARK_JOBS_RESTORE_LEADER_H_
#define PGARK_JOBS_RESTORE_LEADER_H_

#include <memory>
#include <optional>
#include <unordered_set>

#include "absl/status/status.h"
#include "archive/dump_id.h"
#include "jobs/restore_entry_batch.h"
#include "jobs/restore_pass.h"
#include "jobs/restore_plan.h"
#include "jobs/restore_target_session.h"

namespace pgark {

// The one session that restores in order: everything, or with several jobs
// what comes before the data. Changes the database when one is created, keeps
// the transactions that the options ask for, and remembers which tables came
// to be. Every call returns OK or a failure that ends the restore.
//
// thread-compatible
class RestoreLeader {
 public:
  // Both must outlive the leader.
  RestoreLeader(const RestoreContext& context, const RestorePlan& plan);

  absl::Status Open(const ConnectionOptions& options);
  // --clean.
  absl::Status DropAll();
  // Restores every wanted entry, pass by pass.
  absl::Status RestoreAll();
  // Restores only what comes before the data.
  absl::Status RestoreBeforeData();
  // Restores some entries, by their places in the plan.
  absl::Status RestorePlaces(const std::vector<size_t>& places);
  // Ends the transaction, if there is one. Nothing else is put into one.
  absl::Status Commit();
  // Waits until everything is safe: see restore_tuning.h.
  absl::Status CommitForGood();

  // The session; another one after a change of the database.
  TargetSession& session() { return *session_; }

  // Whether nothing of the entry is to be restored, since its table failed.
  bool MustSkip(const PlannedEntry& planned) const;
  // Whether the rows of the entry go into a table that this restore has
  // created, and that no other entry fills.
  bool MayTruncate(const PlannedEntry& planned) const;

 private:
  absl::Status Restore(const PlannedEntry& planned);
  absl::Status Flush();
  bool in_transaction() const;
  absl::Status RestoreStatements(const PlannedEntry& planned);
  absl::Status RestoreAlone(const PlannedEntry& planned);
  absl::Status RestoreDatabase(const PlannedEntry& planned);
  absl::Status Drop(const TocEntry& entry);
  absl::Status DropDatabase(const TocEntry& entry,
                            const std::vector<SqlText>& texts);
  void Remember(const TocEntry& entry, bool succeeded);
  // Counts one more thing for --transaction-size.
  absl::Status Spend();
  absl::Status Adopt(std::unique_ptr<TargetSession> session);

  const RestoreContext& context_;
  const RestorePlan& plan_;
  TransactionBudget budget_;
  std::unique_ptr<TargetSession> session_;
  std::optional<EntryBatch> batch_;
  // The batch holds statements, whose fate is not known yet.
  bool statements_wait_ = false;
  std::unordered_set<DumpId> created_tables_;
  std::unordered_set<DumpId> failed_tables_;
  // Tables whose rows are in more than one entry.
  std::unordered_set<DumpId> split_tables_;
};

}  // namespace pgark

#endif  // PGARK_JOBS_RESTORE_LEADER_H_
