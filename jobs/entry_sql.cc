#include "jobs/entry_sql.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "jobs/restore_session.h"
#include "jobs/restore_statements.h"

namespace pgark {
namespace {

absl::Status WriteEntry(const TocEntry& entry, RestoreStatements& statements,
                        ByteSink& sink) {
  const bool is_data = entry.has_data || entry.kind == EntryKind::kTableData ||
                       entry.kind == EntryKind::kBlobs;
  const bool has_sql = !entry.definition.value_or("").empty();
  if (!is_data && !has_sql) return absl::OkStatus();
  const EntryPart part = is_data ? EntryPart::kData
                         : entry.kind == EntryKind::kStatisticsData
                             ? EntryPart::kStatistics
                             : EntryPart::kSchema;
  ASSIGN_OR_RETURN(const std::vector<SqlText> texts,
                   statements.EntryText(entry, part, ""));
  for (const SqlText& text : texts) RETURN_IF_ERROR(sink.Append(text.text));
  if (!entry.copy_statement.has_value()) return absl::OkStatus();
  return sink.Append(absl::StrCat(
      "-- ", OnOneLine(absl::StripSuffix(*entry.copy_statement, "\n")),
      "\n\n"));
}

}  // namespace

absl::Status WriteEntrySql(const ArchiveHeader& header, const Toc& toc,
                           std::span<const TocEntry* const> entries,
                           const RestoreOptions& options, ByteSink& sink) {
  ASSIGN_OR_RETURN(const RestoreDialect dialect,
                   ChooseDialect(header, toc, options.as_release));
  RestoreStatements statements(options, toc, dialect, false);
  for (const TocEntry* entry : entries) {
    absl::Status status = WriteEntry(*entry, statements, sink);
    if (!status.ok()) {
      return WithObject(std::move(status), DescribeEntry(*entry));
    }
  }
  return absl::OkStatus();
}

}  // namespace pgark
