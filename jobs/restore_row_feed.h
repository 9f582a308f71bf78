#ifndef PGARK_JOBS_RESTORE_ROW_FEED_H_
#define PGARK_JOBS_RESTORE_ROW_FEED_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "archive/toc_entry.h"
#include "base/bounded_queue.h"
#include "base/mutex.h"
#include "jobs/restore_data_source.h"

namespace pgark {

// What reading an entry's rows came to.
struct FeedResult {
  // The archive could not be read. What is wrong with the rows themselves (no
  // end marker) is in content_status.
  absl::Status source_status;
  absl::Status content_status;
  uint64_t rows = 0;
  uint64_t bytes = 0;

  bool ok() const { return source_status.ok() && content_status.ok(); }
};

// The COPY rows of an entry, without the end marker, read and decoded by
// threads of its own while what it has given is on its way to a server. Several
// sessions may take from one feed: with `whole_rows` each piece ends where a
// row ends, and where the archive's index tells frames apart, each session that
// joins brings a thread that reads frames of its own.
//
// thread-safe but for Finish()
class RowFeed {
 public:
  // Begins to read. Both must outlive the feed.
  RowFeed(EntryDataSource& source, const TocEntry& entry, bool whole_rows);
  // Gives up what has not been taken.
  ~RowFeed();
  RowFeed(const RowFeed&) = delete;
  RowFeed& operator=(const RowFeed&) = delete;

  // One more session takes from here.
  void AddReader();
  // Returns the next rows; nothing at the end, and after a failure, which
  // Finish() tells: then what was taken must not stay.
  std::optional<std::string> Next() { return queue_.Pop(); }
  // Nobody wants more rows.
  void Abandon();

  // Waits for the readers. Nobody may take any more.
  FeedResult Finish();

 private:
  void ReadStream();
  void ReadFrames();
  // Hands over what has been collected: up to the last end of a row, or all.
  absl::Status HandOver(std::string* collected, bool all);
  // A reader has ended. The last one closes the queue.
  void ReaderEnded(FeedResult result);

  EntryDataSource& source_;
  const TocEntry& entry_;
  const bool whole_rows_;
  const size_t piece_count_;  // 0: read as one stream
  BoundedQueue<std::string> queue_;
  std::atomic<bool> abandoned_ = false;
  std::atomic<size_t> next_piece_ = 0;
  Mutex mutex_;
  std::vector<std::thread> readers_ ABSL_GUARDED_BY(mutex_);
  size_t running_readers_ ABSL_GUARDED_BY(mutex_) = 0;
  FeedResult result_ ABSL_GUARDED_BY(mutex_);
};

// Returns where `rows` can be cut: behind the last newline that ends a row
// whatever the encoding is; 0 when there is none. A newline behind a backslash
// is left out, since it may be a column's.
size_t LastRowEnd(absl::string_view rows);

}  // namespace pgark

#endif  // PGARK_JOBS_RESTORE_ROW_FEED_H_
