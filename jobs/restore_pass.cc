#include "jobs/restore_pass.h"

#include <algorithm>

#include "absl/strings/match.h"

namespace pgark {

RestorePass PassOf(const TocEntry& entry) {
  switch (entry.kind) {
    case EntryKind::kAcl:
    case EntryKind::kAclLanguage:
    case EntryKind::kDefaultAcl:
      return RestorePass::kAcl;
    case EntryKind::kMaterializedViewData:
    case EntryKind::kEventTrigger:
      return RestorePass::kPostAcl;
    case EntryKind::kComment:
    case EntryKind::kSecurityLabel:
      return absl::StartsWith(entry.tag, "EVENT TRIGGER ")
                 ? RestorePass::kPostAcl
                 : RestorePass::kMain;
    case EntryKind::kStatisticsData:
      // Of indexes and refreshed views: those must be there.
      return entry.section == Section::kPostData ? RestorePass::kPostAcl
                                                 : RestorePass::kMain;
    default:
      return RestorePass::kMain;
  }
}

int CountFurtherStatements(const TocEntry& entry) {
  if (!entry.definition.has_value() || entry.kind == EntryKind::kFunction ||
      entry.kind == EntryKind::kProcedure) {
    return 0;
  }
  const auto semicolons =
      std::count(entry.definition->begin(), entry.definition->end(), ';');
  constexpr decltype(semicolons) kMax = 1 << 20;
  return semicolons == 0 ? 0 : static_cast<int>(std::min(semicolons, kMax) - 1);
}

}  // namespace pgark
