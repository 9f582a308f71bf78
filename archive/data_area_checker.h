#ifndef PGARK_ARCHIVE_DATA_AREA_CHECKER_H_
#define PGARK_ARCHIVE_DATA_AREA_CHECKER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "archive/block_checker.h"
#include "archive/validation_context.h"
#include "base/file_source.h"
#include "base/mutex.h"

namespace pgark {

// Checks the data area of a file: that blocks fill it without gaps, and each
// block (BlockChecker). Works from all places where a block is known to begin
// (offsets of the contents list that were looked at, the index), in parallel;
// where the framing is broken it goes on at the next of them.
//
// thread-compatible; Run() uses options.jobs threads.
class DataAreaChecker {
 public:
  // The data area is [begin, end). `source` and `context` must outlive this.
  DataAreaChecker(const RandomAccessSource& source, uint64_t begin,
                  uint64_t end, ValidationContext& context)
      : source_(source), begin_(begin), end_(end), context_(context) {}

  // Returns all blocks, in the order of the file. A status as Validate().
  absl::StatusOr<std::vector<CheckedBlock>> Run();

  // What lies behind the last block and is none, if there is something.
  struct Tail {
    FileRegion region;
    bool is_index = false;  // it begins as an index does
  };
  const std::optional<Tail>& tail() const { return tail_; }

 private:
  // Neighbouring starts, for one thread at a time: [first, last).
  struct Stretch {
    size_t first;
    size_t last;
  };

  absl::Status FindStarts();
  void AddIndexStarts(const std::vector<IndexBlock>& blocks);
  absl::Status AddStoredOffsets();
  absl::Status AddScannedStarts();
  std::vector<Stretch> PlanStretches() const;
  absl::Status CheckStretch(Stretch run);
  // Checks blocks one behind the other from start number `start` on. Returns
  // the number of the start where to go on: `last`, or the next one behind
  // broken framing.
  absl::StatusOr<size_t> WalkFrom(size_t start, size_t last,
                                  BlockChecker& checker,
                                  std::vector<CheckedBlock>* blocks);
  void ReportGap(FileRegion region, bool is_index, absl::string_view message);
  uint64_t StartOrEnd(size_t number) const {
    return number < starts_.size() ? starts_[number] : end_;
  }

  const RandomAccessSource& source_;
  const uint64_t begin_;
  const uint64_t end_;
  ValidationContext& context_;
  std::vector<uint64_t> starts_;  // sorted; constant once threads run
  Mutex mutex_;
  std::vector<CheckedBlock> blocks_ ABSL_GUARDED_BY(mutex_);
  std::optional<Tail> tail_;  // written by the thread of the last run
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_DATA_AREA_CHECKER_H_
