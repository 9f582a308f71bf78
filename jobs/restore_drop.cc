#include "jobs/restore_drop.h"

#include <cstddef>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "jobs/restore_large_objects.h"

namespace pgark {
namespace {

constexpr absl::string_view kAlterTable = "ALTER TABLE";

// What the words IF EXISTS stand behind.
std::string DroppedWords(const TocEntry& entry) {
  switch (entry.kind) {
    case EntryKind::kConstraint:
    case EntryKind::kCheckConstraint:
    case EntryKind::kForeignKeyConstraint:
      return "DROP CONSTRAINT";
    default:
      return absl::StrCat("DROP ", entry.desc);
  }
}

std::string WithIfExists(const TocEntry& entry, const std::string& statement) {
  std::string text = statement;
  if (absl::StartsWith(text, kAlterTable)) {
    text.insert(kAlterTable.size(), " IF EXISTS");
  }
  // Nothing is dropped here: a default is taken away, a view is replaced by
  // one without its rule.
  if (entry.kind == EntryKind::kDefault ||
      entry.kind == EntryKind::kDatabaseProperties ||
      absl::StartsWith(text, "CREATE OR REPLACE VIEW")) {
    return text;
  }
  const std::string words = DroppedWords(entry);
  const size_t found = text.find(words);
  if (found != std::string::npos) {
    text.insert(found + words.size(), " IF EXISTS");
  }
  return text;
}

}  // namespace

std::string DropText(const TocEntry& entry, bool if_exists) {
  if (!entry.drop_statement.has_value()) return "";
  const std::string& statement = *entry.drop_statement;
  if (!if_exists || absl::StartsWith(statement, "--")) return statement;
  if (entry.kind == EntryKind::kBlob) {
    return UnlinkLargeObject(entry.catalog_id.oid, /*if_exists=*/true);
  }
  return WithIfExists(entry, statement);
}

}  // namespace pgark
