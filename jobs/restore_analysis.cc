#include "jobs/restore_analysis.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

// Small tables go into one statement, which is a transaction for each of them.
constexpr uint64_t kSmallTableBytes = uint64_t{1} << 20;
constexpr size_t kMaxTablesInStatement = 50;

}  // namespace

RestoreAnalysis::RestoreAnalysis(const RestoreContext& context,
                                 std::vector<const TocEntry*> loaded)
    : context_(context), tables_(std::move(loaded)) {
  // A table may have been loaded from several entries.
  const auto name = [](const TocEntry* entry) {
    return std::make_pair(entry->schema.value_or(""), entry->tag);
  };
  std::sort(tables_.begin(), tables_.end(),
            [&name](const TocEntry* a, const TocEntry* b) {
              return name(a) < name(b);
            });
  tables_.erase(std::unique(tables_.begin(), tables_.end(),
                            [&name](const TocEntry* a, const TocEntry* b) {
                              return name(a) == name(b);
                            }),
                tables_.end());
  std::stable_sort(tables_.begin(), tables_.end(),
                   [&context](const TocEntry* a, const TocEntry* b) {
                     return context.data.DecodedBytes(*a) >
                            context.data.DecodedBytes(*b);
                   });
}

bool RestoreAnalysis::HasStatistics(const RestorePlan& plan) {
  return std::any_of(
      plan.entries().begin(), plan.entries().end(),
      [](const PlannedEntry& planned) { return planned.parts.statistics; });
}

absl::Status RestoreAnalysis::Work(TargetSession& session) {
  while (true) {
    const std::vector<const TocEntry*> tables = TakeNext();
    if (tables.empty()) return absl::OkStatus();
    RETURN_IF_ERROR(Analyze(session, tables));
  }
}

std::vector<const TocEntry*> RestoreAnalysis::TakeNext() {
  MutexLock lock(mutex_);
  std::vector<const TocEntry*> taken;
  while (next_ < tables_.size() && taken.size() < kMaxTablesInStatement) {
    const TocEntry* const table = tables_[next_];
    const bool is_small = context_.data.DecodedBytes(*table) < kSmallTableBytes;
    if (!is_small && !taken.empty()) break;
    taken.push_back(table);
    ++next_;
    if (!is_small) break;
  }
  return taken;
}

absl::Status RestoreAnalysis::Analyze(
    TargetSession& session, const std::vector<const TocEntry*>& tables) {
  std::string names;
  for (const TocEntry* table : tables) {
    absl::StrAppend(&names, names.empty() ? "" : ", ",
                    session.statements().QualifiedName(*table));
  }
  absl::Status status =
      session.connection().Execute(absl::StrCat("ANALYZE ", names));
  if (status.ok()) return status;
  if (context_.stop.stop_requested()) {
    return absl::CancelledError("the restore was stopped");
  }
  if (absl::IsUnavailable(status)) return status;
  if (tables.size() == 1) {
    context_.tally.Warn(
        absl::StrCat("ANALYZE ", names, " failed: ", FormatStatus(status)));
    return absl::OkStatus();
  }
  for (const TocEntry* table : tables) {
    RETURN_IF_ERROR(Analyze(session, {table}));
  }
  return absl::OkStatus();
}

}  // namespace pgark
