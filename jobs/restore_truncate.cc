#include "jobs/restore_truncate.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status_context.h"
#include "protocol/sql_text.h"

namespace pgark {

std::string TruncateStatement(const RestorePlan& plan) {
  // Other programs than pg_dump may have cut a table's rows into several
  // entries.
  std::set<std::string> tables;
  for (const PlannedEntry& planned : plan.entries()) {
    const TocEntry& entry = *planned.entry;
    if (planned.parts.data && entry.kind == EntryKind::kTableData) {
      tables.insert(absl::StrCat(
          "ONLY ",
          QuoteQualified(entry.schema.value_or(""), entry.tag, SqlStyle())));
    }
  }
  if (tables.empty()) return "";
  return absl::StrCat("TRUNCATE TABLE ", absl::StrJoin(tables, ", "));
}

absl::Status TruncateTables(const RestorePlan& plan, Connection& connection) {
  const std::string statement = TruncateStatement(plan);
  if (statement.empty()) return absl::OkStatus();
  absl::Status status = connection.Execute(statement);
  if (!absl::IsUnimplemented(status)) return status;
  // Not CASCADE: it would empty what the archive does not bring back.
  return ReplaceHint(std::move(status),
                     "restore the tables that refer to these with them; "
                     "nothing was emptied");
}

}  // namespace pgark
