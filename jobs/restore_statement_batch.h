#ifndef PGARK_JOBS_RESTORE_STATEMENT_BATCH_H_
#define PGARK_JOBS_RESTORE_STATEMENT_BATCH_H_

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "archive/toc_entry.h"
#include "jobs/restore_statements.h"
#include "jobs/restore_target_session.h"

namespace pgark {

// The rows of a small table, as they go into a batch.
struct BatchedRows {
  std::string copy_statement;
  std::string rows;  // without the end marker
  // Loads them without a batch. Returns whether that succeeded, or a failure
  // that ends the restore.
  std::function<absl::StatusOr<bool>()> load_alone;
};

// Sends the statements and the rows of several small entries (or of one that
// has many statements) as one message, which is one transaction: round trips
// and commits are most of what such entries cost. When one fails, all are
// repeated one by one, as without a batch, so that the right ones are done and
// the right one is blamed.
//
// thread-compatible
class StatementBatch {
 public:
  // Is told of each item's fate, in order.
  using DoneFunction = std::function<void(bool succeeded)>;

  // The session must outlive the batch. With `max_items` 1 nothing is put
  // together: within a transaction of the user's nothing can be repeated.
  StatementBatch(TargetSession& session, size_t max_items)
      : session_(session), max_items_(max_items) {}

  // Takes the statements of an entry; sends when there are enough.
  // Returns a failure that ends the restore.
  // `message`, if it is there, does the same as all texts in fewer statements,
  // as long as none of them fails.
  absl::Status Add(const TocEntry& entry, std::vector<SqlText> texts,
                   DoneFunction done,
                   std::optional<std::string> message = std::nullopt);
  // The same for the rows of a table that this restore has created; `texts`
  // stand in front of them.
  absl::Status AddRows(const TocEntry& entry, std::vector<SqlText> texts,
                       BatchedRows rows, DoneFunction done);
  // Sends what is there. To be called before anything else is sent.
  absl::Status Flush();

 private:
  struct Item {
    const TocEntry* entry;
    std::vector<SqlText> texts;
    std::optional<std::string> message;
    std::optional<BatchedRows> rows;
    DoneFunction done;
  };

  absl::Status Take(Item item, size_t bytes);
  // Sends all as one message.
  absl::Status Send(const std::vector<Item>& items);
  absl::Status RunOneByOne(const std::vector<Item>& items);

  TargetSession& session_;
  const size_t max_items_;
  std::vector<Item> items_;
  size_t bytes_ = 0;
};

}  // namespace pgark

#endif  // PGARK_JOBS_RESTORE_STATEMENT_BATCH_H_
