#include "jobs/restore_table_loader.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "jobs/restore_row_pump.h"
#include "jobs/restore_sql_splitter.h"
#include "jobs/restore_statement_batch.h"

namespace pgark {
namespace {

constexpr size_t kMaxInsertsInBatch = 200;

}  // namespace

absl::StatusOr<bool> TableLoader::Load(const TocEntry& entry, bool truncate) {
  RestoreStatements& statements = session_.statements();
  ASSIGN_OR_RETURN(bool succeeded,
                   session_.Run(&entry, statements.BeforeTableData(entry)));
  const bool by_copy = !entry.copy_statement.value_or("").empty();
  ASSIGN_OR_RETURN(const bool loaded, by_copy ? LoadByCopy(entry, truncate)
                                              : LoadByStatements(entry));
  ASSIGN_OR_RETURN(const bool ended,
                   session_.Run(&entry, statements.AfterTableData(entry)));
  return succeeded && loaded && ended;
}

absl::StatusOr<bool> TableLoader::LoadByCopy(const TocEntry& entry,
                                             bool truncate) {
  const RestoreContext& context = session_.context();
  Connection& connection = session_.connection();
  EntryProgress progress(context.observer, context.data.DecodedBytes(entry));
  absl::Status status = absl::OkStatus();
  absl::Status source_status = absl::OkStatus();
  PumpResult pumped;
  if (truncate) {
    status = connection.Execute(
        absl::StrCat("BEGIN;\nTRUNCATE TABLE ONLY ",
                     session_.statements().QualifiedName(entry), ";\n"));
  }
  if (status.ok()) {
    auto stream = connection.CopyIn(*entry.copy_statement);
    status = stream.status();
    if (status.ok()) {
      pumped = PumpRows(context.data, entry, **stream, progress);
      source_status = pumped.source_status;
      status = pumped.target_status;
      if (status.ok()) status = pumped.content_status;
      // An unfinished stream ends the statement without a row.
      if (pumped.ok()) status = (*stream)->Finish();
    }
  }
  if (truncate && connection.in_transaction()) {
    const bool complete = status.ok() && source_status.ok();
    const absl::Status end =
        connection.Execute(complete ? "COMMIT" : "ROLLBACK");
    status = FirstFailure(std::move(status), end);
  }
  if (!source_status.ok()) {
    RETURN_IF_ERROR(SourceFailed(entry, std::move(source_status)));
    return false;
  }
  if (!status.ok()) {
    RETURN_IF_ERROR(context.tally.Fail(&entry, std::move(status)));
    return false;
  }
  context.tally.CountRows(pumped.rows, pumped.bytes);
  return true;
}

absl::StatusOr<bool> TableLoader::LoadByStatements(const TocEntry& entry) {
  const RestoreContext& context = session_.context();
  EntryProgress progress(context.observer, context.data.DecodedBytes(entry));
  // A batch is one transaction; in one of the user's none can be repeated.
  StatementBatch batch(session_, session_.connection().in_transaction()
                                     ? 1
                                     : kMaxInsertsInBatch);
  bool all_succeeded = true;
  absl::Status target_status = absl::OkStatus();
  const auto send = [&](std::string statement) {
    std::vector<SqlText> texts;
    texts.push_back({SqlText::Role::kStatement, std::move(statement)});
    target_status = batch.Add(entry, std::move(texts), [&](bool succeeded) {
      all_succeeded = all_succeeded && succeeded;
    });
    return target_status;
  };
  SqlSplitter splitter(context.dialect.session.standard_strings, send);
  absl::Status status =
      context.data.ReadTableData(entry, [&](absl::string_view bytes) {
        progress.Add(bytes.size());
        return splitter.Write(bytes);
      });
  if (status.ok()) status = splitter.Finish();
  RETURN_IF_ERROR(target_status);
  RETURN_IF_ERROR(batch.Flush());
  if (!status.ok()) {
    RETURN_IF_ERROR(SourceFailed(entry, std::move(status)));
    return false;
  }
  return all_succeeded;
}

absl::Status TableLoader::SourceFailed(const TocEntry& entry,
                                       absl::Status status) {
  // Behind damage in a pipe nothing more can be found.
  if (!session_.context().data.reads_in_any_order()) {
    return WithObject(std::move(status), DescribeEntry(entry));
  }
  return session_.context().tally.Fail(&entry, std::move(status));
}

}  // namespace pgark
