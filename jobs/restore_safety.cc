#include "jobs/restore_safety.h"

#include "absl/strings/str_cat.h"
#include "base/status_context.h"

namespace pgark {

Verdict JudgeRestoreInto(const SafetyOptions& safety, bool clean,
                         const TargetContents& contents) {
  if (contents.empty() || safety.is_part) return Verdict::kGo;
  if (clean) return Verdict::kAsk;
  return safety.mode == TargetMode::kIntoExisting ? Verdict::kGo
                                                  : Verdict::kRefuse;
}

bool AsksForPart(const EntrySelectionOptions& selection) {
  return !selection.schema || !selection.pre_data_section ||
         !selection.data_section || !selection.post_data_section ||
         !selection.schemas.empty() || !selection.tables.empty() ||
         !selection.indexes.empty() || !selection.functions.empty() ||
         !selection.triggers.empty() || !selection.whole_tables.empty() ||
         selection.list_file.has_value();
}

absl::Status RefusalOf(const TargetContents& contents) {
  return WithHint(
      absl::InvalidArgumentError(absl::StrCat(
          "database \"", contents.database, "\" is not empty: ",
          contents.Describe(), "; a whole archive is not restored over that")),
      "-c drops first what the archive has, --into-existing adds to what is "
      "there, --new creates the database, --replace drops and creates it, "
      "--swap restores beside it and then takes its name");
}

}  // namespace pgark
