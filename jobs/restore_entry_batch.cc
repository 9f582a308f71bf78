#include "jobs/restore_entry_batch.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "jobs/restore_entry.h"
#include "jobs/restore_large_objects.h"
#include "jobs/restore_progress.h"
#include "jobs/restore_small_rows.h"

namespace pgark {
namespace {

// Work on tables with more stored data than this is not put into batches: a
// failure would repeat it.
constexpr uint64_t kMaxBatchedBytes = uint64_t{1} << 20;

// A large object belongs to who creates it; nobody needs to be told who that is
// already. Large objects come by tens of thousands.
std::optional<std::string> ShortLargeObjects(
    TargetSession& session, const TocEntry& entry,
    const std::vector<SqlText>& texts) {
  const RestoreOptions& options = session.context().options;
  const bool belongs_to_creator =
      options.no_owner ||
      entry.owner == options.role.value_or(session.connection().user());
  if (options.use_set_session_authorization || !belongs_to_creator) {
    return std::nullopt;
  }
  // The settings stand in front of the heading.
  std::string message;
  for (const SqlText& text : texts) {
    if (text.role == SqlText::Role::kComment) break;
    message += text.text;
  }
  if (entry.kind == EntryKind::kBlob) {
    return absl::StrCat(message, entry.definition.value_or(""), "\n;\n");
  }
  if (entry.kind != EntryKind::kBlobMetadata) return std::nullopt;
  const auto oids = ParseLargeObjects(entry);
  if (!oids.ok() || oids->empty()) return std::nullopt;
  return absl::StrCat(message, CreateLargeObjects(*oids));
}

}  // namespace

bool TakesStatementsTogether(const PlannedEntry& planned) {
  const TocEntry& entry = *planned.entry;
  if (entry.has_data || planned.stored_bytes > kMaxBatchedBytes ||
      MayRefuseTransaction(entry)) {
    return false;
  }
  switch (entry.kind) {
    case EntryKind::kMaterializedViewData:  // long work
      return false;
    case EntryKind::kForeignKeyConstraint:
    case EntryKind::kCheckConstraint:
      return planned.stored_bytes > 0;  // 0: nobody knows how long it takes
    default:
      return true;
  }
}

bool TakesRowsTogether(const RestoreContext& context,
                       const PlannedEntry& planned) {
  return planned.parts.data && !planned.parts.schema &&
         planned.entry->has_data && !context.options.disable_triggers &&
         HasSmallRows(context.data, *planned.entry);
}

absl::StatusOr<int> EntryBatch::AddStatements(
    const PlannedEntry& planned, StatementBatch::DoneFunction done) {
  const TocEntry& entry = *planned.entry;
  const RestoreContext& context = session_.context();
  const RestoreWork::Task task(context.work, 1);
  context.observer.Detail(DescribeEntry(entry));
  auto texts = StatementsOf(session_, planned);
  if (!texts.ok()) {
    RETURN_IF_ERROR(context.tally.Fail(&entry, texts.status()));
    return 0;
  }
  const auto statement_count =
      std::count_if(texts->begin(), texts->end(), [](const SqlText& text) {
        return text.role == SqlText::Role::kStatement;
      });
  std::optional<std::string> message =
      ShortLargeObjects(session_, entry, *texts);
  RETURN_IF_ERROR(batch_.Add(
      entry, *std::move(texts),
      [&context, done = std::move(done)](bool succeeded) {
        if (succeeded) context.tally.CountRestored(1);
        done(succeeded);
      },
      std::move(message)));
  return static_cast<int>(statement_count);
}

absl::Status EntryBatch::AddRows(const PlannedEntry& planned,
                                 StatementBatch::DoneFunction done) {
  const TocEntry& entry = *planned.entry;
  const RestoreContext& context = session_.context();
  const RestoreWork::Task task(context.work, 1);
  std::optional<SmallRows> rows = ReadSmallRows(context.data, entry);
  const auto alone = [this, &planned] {
    return RestoreEntry(session_, planned);
  };
  if (!rows.has_value()) {
    RETURN_IF_ERROR(batch_.Flush());
    context.observer.Detail(DescribeEntry(entry));
    ASSIGN_OR_RETURN(const bool succeeded, alone());
    done(succeeded);
    return absl::OkStatus();
  }
  context.observer.Detail(DescribeEntry(entry));
  RestoreStatements& statements = session_.statements();
  auto texts = statements.EntryText(entry, EntryPart::kData, "");
  if (!texts.ok()) return context.tally.Fail(&entry, texts.status());
  for (SqlText& text : statements.BeforeTableData(entry)) {
    texts->push_back(std::move(text));
  }
  // What is loaded alone is counted there.
  auto loaded_alone = std::make_shared<bool>(false);
  BatchedRows batched;
  batched.copy_statement = *entry.copy_statement;
  batched.rows = std::move(rows->text);
  batched.load_alone = [alone, loaded_alone] {
    *loaded_alone = true;
    return alone();
  };
  const uint64_t row_count = rows->rows;
  const uint64_t byte_count = batched.rows.size();
  return batch_.AddRows(entry, *std::move(texts), std::move(batched),
                        [&context, &entry, row_count, byte_count, loaded_alone,
                         done = std::move(done)](bool succeeded) {
                          if (succeeded && !*loaded_alone) {
                            context.tally.CountRestored(1);
                            context.tally.NoteLoaded(entry);
                            context.tally.CountRows(row_count, byte_count);
                            // Told as it was announced.
                            EntryProgress(context.observer,
                                          context.data.DecodedBytes(entry));
                          }
                          done(succeeded);
                        });
}

absl::Status EntryBatch::Flush() {
  const RestoreWork::Task task(session_.context().work, 0);
  return batch_.Flush();
}

}  // namespace pgark
