#include "jobs/restore_selection.h"

#include <cstddef>
#include <set>
#include <unordered_set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "base/status_macros.h"
#include "jobs/list_file.h"
#include "jobs/whole_table.h"

namespace pgark {
namespace {

// Names that were given with one option, and which of them matched something.
class NameList {
 public:
  explicit NameList(const std::vector<std::string>& names)
      : names_(names.begin(), names.end()), unmatched_(names_) {}

  bool empty() const { return names_.empty(); }
  bool Matches(absl::string_view name) {
    const std::string key(name);
    unmatched_.erase(key);
    return names_.count(key) > 0;
  }
  const std::set<std::string>& unmatched() const { return unmatched_; }

 private:
  std::set<std::string> names_;
  std::set<std::string> unmatched_;
};

bool IsSatellite(EntryKind kind) {
  return kind == EntryKind::kAcl || kind == EntryKind::kComment ||
         kind == EntryKind::kSecurityLabel;
}

bool IsCommentOrLabel(EntryKind kind) {
  return kind == EntryKind::kComment || kind == EntryKind::kSecurityLabel;
}

bool IsSelectedByTableName(EntryKind kind) {
  switch (kind) {
    case EntryKind::kTable:
    case EntryKind::kTableData:
    case EntryKind::kView:
    case EntryKind::kForeignTable:
    case EntryKind::kMaterializedView:
    case EntryKind::kMaterializedViewData:
    case EntryKind::kSequence:
    case EntryKind::kSequenceSet:
      return true;
    default:
      return false;
  }
}

bool IsSelectedByFunctionName(EntryKind kind) {
  return kind == EntryKind::kFunction || kind == EntryKind::kAggregate ||
         kind == EntryKind::kProcedure;
}

// Kinds whose statement counts as data although they own no block.
bool IsDataStatement(const TocEntry& entry) {
  switch (entry.kind) {
    case EntryKind::kSequenceSet:
    case EntryKind::kBlob:
    case EntryKind::kBlobMetadata:
      return true;
    default:
      return IsSatellite(entry.kind) &&
             absl::StartsWith(entry.tag, "LARGE OBJECT");
  }
}

bool HasSchemaStatement(const TocEntry& entry) {
  return entry.definition.has_value() && !entry.definition->empty() &&
         !absl::StartsWith(*entry.definition, "-- load via partition root ");
}

class Selector {
 public:
  Selector(const Toc& toc, const EntrySelectionOptions& options)
      : toc_(toc),
        options_(options),
        schemas_(options.schemas),
        excluded_schemas_(options.excluded_schemas),
        tables_(options.tables),
        indexes_(options.indexes),
        functions_(options.functions),
        triggers_(options.triggers) {}

  // Everything of the tables of --whole-table.
  void SetWhole(std::unordered_set<DumpId> ids) {
    has_whole_ = true;
    whole_ = std::move(ids);
  }

  void SetListed(const std::vector<DumpId>& ids) {
    has_list_ = true;
    listed_.insert(ids.begin(), ids.end());
  }

  // Decides for the next entry in order. Every one must pass through here,
  // since satellites follow what came before them.
  EntryParts Select(const TocEntry& entry);

  absl::Status CheckAllNamesMatched() const;

 private:
  bool HasObjectNames() const {
    return !tables_.empty() || !indexes_.empty() || !functions_.empty() ||
           !triggers_.empty() || has_whole_;
  }
  bool HasNameFilter() const {
    return !schemas_.empty() || !excluded_schemas_.empty() || HasObjectNames();
  }

  bool IsKindWanted(const TocEntry& entry) const;
  bool IsCurrentSectionWanted() const;
  bool IsSatelliteWanted(const TocEntry& entry) const;
  bool IsNameWanted(const TocEntry& entry);
  bool IsObjectNameWanted(const TocEntry& entry);
  EntryParts WantedParts(const TocEntry& entry) const;
  EntryParts SelectInOrder(const TocEntry& entry);

  const Toc& toc_;
  const EntrySelectionOptions& options_;
  NameList schemas_;
  NameList excluded_schemas_;
  NameList tables_;
  NameList indexes_;
  NameList functions_;
  NameList triggers_;
  bool has_list_ = false;
  std::unordered_set<DumpId> listed_;
  bool has_whole_ = false;
  std::unordered_set<DumpId> whole_;

  Section section_ = Section::kPreData;
  std::unordered_set<DumpId> wanted_;
};

EntryParts Selector::Select(const TocEntry& entry) {
  // Entries without a section of their own stand in that of the last one.
  if (entry.section != Section::kNone) section_ = entry.section;
  const EntryParts parts = SelectInOrder(entry);
  if (parts.Any()) wanted_.insert(entry.id);
  return parts;
}

EntryParts Selector::SelectInOrder(const TocEntry& entry) {
  switch (entry.kind) {
    case EntryKind::kEncoding:
    case EntryKind::kStdStrings:
    case EntryKind::kSearchPath:
      return {};  // part of the session's set-up
    case EntryKind::kDatabase:
    case EntryKind::kDatabaseProperties: {
      EntryParts parts;
      parts.schema = options_.create_database;
      return parts;
    }
    default:
      break;
  }
  if (!IsKindWanted(entry) || !IsCurrentSectionWanted()) return {};
  if (has_list_ && listed_.count(entry.id) == 0) return {};
  if (IsSatellite(entry.kind) ? !IsSatelliteWanted(entry)
                              : !IsNameWanted(entry)) {
    return {};
  }
  return WantedParts(entry);
}

bool Selector::IsKindWanted(const TocEntry& entry) const {
  const auto is_about = [&entry](absl::string_view object) {
    return IsCommentOrLabel(entry.kind) && absl::StartsWith(entry.tag, object);
  };
  switch (entry.kind) {
    case EntryKind::kStatisticsData:
      return options_.statistics;
    case EntryKind::kAcl:
    case EntryKind::kAclLanguage:
    case EntryKind::kDefaultAcl:
      return !options_.no_privileges;
    case EntryKind::kPolicy:
    case EntryKind::kRowSecurity:
      return !options_.no_policies;
    case EntryKind::kPublication:
    case EntryKind::kPublicationTable:
    case EntryKind::kPublicationTablesInSchema:
      return !options_.no_publications;
    case EntryKind::kSubscription:
    case EntryKind::kSubscriptionTable:
      return !options_.no_subscriptions;
    case EntryKind::kComment:
      if (options_.no_comments) return false;
      if (options_.no_policies && is_about("POLICY")) return false;
      break;
    case EntryKind::kSecurityLabel:
      if (options_.no_security_labels) return false;
      break;
    default:
      return true;
  }
  return !(options_.no_publications && is_about("PUBLICATION")) &&
         !(options_.no_subscriptions && is_about("SUBSCRIPTION"));
}

bool Selector::IsCurrentSectionWanted() const {
  switch (section_) {
    case Section::kPreData:
      return options_.pre_data_section;
    case Section::kData:
      return options_.data_section;
    case Section::kPostData:
      return options_.post_data_section;
    case Section::kNone:
      break;
  }
  return false;
}

bool Selector::IsSatelliteWanted(const TocEntry& entry) const {
  if (absl::StartsWith(entry.tag, "DATABASE ")) return options_.create_database;
  if (!HasNameFilter()) return true;
  // It goes with its object. An ACL is no object: the ACL of a column also
  // depends on that of its table.
  for (const DumpId id : entry.dependencies) {
    const TocEntry* parent = toc_.Find(id);
    if (parent != nullptr && parent->kind != EntryKind::kAcl &&
        wanted_.count(id) > 0) {
      return true;
    }
  }
  return false;
}

bool Selector::IsNameWanted(const TocEntry& entry) {
  // A foreign key to the table may be of another schema.
  if (whole_.count(entry.id) > 0) return true;
  if (!schemas_.empty() &&
      (!entry.schema.has_value() || !schemas_.Matches(*entry.schema))) {
    return false;
  }
  if (!excluded_schemas_.empty() && entry.schema.has_value() &&
      excluded_schemas_.Matches(*entry.schema)) {
    return false;
  }
  return !HasObjectNames() || IsObjectNameWanted(entry);
}

bool Selector::IsObjectNameWanted(const TocEntry& entry) {
  if (IsSelectedByTableName(entry.kind)) return tables_.Matches(entry.tag);
  if (IsSelectedByFunctionName(entry.kind)) {
    return functions_.Matches(entry.tag);
  }
  if (entry.kind == EntryKind::kIndex) return indexes_.Matches(entry.tag);
  if (entry.kind == EntryKind::kTrigger) return triggers_.Matches(entry.tag);
  if (entry.kind != EntryKind::kStatisticsData) return false;
  // Statistics go with their table or index.
  for (const DumpId id : entry.dependencies) {
    const TocEntry* parent = toc_.Find(id);
    if (parent == nullptr) continue;
    if (IsSelectedByTableName(parent->kind) && tables_.Matches(parent->tag)) {
      return true;
    }
    if (parent->kind == EntryKind::kIndex && indexes_.Matches(parent->tag)) {
      return true;
    }
  }
  return false;
}

EntryParts Selector::WantedParts(const TocEntry& entry) const {
  EntryParts parts;
  if (entry.kind == EntryKind::kStatisticsData) {
    parts.statistics = true;
    return parts;
  }
  // An entry that 7.x wrote and that nobody has restored since.
  if (entry.desc == "<Init>" && entry.tag == "Max OID") return parts;
  const bool is_data_statement = !entry.has_data && IsDataStatement(entry);
  parts.schema =
      options_.schema && !is_data_statement && HasSchemaStatement(entry);
  parts.data = (entry.has_data || is_data_statement) &&
               (options_.data || (options_.sequence_data &&
                                  entry.kind == EntryKind::kSequenceSet));
  return parts;
}

absl::Status Selector::CheckAllNamesMatched() const {
  const std::pair<const char*, const NameList*> lists[] = {
      {"schema", &schemas_},     {"table", &tables_},     {"index", &indexes_},
      {"function", &functions_}, {"trigger", &triggers_},
  };
  for (const auto& [what, list] : lists) {
    if (!list->unmatched().empty()) {
      return absl::NotFoundError(
          absl::StrCat("nothing in the archive matches the ", what, " ",
                       absl::StrJoin(list->unmatched(), ", ")));
    }
  }
  return absl::OkStatus();
}

}  // namespace

bool RestoreSelection::IsDataOnly() const {
  for (const SelectedEntry& selected : entries) {
    if (selected.parts.schema) return false;
  }
  return true;
}

absl::StatusOr<RestoreSelection> SelectEntries(
    const Toc& toc, const EntrySelectionOptions& options) {
  RestoreSelection selection;
  Selector selector(toc, options);
  if (!options.whole_tables.empty()) {
    ASSIGN_OR_RETURN(std::unordered_set<DumpId> tables,
                     FindTables(toc, options.whole_tables));
    selector.SetWhole(WholeTables(toc, std::move(tables)));
  }
  std::vector<const TocEntry*> order;
  order.reserve(toc.size());
  if (options.list_file.has_value()) {
    ASSIGN_OR_RETURN(ListedEntries listed,
                     ParseListFile(*options.list_file, toc));
    selection.warnings = std::move(listed.warnings);
    selector.SetListed(listed.ids);
    const std::unordered_set<DumpId> ids(listed.ids.begin(), listed.ids.end());
    for (const TocEntry& entry : toc.entries()) {
      if (ids.count(entry.id) == 0) order.push_back(&entry);
    }
    for (const DumpId id : listed.ids) order.push_back(toc.Find(id));
  } else {
    for (const TocEntry& entry : toc.entries()) order.push_back(&entry);
  }
  selection.entries.reserve(order.size());
  for (const TocEntry* entry : order) {
    selection.entries.push_back({entry, selector.Select(*entry)});
  }
  if (options.strict_names) RETURN_IF_ERROR(selector.CheckAllNamesMatched());
  return selection;
}

}  // namespace pgark
