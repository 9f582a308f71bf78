#include "jobs/restore_table_loader.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "jobs/restore_progress.h"
#include "jobs/restore_small_rows.h"
#include "jobs/restore_sql_splitter.h"
#include "jobs/restore_statement_batch.h"
#include "protocol/sqlstate.h"

namespace pgark {
namespace {

constexpr size_t kMaxInsertsInBatch = 200;

// The rows are visible to everybody when the transaction ends, and no vacuum
// has to look at them; the server allows it for a table that the same
// transaction has emptied. Only for a statement as pg_dump writes it.
std::string FrozenCopy(const std::string& copy) {
  constexpr absl::string_view kEnd = ") FROM stdin;\n";
  if (!absl::EndsWith(copy, kEnd)) return copy;
  return absl::StrCat(copy.substr(0, copy.size() - kEnd.size()),
                      ") FROM stdin WITH (FREEZE);\n");
}

bool RefusesToFreeze(const absl::Status& status) {
  const std::string code = SqlStateOf(status);
  return code == SqlState::kObjectNotInPrerequisiteState ||
         code == SqlState::kFeatureNotSupported;
}

}  // namespace

absl::StatusOr<bool> TableLoader::Load(const TocEntry& entry, LoadMode mode) {
  RestoreStatements& statements = session_.statements();
  ASSIGN_OR_RETURN(bool succeeded,
                   session_.Run(&entry, statements.BeforeTableData(entry)));
  absl::StatusOr<bool> loaded;
  if (mode.shared != nullptr) {
    loaded = mode.shared->Lead(session_);
  } else if (!entry.copy_statement.value_or("").empty()) {
    loaded = LoadByCopy(entry, mode.truncate);
  } else {
    loaded = LoadByStatements(entry);
  }
  RETURN_IF_ERROR(loaded.status());
  ASSIGN_OR_RETURN(const bool ended,
                   session_.Run(&entry, statements.AfterTableData(entry)));
  return succeeded && *loaded && ended;
}

absl::StatusOr<bool> TableLoader::LoadByCopy(const TocEntry& entry,
                                             bool truncate) {
  const RestoreContext& context = session_.context();
  const std::string& copy = *entry.copy_statement;
  Attempt attempt = Copy(entry, truncate ? FrozenCopy(copy) : copy, truncate);
  // The table is empty, so that this is an advantage and no need: who has a say
  // (privileges, an extension, an access method) may refuse it.
  if (truncate && attempt.refused) {
    attempt = Copy(entry, copy, /*truncate=*/false);
  }
  if (attempt.target_status.ok()) {
    if (!attempt.fed.source_status.ok()) {
      RETURN_IF_ERROR(
          SourceFailed(entry, std::move(attempt.fed.source_status)));
      return false;
    }
    attempt.target_status = std::move(attempt.fed.content_status);
  }
  if (!attempt.target_status.ok()) {
    RETURN_IF_ERROR(
        context.tally.Fail(&entry, std::move(attempt.target_status)));
    return false;
  }
  context.tally.CountRows(attempt.fed.rows, attempt.fed.bytes);
  return true;
}

TableLoader::Attempt TableLoader::Copy(const TocEntry& entry,
                                       const std::string& copy, bool truncate) {
  Connection& connection = session_.connection();
  Attempt attempt;
  absl::Status& status = attempt.target_status;
  if (truncate) {
    status = connection.Execute(
        absl::StrCat("BEGIN;\nTRUNCATE TABLE ONLY ",
                     session_.statements().QualifiedName(entry), ";\n"));
    attempt.refused = !status.ok() && !absl::IsUnavailable(status);
  }
  if (status.ok()) {
    auto stream = connection.CopyIn(copy);
    status = stream.status();
    // An unfinished stream ends the statement without a row.
    if (status.ok()) attempt = SendRows(entry, **stream);
    attempt.refused = truncate && RefusesToFreeze(status);
  }
  if (truncate && connection.in_transaction()) {
    const bool complete = status.ok() && attempt.fed.ok();
    const absl::Status end =
        connection.Execute(complete ? "COMMIT" : "ROLLBACK");
    status = FirstFailure(std::move(status), end);
  }
  return attempt;
}

TableLoader::Attempt TableLoader::SendRows(const TocEntry& entry,
                                           CopyInStream& stream) {
  const RestoreContext& context = session_.context();
  EntryProgress progress(context.observer, context.data.DecodedBytes(entry));
  Attempt attempt;
  if (HasSmallRows(context.data, entry)) {
    if (const std::optional<SmallRows> small =
            ReadSmallRows(context.data, entry)) {
      attempt.fed.rows = small->rows;
      attempt.fed.bytes = small->text.size();
      attempt.target_status = stream.Write(small->text);
      if (attempt.target_status.ok()) attempt.target_status = stream.Finish();
      return attempt;
    }
  }
  RowFeed feed(context.data, entry, /*whole_rows=*/false);
  while (const std::optional<std::string> rows = feed.Next()) {
    attempt.target_status = stream.Write(*rows);
    progress.Add(rows->size());
    if (!attempt.target_status.ok()) {
      feed.Abandon();
      break;
    }
  }
  attempt.fed = feed.Finish();
  if (attempt.target_status.ok() && attempt.fed.ok()) {
    attempt.target_status = stream.Finish();
  }
  return attempt;
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
