#ifndef PGARK_ARCHIVE_VALIDATION_CONTEXT_H_
#define PGARK_ARCHIVE_VALIDATION_CONTEXT_H_

#include <atomic>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "absl/status/status.h"
#include "archive/archive_contents.h"
#include "archive/archive_index.h"
#include "archive/finding_collector.h"
#include "archive/large_object_tally.h"
#include "archive/validator.h"
#include "base/mutex.h"
#include "base/status_context.h"

namespace pgark {

// What all parts of one validation share. The validator owns it.
//
// thread-safe: pointers and options are constant while threads run.
struct ValidationContext {
  explicit ValidationContext(const ValidatorOptions& validator_options)
      : options(validator_options) {}

  const ValidatorOptions& options;
  FindingCollector findings;
  // nullptr when they could not be read, or are not there.
  const ArchiveContents* contents = nullptr;
  const ArchiveIndex* index = nullptr;
  // Whether the header says that pgark wrote the archive; set with `contents`.
  bool is_ours = false;
  // Whether bare names of types are PostgreSQL's own; set with `contents`.
  bool has_empty_search_path = false;
  // What the contents list says about large objects; set with `contents`.
  LargeObjectTally* large_objects = nullptr;
  // Streams whose data no checksum covers, as far as their begin tells.
  std::atomic<uint64_t> streams_without_checksum = 0;

  // How many blocks each entry of the contents list has; set with `contents`.
  std::vector<std::atomic<uint8_t>> block_counts;
  // The index's block of each entry; set with `index`.
  std::unordered_map<DumpId, const IndexBlock*> index_blocks;
  // The index's segments by the offset of their blocks; set with `index`.
  std::unordered_map<uint64_t, const IndexBlock*> index_segments;
  // Blocks of a pipe that may be segments: the index, which knows, comes last.
  std::vector<FileRegion> possible_segments;

  const IndexBlock* FindIndexBlock(DumpId id) const {
    const auto found = index_blocks.find(id);
    return found == index_blocks.end() ? nullptr : found->second;
  }
  const IndexBlock* FindIndexSegment(uint64_t begin) const {
    const auto found = index_segments.find(begin);
    return found == index_segments.end() ? nullptr : found->second;
  }
  int IntegerSize() const {
    return contents != nullptr ? contents->header.integer_size : 4;
  }
  bool Includes(VerifyLevel level) const { return options.level >= level; }

  // Reports progress; CANCELLED when the validation is to stop.
  absl::Status Advance(uint64_t octets) {
    if (options.on_progress && octets > 0) {
      MutexLock lock(progress_mutex);
      options.on_progress(octets);
    }
    return options.stop.stop_requested()
               ? absl::CancelledError("the check was stopped")
               : absl::OkStatus();
  }

  Mutex progress_mutex;
};

// Whether `status` says something about the archive. Otherwise the source has
// failed or somebody wants us to stop, and nothing can be said.
inline bool IsAboutContents(const absl::Status& status) {
  return absl::IsDataLoss(status) || absl::IsResourceExhausted(status) ||
         absl::IsUnimplemented(status);
}

// `code`, or that a limit of ours was met.
inline FindingCode CodeForStatus(const absl::Status& status, FindingCode code) {
  return absl::IsResourceExhausted(status) ? FindingCode::kLimitExceeded : code;
}

}  // namespace pgark

#endif  // PGARK_ARCHIVE_VALIDATION_CONTEXT_H_
