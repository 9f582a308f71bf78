#ifndef PGARK_JOBS_RESTORE_PASS_H_
#define PGARK_JOBS_RESTORE_PASS_H_

#include "archive/toc_entry.h"

namespace pgark {

// A restore goes over the contents list three times: privileges come when
// everything exists, and what must see all of it comes last (refreshes need
// the privileges, event triggers must not watch the restore itself).
enum class RestorePass { kMain, kAcl, kPostAcl };

inline constexpr RestorePass kRestorePasses[] = {
    RestorePass::kMain, RestorePass::kAcl, RestorePass::kPostAcl};

RestorePass PassOf(const TocEntry& entry);

// Counts what a transaction of --transaction-size holds.
class TransactionBudget {
 public:
  // 0: no budget, never used up.
  explicit TransactionBudget(int size) : size_(size) {}

  bool limits() const { return size_ > 0; }
  // The transaction was committed for another reason.
  void Reset() { spent_ = 0; }
  // Adds what is done within an entry that goes on.
  void Add(int count) { spent_ += limits() ? count : 0; }
  // Adds one more thing that is complete. Returns whether the transaction must
  // be committed; then the count begins anew.
  bool Spend() {
    if (!limits()) return false;
    ++spent_;
    if (spent_ < size_) return false;
    spent_ = 0;
    return true;
  }

 private:
  int size_;
  int spent_ = 0;
};

// The number of statements in a definition beyond its first, as far as
// --transaction-size counts them: not in function bodies.
int CountFurtherStatements(const TocEntry& entry);

}  // namespace pgark

#endif  // PGARK_JOBS_RESTORE_PASS_H_
