#include "jobs/restore_leader.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "jobs/restore_entry.h"
#include "jobs/restore_tuning.h"

namespace pgark {
namespace {

bool IsDatabase(const TocEntry& entry) {
  return entry.kind == EntryKind::kDatabase ||
         entry.kind == EntryKind::kDatabaseProperties;
}

// Rows that the server distributes over partitions: what they go into is not
// the table of their entry.
bool IsLoadedThroughRoot(const TocEntry& entry,
                         const std::string& qualified_name) {
  return absl::StartsWith(entry.definition.value_or(""),
                          "-- load via partition root ") ||
         !absl::StartsWith(entry.copy_statement.value_or(""),
                           absl::StrCat("COPY ", qualified_name, " "));
}

}  // namespace

RestoreLeader::RestoreLeader(const RestoreContext& context,
                             const RestorePlan& plan)
    : context_(context),
      plan_(plan),
      budget_(context.options.transaction_size) {
  std::unordered_set<DumpId> filled;
  for (const PlannedEntry& planned : plan.entries()) {
    const TocEntry& entry = *planned.entry;
    if (entry.kind != EntryKind::kTableData || entry.dependencies.empty()) {
      continue;
    }
    const DumpId table = entry.dependencies.front();
    if (!filled.insert(table).second) split_tables_.insert(table);
  }
}

absl::Status RestoreLeader::Open(const ConnectionOptions& options) {
  ASSIGN_OR_RETURN(std::unique_ptr<TargetSession> session,
                   TargetSession::Open(context_, options));
  return Adopt(std::move(session));
}

absl::Status RestoreLeader::Adopt(std::unique_ptr<TargetSession> session) {
  batch_.reset();
  session_ = std::move(session);
  statements_wait_ = false;
  batch_.emplace(*session_, in_transaction() ? 1 : kMaxBatchedEntries);
  return in_transaction() ? session_->connection().Execute("BEGIN")
                          : absl::OkStatus();
}

bool RestoreLeader::in_transaction() const {
  return context_.options.single_transaction || budget_.limits();
}

absl::Status RestoreLeader::Flush() {
  statements_wait_ = false;
  return batch_->Flush();
}

absl::Status RestoreLeader::DropAll() {
  for (size_t i = plan_.entries().size(); i-- > 0;) {
    const PlannedEntry& planned = plan_.entries()[i];
    const TocEntry& entry = *planned.entry;
    if (!(planned.parts.schema || planned.parts.data) ||
        !entry.drop_statement.has_value()) {
      continue;
    }
    // With its database everything in it goes.
    if (context_.options.selection.create_database && !IsDatabase(entry)) {
      continue;
    }
    RETURN_IF_ERROR(Drop(entry));
  }
  RETURN_IF_ERROR(Flush());
  session_->statements().ForgetSchema();
  return absl::OkStatus();
}

absl::Status RestoreLeader::Drop(const TocEntry& entry) {
  auto texts = session_->statements().DropEntryText(entry);
  if (!texts.ok()) return context_.tally.Fail(&entry, texts.status());
  if (IsDatabase(entry)) return DropDatabase(entry, *texts);
  RETURN_IF_ERROR(batch_->Add(entry, *std::move(texts)));
  // What is not there cannot be dropped; then a batch would be for nothing.
  if (!context_.options.if_exists) RETURN_IF_ERROR(Flush());
  return Spend();
}

absl::Status RestoreLeader::DropDatabase(const TocEntry& entry,
                                         const std::vector<SqlText>& texts) {
  RETURN_IF_ERROR(Flush());
  Connection& connection = session_->connection();
  if (budget_.limits()) RETURN_IF_ERROR(connection.Execute("COMMIT"));
  RETURN_IF_ERROR(session_->Run(&entry, texts).status());
  return budget_.limits() ? connection.Execute("BEGIN") : absl::OkStatus();
}

absl::Status RestoreLeader::RestoreAll() {
  for (const RestorePass pass : kRestorePasses) {
    for (const PlannedEntry& planned : plan_.entries()) {
      if (planned.pass == pass) RETURN_IF_ERROR(Restore(planned));
    }
  }
  return Flush();
}

absl::Status RestoreLeader::RestoreBeforeData() {
  for (const PlannedEntry& planned : plan_.entries()) {
    if (planned.is_before_data) RETURN_IF_ERROR(Restore(planned));
  }
  return Flush();
}

absl::Status RestoreLeader::RestorePlaces(const std::vector<size_t>& places) {
  for (const size_t place : places) {
    RETURN_IF_ERROR(Restore(plan_.entries()[place]));
  }
  return Flush();
}

absl::Status RestoreLeader::Commit() {
  if (!session_->connection().in_transaction()) return absl::OkStatus();
  budget_ = TransactionBudget(0);
  return session_->connection().Execute("COMMIT");
}

absl::Status RestoreLeader::Restore(const PlannedEntry& planned) {
  if (!planned.parts.Any()) return absl::OkStatus();
  const TocEntry& entry = *planned.entry;
  if (IsDatabase(entry)) return RestoreDatabase(planned);
  if (TakesStatementsTogether(planned)) return RestoreStatements(planned);
  // Whether the table is there decides about its rows.
  if (statements_wait_) RETURN_IF_ERROR(Flush());
  if (MustSkip(planned)) return absl::OkStatus();
  if (!in_transaction() && TakesRowsTogether(context_, planned) &&
      MayTruncate(planned)) {
    return batch_->AddRows(planned, [](bool) {});
  }
  return RestoreAlone(planned);
}

absl::Status RestoreLeader::RestoreAlone(const PlannedEntry& planned) {
  RETURN_IF_ERROR(Flush());
  context_.observer.Detail(DescribeEntry(*planned.entry));
  const RestoreWork::Task task(context_.work, planned);
  LoadMode mode;
  mode.truncate = !in_transaction() && MayTruncate(planned);
  ASSIGN_OR_RETURN(const bool succeeded,
                   RestoreEntry(*session_, planned, mode));
  Remember(*planned.entry, succeeded);
  return Spend();
}

absl::Status RestoreLeader::RestoreStatements(const PlannedEntry& planned) {
  const TocEntry& entry = *planned.entry;
  statements_wait_ = true;
  ASSIGN_OR_RETURN(
      const int statement_count,
      batch_->AddStatements(planned, [this, &entry](bool succeeded) {
        Remember(entry, succeeded);
      }));
  budget_.Add(IsLargeObjectGroup(entry) ? statement_count
                                        : CountFurtherStatements(entry));
  return Spend();
}

absl::Status RestoreLeader::RestoreDatabase(const PlannedEntry& planned) {
  const TocEntry& entry = *planned.entry;
  RETURN_IF_ERROR(Flush());
  context_.observer.Detail(DescribeEntry(entry));
  if (budget_.limits()) {
    RETURN_IF_ERROR(session_->connection().Execute("COMMIT"));
  }
  RETURN_IF_ERROR(RestoreEntry(*session_, planned).status());
  ASSIGN_OR_RETURN(const ConnectionOptions options,
                   session_->OptionsForDatabase(entry.tag));
  auto session = TargetSession::Open(context_, options);
  if (!session.ok()) {
    return WithObject(session.status(), DescribeEntry(entry));
  }
  budget_.Reset();
  RETURN_IF_ERROR(Adopt(*std::move(session)));
  return Spend();
}

absl::Status RestoreLeader::CommitForGood() {
  return pgark::CommitForGood(session_->connection());
}

bool RestoreLeader::MustSkip(const PlannedEntry& planned) const {
  const TocEntry& entry = *planned.entry;
  return context_.options.no_data_for_failed_tables &&
         entry.kind == EntryKind::kTableData && !entry.dependencies.empty() &&
         failed_tables_.count(entry.dependencies.front()) > 0;
}

bool RestoreLeader::MayTruncate(const PlannedEntry& planned) const {
  const TocEntry& entry = *planned.entry;
  if (entry.kind != EntryKind::kTableData || entry.dependencies.empty()) {
    return false;
  }
  const DumpId table = entry.dependencies.front();
  return created_tables_.count(table) > 0 && split_tables_.count(table) == 0 &&
         !IsLoadedThroughRoot(entry,
                              session_->statements().QualifiedName(entry));
}

void RestoreLeader::Remember(const TocEntry& entry, bool succeeded) {
  if (entry.kind != EntryKind::kTable) return;
  (succeeded ? created_tables_ : failed_tables_).insert(entry.id);
}

absl::Status RestoreLeader::Spend() {
  if (!budget_.Spend()) return absl::OkStatus();
  Connection& connection = session_->connection();
  RETURN_IF_ERROR(connection.Execute("COMMIT"));
  return connection.Execute("BEGIN");
}

}  // namespace pgark
