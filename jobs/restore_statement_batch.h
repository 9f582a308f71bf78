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

// Sends the statements of several small entries (or of one that has many) as
// one message, which is one transaction: round trips and commits are most of
// what such entries cost. When one fails, all are repeated one by one, as
// without a batch, so that the right ones are done and the right one is blamed.
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
  absl::Status Add(const TocEntry& entry, std::vector<SqlText> texts,
                   DoneFunction done);
  // Sends what is there. To be called before anything else is sent.
  absl::Status Flush();

 private:
  struct Item {
    const TocEntry* entry;
    std::vector<SqlText> texts;
    DoneFunction done;
  };

  absl::Status RunOneByOne(const std::vector<Item>& items);

  TargetSession& session_;
  const size_t max_items_;
  std::vector<Item> items_;
  size_t bytes_ = 0;
};

}  // namespace pgark

#endif  // PGARK_JOBS_RESTORE_STATEMENT_BATCH_H_
