#ifndef PGARK_JOBS_DUMP_SCRIPT_SOURCE_H_
#define PGARK_JOBS_DUMP_SCRIPT_SOURCE_H_

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "catalog/dump_plan.h"
#include "jobs/copy_task.h"
#include "jobs/dump_progress.h"
#include "jobs/job_observer.h"
#include "jobs/restore_data_source.h"
#include "protocol/connection.h"

namespace pgark {

// The data of a dump that becomes a script: read from the server when its
// place in the script has come.
//
// thread-compatible
class DumpScriptSource : public EntryDataSource {
 public:
  // `tasks` are the plan's, one for each entry; they count for the progress
  // only. All must outlive the source.
  DumpScriptSource(const DumpPlan& plan, const std::vector<CopyTask>& tasks,
                   Connection& connection, DumpProgress& progress,
                   JobObserver& observer);

  absl::Status ReadTableData(const TocEntry& entry,
                             const ByteConsumer& consume) override;
  absl::Status ReadLargeObjects(const TocEntry& entry,
                                LargeObjectConsumer& consumer) override;
  bool reads_in_any_order() const override { return false; }

  uint64_t rows() const { return rows_; }
  uint64_t data_bytes() const { return data_bytes_; }

 private:
  absl::Status ReadTable(const TableDataSource& table,
                         const ByteConsumer& consume);
  absl::Status ReadRows(const TableDataSource& table,
                        const ByteConsumer& consume);
  absl::Status ReadInserts(const TableDataSource& table,
                           const ByteConsumer& consume);

  Connection& connection_;
  DumpProgress& progress_;
  JobObserver& observer_;
  std::unordered_map<DumpId, size_t> tasks_;
  std::unordered_map<DumpId, const TableDataSource*> tables_;
  std::unordered_map<DumpId, const LargeObjectSource*> large_objects_;
  uint64_t rows_ = 0;
  uint64_t data_bytes_ = 0;
};

}  // namespace pgark

#endif  // PGARK_JOBS_DUMP_SCRIPT_SOURCE_H_
