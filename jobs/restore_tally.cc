#include "jobs/restore_tally.h"

#include <utility>

#include "base/status_context.h"

namespace pgark {

RestoreTally::RestoreTally(const RestoreOptions& options,
                           RestoreObserver& observer, std::stop_token stop)
    : observer_(observer),
      stops_at_failure_(options.exit_on_error || options.single_transaction ||
                        options.transaction_size > 0),
      stop_(std::move(stop)) {}

absl::Status RestoreTally::Fail(const TocEntry* entry, absl::Status status) {
  const std::string name = entry == nullptr ? "" : DescribeEntry(*entry);
  if (entry != nullptr) status = WithObject(std::move(status), name);
  // What fails because everything is being stopped is no failure of its own.
  if (stop_.stop_requested() && !absl::IsUnavailable(status)) {
    return absl::CancelledError("the restore was stopped");
  }
  if (absl::IsUnavailable(status) || stops_at_failure_) return status;
  RestoreFailure failure{entry == nullptr ? DumpId() : entry->id, name,
                         std::move(status)};
  observer_.Failed(failure);
  constexpr size_t kMaxKept = 10000;
  MutexLock lock(mutex_);
  ++summary_.failure_count;
  if (summary_.failures.size() < kMaxKept) {
    summary_.failures.push_back(std::move(failure));
  }
  return absl::OkStatus();
}

void RestoreTally::CountRestored(uint64_t entries) {
  MutexLock lock(mutex_);
  summary_.restored_entries += entries;
}

void RestoreTally::CountRows(uint64_t rows, uint64_t bytes) {
  MutexLock lock(mutex_);
  summary_.rows += rows;
  summary_.data_bytes += bytes;
}

void RestoreTally::CountLargeObject(uint64_t bytes) {
  MutexLock lock(mutex_);
  ++summary_.large_objects;
  summary_.data_bytes += bytes;
}

void RestoreTally::CountAnalyzed(uint64_t tables) {
  MutexLock lock(mutex_);
  summary_.analyzed_tables += tables;
}

void RestoreTally::NoteLoaded(const TocEntry& entry) {
  MutexLock lock(mutex_);
  loaded_.push_back(&entry);
}

std::vector<const TocEntry*> RestoreTally::loaded() {
  MutexLock lock(mutex_);
  return loaded_;
}

void RestoreTally::Warn(std::string text) {
  observer_.Warning(text);
  MutexLock lock(mutex_);
  summary_.warnings.push_back(std::move(text));
}

RestoreSummary RestoreTally::TakeSummary() {
  MutexLock lock(mutex_);
  return std::move(summary_);
}

}  // namespace pgark
