#include "jobs/dump_script_source.h"

#include <optional>

#include "archive/frame_encoder.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "jobs/large_object_fetch.h"

namespace pgark {
namespace {

absl::Status NoSource() {
  return absl::InternalError("the plan has no source for this entry's data");
}

}  // namespace

DumpScriptSource::DumpScriptSource(const DumpPlan& plan, Connection& connection,
                                   JobObserver& observer)
    : connection_(connection), observer_(observer) {
  for (const TableDataSource& table : plan.table_data) {
    tables_[table.entry] = &table;
  }
  for (const LargeObjectSource& source : plan.large_objects) {
    large_objects_[source.entry] = &source;
  }
}

absl::Status DumpScriptSource::ReadTableData(const TocEntry& entry,
                                             const ByteConsumer& consume) {
  const auto table = tables_.find(entry.id);
  if (table == tables_.end()) return NoSource();
  observer_.Detail(table->second->qualified_name);
  ASSIGN_OR_RETURN(auto stream,
                   connection_.CopyOut(table->second->copy_statement));
  while (true) {
    ASSIGN_OR_RETURN(const std::optional<absl::string_view> row,
                     stream->Next());
    if (!row.has_value()) break;
    RETURN_IF_ERROR(consume(*row));
    observer_.AddBytes(row->size());
    rows_ += 1;
    data_bytes_ += row->size();
  }
  return consume(kCopyEndMarker);
}

absl::Status DumpScriptSource::ReadLargeObjects(const TocEntry& entry,
                                                LargeObjectConsumer& consumer) {
  const auto source = large_objects_.find(entry.id);
  if (source == large_objects_.end()) return NoSource();
  observer_.Detail("large objects");
  return FetchLargeObjects(connection_, source->second->oids, consumer);
}

}  // namespace pgark
