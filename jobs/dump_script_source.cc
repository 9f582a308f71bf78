#include "jobs/dump_script_source.h"

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
  const auto found = tables_.find(entry.id);
  if (found == tables_.end()) return NoSource();
  const TableDataSource& table = *found->second;
  observer_.Detail(table.qualified_name);
  if (table.is_foreign) {
    RETURN_IF_ERROR(AllowForeignTables(connection_, true));
  }
  if (table.insert.has_value()) {
    RETURN_IF_ERROR(ReadInserts(table, consume));
  } else {
    RETURN_IF_ERROR(ReadRows(table, consume));
    RETURN_IF_ERROR(consume(kCopyEndMarker));
  }
  return table.is_foreign ? AllowForeignTables(connection_, false)
                          : absl::OkStatus();
}

absl::Status DumpScriptSource::ReadRows(const TableDataSource& table,
                                        const ByteConsumer& consume) {
  ASSIGN_OR_RETURN(auto stream, connection_.CopyOut(table.copy_statement));
  while (true) {
    ASSIGN_OR_RETURN(const std::optional<absl::string_view> row,
                     stream->Next());
    if (!row.has_value()) return absl::OkStatus();
    RETURN_IF_ERROR(consume(*row));
    observer_.AddBytes(row->size());
    rows_ += 1;
    data_bytes_ += row->size();
  }
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
  return FetchLargeObjects(connection_, source->second->oids, consumer);
}

}  // namespace pgark
