#include "jobs/dump_script_source.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "archive/frame_encoder.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "jobs/insert_text.h"
#include "jobs/large_object_fetch.h"
#include "protocol/session.h"

namespace pgark {
namespace {

absl::Status NoSource() {
  return absl::InternalError("the plan has no source for this entry's data");
}

// Each telling costs a look at the clock: too much for a row.
constexpr uint64_t kToldBytes = uint64_t{64} << 10;

// Counts what goes through.
class CountingConsumer : public LargeObjectConsumer {
 public:
  CountingConsumer(DumpProgress& progress, size_t task,
                   LargeObjectConsumer& consumer)
      : progress_(progress), task_(task), consumer_(consumer) {}

  absl::Status Begin(Oid oid) override { return consumer_.Begin(oid); }
  absl::Status Write(absl::string_view bytes) override {
    progress_.Add(task_, bytes.size());
    return consumer_.Write(bytes);
  }
  absl::Status End() override { return consumer_.End(); }

 private:
  DumpProgress& progress_;
  const size_t task_;
  LargeObjectConsumer& consumer_;
};

}  // namespace

DumpScriptSource::DumpScriptSource(const DumpPlan& plan,
                                   const std::vector<CopyTask>& tasks,
                                   Connection& connection,
                                   DumpProgress& progress,
                                   JobObserver& observer)
    : connection_(connection), progress_(progress), observer_(observer) {
  for (size_t i = 0; i < tasks.size(); ++i) tasks_[tasks[i].entry] = i;
  for (const TableDataSource& table : plan.table_data) {
    tables_[table.entry] = &table;
  }
  for (const LargeObjectSource& source : plan.large_objects) {
    large_objects_[source.entry] = &source;
  }
}

absl::Status DumpScriptSource::ReadTableData(const TocEntry& entry,
                                             const ByteConsumer& consume) {
  const auto found = tables_.find(entry.id);
  if (found == tables_.end()) return NoSource();
  const TableDataSource& table = *found->second;
  observer_.Detail(table.qualified_name);
  if (table.is_foreign) {
    RETURN_IF_ERROR(AllowForeignTables(connection_, true));
  }
  RETURN_IF_ERROR(ReadTable(table, consume));
  progress_.Finish(tasks_[entry.id]);
  return table.is_foreign ? AllowForeignTables(connection_, false)
                          : absl::OkStatus();
}

absl::Status DumpScriptSource::ReadTable(const TableDataSource& table,
                                         const ByteConsumer& consume) {
  if (table.insert.has_value()) return ReadInserts(table, consume);
  RETURN_IF_ERROR(ReadRows(table, consume));
  return consume(kCopyEndMarker);
}

absl::Status DumpScriptSource::ReadRows(const TableDataSource& table,
                                        const ByteConsumer& consume) {
  const size_t task = tasks_[table.entry];
  ASSIGN_OR_RETURN(auto stream, connection_.CopyOut(table.copy_statement));
  uint64_t untold = 0;
  while (true) {
    ASSIGN_OR_RETURN(const std::optional<absl::string_view> row,
                     stream->Next());
    if (!row.has_value()) break;
    RETURN_IF_ERROR(consume(*row));
    rows_ += 1;
    data_bytes_ += row->size();
    untold += row->size();
    if (untold < kToldBytes) continue;
    progress_.Add(task, untold);
    untold = 0;
  }
  progress_.Add(task, untold);
  return absl::OkStatus();
}

absl::Status DumpScriptSource::ReadInserts(const TableDataSource& table,
                                           const ByteConsumer& consume) {
  InsertWriter writer(*table.insert);
  std::string text;
  RETURN_IF_ERROR(ReadRows(table, [&](absl::string_view row) {
    text.clear();
    const absl::Status status = writer.AddRow(row, &text);
    return status.ok() ? consume(text) : status;
  }));
  text.clear();
  writer.Finish(&text);
  absl::StrAppend(&text, kInsertEnd);
  return consume(text);
}

absl::Status DumpScriptSource::ReadLargeObjects(const TocEntry& entry,
                                                LargeObjectConsumer& consumer) {
  const auto source = large_objects_.find(entry.id);
  if (source == large_objects_.end()) return NoSource();
  observer_.Detail("large objects");
  const size_t task = tasks_[entry.id];
  CountingConsumer counting(progress_, task, consumer);
  RETURN_IF_ERROR(
      FetchLargeObjects(connection_, source->second->oids, counting));
  progress_.Finish(task);
  return absl::OkStatus();
}

}  // namespace pgark
