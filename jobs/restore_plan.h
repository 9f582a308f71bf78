#ifndef PGARK_JOBS_RESTORE_PLAN_H_
#define PGARK_JOBS_RESTORE_PLAN_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "archive/toc.h"
#include "jobs/restore_data_source.h"
#include "jobs/restore_options.h"
#include "jobs/restore_pass.h"
#include "jobs/restore_selection.h"

namespace pgark {

// An entry as a restore sees it.
struct PlannedEntry {
  const TocEntry* entry = nullptr;  // in the Toc, which outlives the plan
  EntryParts parts;                 // none: not wanted
  RestorePass pass = RestorePass::kMain;
  // What the work is estimated by: the stored bytes of its data, or of the
  // biggest table that it is built on.
  uint64_t stored_bytes = 0;
  // The same decoded, for progress; 0 when nobody knows.
  uint64_t decoded_bytes = 0;
  // With several connections: restored in order, before these begin.
  bool is_before_data = false;
  // What must be restored before, as places in RestorePlan::entries(). Things
  // that are built on a table wait for its data.
  std::vector<size_t> dependencies;
  // Of these, the tables that it locks against everything else.
  std::vector<size_t> locked;
};

// What is restored, and in what order: the selection with the dependencies,
// the passes and the estimates that scheduling needs (docs/archive-format.md,
// "Passes" and "Parallel restore"). Immutable.
class RestorePlan {
 public:
  // Returns what SelectEntries() returns. The TOC must outlive the plan.
  static absl::StatusOr<RestorePlan> Create(
      const Toc& toc, const EntrySelectionOptions& options,
      const EntryDataSource& data);

  // All entries in the order of restoring, unwanted ones too.
  const std::vector<PlannedEntry>& entries() const { return entries_; }
  const std::vector<std::string>& warnings() const { return warnings_; }
  // Nothing wanted has a schema part.
  bool is_data_only() const { return is_data_only_; }
  size_t wanted_count() const;

 private:
  RestorePlan() = default;

  void MarkBeforeData();
  void AddDependencies();

  std::vector<PlannedEntry> entries_;
  std::vector<std::string> warnings_;
  bool is_data_only_ = false;
};

}  // namespace pgark

#endif  // PGARK_JOBS_RESTORE_PLAN_H_
