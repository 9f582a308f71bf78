#include "jobs/restore_entry.h"

#include <utility>
#include <vector>

#include "base/status_macros.h"
#include "jobs/restore_large_object_loader.h"
#include "jobs/restore_statement_batch.h"
#include "jobs/restore_table_loader.h"

namespace pgark {
namespace {

absl::StatusOr<bool> RestoreData(TargetSession& session, const TocEntry& entry,
                                 LoadMode mode) {
  auto texts = session.statements().EntryText(entry, EntryPart::kData, "");
  if (!texts.ok()) {
    RETURN_IF_ERROR(session.context().tally.Fail(&entry, texts.status()));
    return false;
  }
  ASSIGN_OR_RETURN(const bool prepared, session.Run(&entry, *texts));
  absl::StatusOr<bool> loaded = entry.kind == EntryKind::kBlobs
                                    ? LargeObjectLoader::Load(session, entry)
                                    : TableLoader(session).Load(entry, mode);
  if (!loaded.ok()) return loaded;
  return prepared && *loaded;
}

}  // namespace

bool MayRefuseTransaction(const TocEntry& entry) {
  return entry.kind == EntryKind::kDatabase ||
         entry.kind == EntryKind::kDatabaseProperties ||
         entry.kind == EntryKind::kSubscription;
}

absl::StatusOr<std::vector<SqlText>> StatementsOf(TargetSession& session,
                                                  const PlannedEntry& planned) {
  const EntryPart part =
      planned.parts.statistics ? EntryPart::kStatistics : EntryPart::kSchema;
  return session.statements().EntryText(*planned.entry, part, "");
}

absl::StatusOr<bool> RestoreEntry(TargetSession& session,
                                  const PlannedEntry& planned, LoadMode mode) {
  const TocEntry& entry = *planned.entry;
  RestoreTally& tally = session.context().tally;
  bool succeeded = true;
  const bool has_data = planned.parts.data && entry.has_data;
  if (!has_data || planned.parts.schema) {
    auto texts = StatementsOf(session, planned);
    if (!texts.ok()) {
      RETURN_IF_ERROR(tally.Fail(&entry, texts.status()));
      return false;
    }
    // The statements of this entry at once, if that can be.
    const bool one_by_one =
        session.connection().in_transaction() || MayRefuseTransaction(entry);
    StatementBatch batch(session, one_by_one ? 1 : 2);
    RETURN_IF_ERROR(batch.Add(entry, *std::move(texts),
                              [&succeeded](bool all) { succeeded = all; }));
    RETURN_IF_ERROR(batch.Flush());
  }
  if (has_data) {
    ASSIGN_OR_RETURN(const bool loaded, RestoreData(session, entry, mode));
    succeeded = succeeded && loaded;
    if (loaded && entry.kind == EntryKind::kTableData) tally.NoteLoaded(entry);
  }
  if (succeeded) tally.CountRestored(1);
  return succeeded;
}

}  // namespace pgark
