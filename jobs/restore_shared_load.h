#ifndef PGARK_JOBS_RESTORE_SHARED_LOAD_H_
#define PGARK_JOBS_RESTORE_SHARED_LOAD_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "archive/toc_entry.h"
#include "base/mutex.h"
#include "jobs/restore_plan.h"
#include "jobs/restore_progress.h"
#include "jobs/restore_row_feed.h"
#include "jobs/restore_target_session.h"

namespace pgark {

// Whether the rows of an entry may go into its table over several sessions: a
// COPY as pg_dump writes it, so that each line is a row, of that many octets
// that it is worth it.
bool CanBeShared(const EntryDataSource& source, const TocEntry& entry);

// The rows of one table, loaded by one session and all those that join it while
// they have nothing else to do. Each loads what it takes in a transaction of
// its own, and all of them commit when the last one has sent its last row, or
// none does. Only a COMMIT that fails while another has succeeded leaves a part
// of the rows; the failure says so.
//
// For tables that this restore has created: nobody else sees them, nothing is
// fired by their rows.
//
// thread-safe: one thread leads, others help
class SharedTableLoad {
 public:
  // Both must outlive the object.
  SharedTableLoad(const RestoreContext& context, const PlannedEntry& planned);

  // Loads the rows. A failure is told to the tally; returns whether there was
  // none, or one that ends the restore. Nothing of the load is going on any
  // more when it returns.
  absl::StatusOr<bool> Lead(TargetSession& session);

  // Nobody joins any more, and who has joined a load that was not led is let
  // go.
  void Close();

  // Joins for a call of Help(). Returns false when there is nothing left.
  bool Join();
  // Loads rows that are left over another session. Returns a failure that ends
  // the restore; of those of the load the leader hears.
  // REQUIRES: Join() has returned true.
  absl::Status Help(TargetSession& session);

 private:
  // What became of one session's share.
  struct Share {
    absl::Status status;
    bool has_rows = false;
  };
  enum class Verdict { kNone, kCommit, kRollBack };

  // Sends rows until there are no more. The transaction stays open.
  Share Send(TargetSession& session);
  absl::Status SetUp(TargetSession& session);
  // Waits until nobody sends any more, and says what is to become of it.
  Verdict Decide(Share own);
  // Ends the session's transaction by the verdict.
  void End(TargetSession& session, Verdict verdict, bool has_rows);
  absl::StatusOr<bool> Report();

  const RestoreContext& context_;
  const PlannedEntry& planned_;
  const TocEntry& entry_;
  Mutex mutex_;
  CondVar changed_;
  EntryProgress progress_ ABSL_GUARDED_BY(mutex_);
  RowFeed feed_;
  FeedResult fed_;  // once it was decided
  bool open_ ABSL_GUARDED_BY(mutex_) = true;
  int sending_ ABSL_GUARDED_BY(mutex_) = 0;  // helpers
  int helping_ ABSL_GUARDED_BY(mutex_) = 0;  // those that have not ended
  Verdict verdict_ ABSL_GUARDED_BY(mutex_) = Verdict::kNone;
  absl::Status failure_ ABSL_GUARDED_BY(mutex_);  // the first one
  int committed_ ABSL_GUARDED_BY(mutex_) = 0;     // shares with rows
  int uncommitted_ ABSL_GUARDED_BY(mutex_) = 0;   // whose COMMIT failed
};

}  // namespace pgark

#endif  // PGARK_JOBS_RESTORE_SHARED_LOAD_H_
