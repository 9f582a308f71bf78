#include "archive/toc_checks.h"

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "archive/copy_statement.h"
#include "archive/entry_kind_facts.h"
#include "archive/large_object_list.h"

namespace pgark {
namespace {

using Code = FindingCode;

bool HasControlCharacters(absl::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_iscntrl(static_cast<unsigned char>(c));
  });
}

absl::string_view TextOf(const std::optional<std::string>& text) {
  return text.has_value() ? absl::string_view(*text) : absl::string_view();
}

// Checks one entry; lives as long as that takes.
class EntryChecker {
 public:
  EntryChecker(const ArchiveContents& contents, size_t index,
               FindingCollector& findings)
      : contents_(contents),
        entry_(contents.toc.entries()[index]),
        offset_(contents.offsets[index]),
        region_(contents.EntryRegion(index)),
        findings_(findings) {}

  void Check() {
    CheckNames();
    if (entry_.kind == EntryKind::kUnknown) {
      Report(Code::kEntryKindUnknown,
             absl::StrCat("no release up to 18 writes entries of kind \"",
                          entry_.desc, "\""));
    }
    CheckDataFlags();
    // Before 12 the kinds had other properties.
    const EntryKindFacts* facts =
        contents_.header.version.HasTableAccessMethod()
            ? FindEntryKindFacts(entry_.kind)
            : nullptr;
    if (facts != nullptr) CheckFacts(*facts);
    CheckRoutineDrop();
    CheckContents();
    CheckLargeObjectEntry();
    CheckDependencies();
    if (entry_.with_oids) {
      Report(Code::kEntryFieldUnusual,
             "the table has OIDs, which releases from 12 on ignore");
    }
  }

 private:
  void Report(Code code, absl::string_view message) {
    findings_.Add(code, region_, entry_.id, message);
  }

  void CheckNames();
  void CheckDataFlags();
  void CheckFacts(const EntryKindFacts& facts);
  void CheckPresence(absl::string_view field, bool present, Presence expected);
  void CheckDrop(absl::string_view prefixes);
  void CheckRoutineDrop();
  void CheckContents();
  void CheckEncoding();
  void CheckCopyStatement();
  void CheckLargeObjectEntry();
  void CheckTableDependency(const TocEntry* table);
  void CheckDependencies();

  const ArchiveContents& contents_;
  const TocEntry& entry_;
  const DataOffset& offset_;
  const FileRegion region_;
  FindingCollector& findings_;
};

void EntryChecker::CheckNames() {
  if (HasControlCharacters(entry_.tag) || HasControlCharacters(entry_.desc) ||
      HasControlCharacters(TextOf(entry_.schema)) ||
      HasControlCharacters(TextOf(entry_.owner)) ||
      HasControlCharacters(TextOf(entry_.tablespace))) {
    Report(Code::kEntryNameUnprintable, "a name has control characters");
  }
}

void EntryChecker::CheckDataFlags() {
  const bool may_have_data = entry_.kind == EntryKind::kTableData ||
                             entry_.kind == EntryKind::kBlobs ||
                             entry_.kind == EntryKind::kBlobComments ||
                             entry_.kind == EntryKind::kUnknown;
  if (entry_.has_data && !may_have_data) {
    Report(Code::kEntryDataFlagWrong,
           "the entry claims to have data, which its kind never has");
  }
  if (!entry_.has_data && (entry_.kind == EntryKind::kTableData ||
                           entry_.kind == EntryKind::kBlobs)) {
    Report(Code::kEntryDataFlagWrong,
           "the entry claims to have no data, which its kind always has");
  }
  if (!entry_.has_data && offset_.state != DataOffsetState::kNoData) {
    Report(Code::kEntryOffsetFlagWrong,
           "the entry has no data but may have an offset");
  }
  if (offset_.state != DataOffsetState::kSet && offset_.position != 0) {
    Report(Code::kEntryOffsetFlagWrong,
           absl::StrCat("the entry's offset is not set, but it is ",
                        offset_.position));
  }
  if (entry_.has_data && offset_.state == DataOffsetState::kNoData) {
    Report(Code::kEntryFieldUnusual,
           "the entry has data, but its offset says that there is no block");
  }
}

void EntryChecker::CheckFacts(const EntryKindFacts& facts) {
  if (!facts.AllowsSection(entry_.section)) {
    Report(
        Code::kEntrySectionWrong,
        absl::StrCat("entries of kind ", entry_.desc, " are never in section ",
                     static_cast<int32_t>(entry_.section)));
  }
  CheckPresence("schema", entry_.schema.has_value(), facts.schema);
  CheckPresence("owner", entry_.owner.has_value(), facts.owner);
  const bool may_lack_definition =
      entry_.kind == EntryKind::kTableData || entry_.kind == EntryKind::kBlobs;
  if (!may_lack_definition) {
    CheckPresence("definition", entry_.definition.has_value(),
                  Presence::kAlways);
  }
  if (contents_.header.version.HasRelationKind()) {
    const char kind = entry_.relation_kind;
    const bool fits =
        facts.relation_kinds.empty()
            ? kind == '\0'
            : kind != '\0' && absl::StrContains(facts.relation_kinds,
                                                absl::string_view(&kind, 1));
    if (!fits) {
      Report(Code::kEntryRelationKindWrong,
             absl::StrCat("relation kind ", static_cast<int>(kind),
                          " does not go with ", entry_.desc));
    }
  }
  CheckDrop(facts.drop_prefixes);
}

void EntryChecker::CheckPresence(absl::string_view field, bool present,
                                 Presence expected) {
  if (expected == Presence::kAlways && !present) {
    Report(Code::kEntryFieldUnusual, absl::StrCat("the entry has no ", field));
  }
  if (expected == Presence::kNever && present) {
    Report(
        Code::kEntryFieldUnusual,
        absl::StrCat("the entry has a ", field, ", which its kind never has"));
  }
}

void EntryChecker::CheckDrop(absl::string_view prefixes) {
  const absl::string_view drop = TextOf(entry_.drop_statement);
  if (drop.empty()) return;
  for (const absl::string_view prefix : absl::StrSplit(prefixes, '|')) {
    if (!prefix.empty() && absl::StartsWith(drop, prefix)) return;
  }
  Report(Code::kEntryDropWrong,
         "the drop statement does not begin as those of its kind do");
}

// For these kinds pg_restore takes the object's name and signature for ALTER
// ... OWNER out of the drop statement, behind its first word.
void EntryChecker::CheckRoutineDrop() {
  switch (entry_.kind) {
    case EntryKind::kFunction:
    case EntryKind::kProcedure:
    case EntryKind::kAggregate:
    case EntryKind::kOperator:
    case EntryKind::kOperatorClass:
    case EntryKind::kOperatorFamily:
      break;
    default:
      return;
  }
  if (TextOf(entry_.owner).empty()) return;
  if (!absl::StartsWith(TextOf(entry_.drop_statement), "DROP ")) {
    Report(Code::kEntryDropWrong,
           "no drop statement, which the owner's statement is made from");
  }
}

void EntryChecker::CheckContents() {
  switch (entry_.kind) {
    case EntryKind::kEncoding:
      CheckEncoding();
      break;
    case EntryKind::kStdStrings: {
      const absl::string_view text = TextOf(entry_.definition);
      if (!absl::StrContains(text, "'on'") &&
          !absl::StrContains(text, "'off'")) {
        Report(Code::kEntryDefinitionWrong,
               "standard_conforming_strings is neither on nor off");
      }
      break;
    }
    case EntryKind::kSearchPath:
      if (!absl::StartsWith(TextOf(entry_.definition),
                            "SELECT pg_catalog.set_config('search_path', ")) {
        Report(Code::kEntryDefinitionWrong,
               "the definition does not set search_path");
      }
      break;
    default:
      break;
  }
  CheckCopyStatement();
}

void EntryChecker::CheckEncoding() {
  const std::optional<absl::string_view> name =
      ParseEncodingDefinition(TextOf(entry_.definition));
  if (!name.has_value()) {
    Report(Code::kEncodingUnknown, "the definition names no encoding");
  } else if (FindTextEncoding(*name) == nullptr) {
    Report(Code::kEncodingUnknown,
           absl::StrCat("PostgreSQL has no encoding \"", *name, "\""));
  }
}

void EntryChecker::CheckCopyStatement() {
  if (!entry_.copy_statement.has_value()) return;
  if (entry_.kind != EntryKind::kTableData) {
    if (entry_.kind != EntryKind::kUnknown) {
      Report(Code::kEntryFieldUnusual,
             "the entry has a COPY statement, which its kind never has");
    }
    return;
  }
  if (!ParseCopyColumns(*entry_.copy_statement).has_value()) {
    Report(Code::kCopyStatementUnknown,
           "the COPY statement is none that pg_dump writes; columns are not "
           "counted");
  }
}

void EntryChecker::CheckLargeObjectEntry() {
  const bool has_groups = contents_.header.version.HasRelationKind();
  if (entry_.kind == EntryKind::kBlobMetadata) {
    if (!has_groups) {
      Report(Code::kVersionFeature,
             "releases that read this archive version do not know BLOB "
             "METADATA");
    }
    const std::optional<std::vector<Oid>> oids =
        ParseLargeObjectList(TextOf(entry_.definition));
    if (!oids.has_value() || oids->empty()) {
      Report(Code::kLargeObjectListWrong,
             "the definition is no list of large objects");
    }
  }
  if (entry_.kind == EntryKind::kBlob) {
    if (has_groups) {
      Report(Code::kVersionFeature,
             "BLOB entries went out of use with archive version 1.16");
    }
    if (entry_.tag != absl::StrCat(entry_.catalog_id.oid)) {
      Report(Code::kLargeObjectListWrong,
             "the tag is not the number of the large object");
    }
  }
}

void EntryChecker::CheckTableDependency(const TocEntry* table) {
  if (entry_.dependencies.empty()) {
    Report(Code::kDependencyWrong,
           "the data depends on no table: pg_restore -j may load it too early");
    return;
  }
  if (table == nullptr) return;  // only the data was dumped
  if (table->kind != EntryKind::kTable &&
      table->kind != EntryKind::kForeignTable) {
    Report(Code::kDependencyWrong,
           absl::StrCat("the data depends first on a ", table->desc,
                        ", not on its table"));
  } else if (table->tag != entry_.tag || table->schema != entry_.schema) {
    Report(Code::kDependencyWrong,
           "the data depends first on a table of another name");
  } else if (table->relation_kind == 'p') {
    Report(Code::kEntryRelationKindWrong,
           "the data's table is a partitioned one, which has no data itself");
  }
}

void EntryChecker::CheckDependencies() {
  const TocEntry* first = entry_.dependencies.empty()
                              ? nullptr
                              : contents_.toc.Find(entry_.dependencies[0]);
  if (entry_.kind == EntryKind::kTableData) CheckTableDependency(first);
  if (entry_.kind == EntryKind::kBlobs &&
      contents_.header.version.HasRelationKind() && first != nullptr &&
      (first->kind != EntryKind::kBlobMetadata || first->tag != entry_.tag)) {
    Report(Code::kDependencyWrong,
           "the data of large objects does not depend first on their group");
  }
  // The statements are repeated for each object of the group, so that
  // pg_restore must find it.
  if (entry_.kind == EntryKind::kAcl &&
      absl::StartsWith(entry_.tag, "LARGE OBJECTS ") &&
      (first == nullptr || first->kind != EntryKind::kBlobMetadata)) {
    Report(Code::kAclTargetMissing,
           "the privileges of a group of large objects do not depend first on "
           "that group");
  }
}

bool IsOutOf(int32_t value, int32_t least, int32_t greatest) {
  return value < least || value > greatest;
}

}  // namespace

void CheckHeader(const ArchiveContents& contents, FindingCollector& findings) {
  const ArchiveHeader& header = contents.header;
  const FileRegion region = contents.HeaderRegion();
  const auto unusual = [&](absl::string_view message) {
    findings.Add(Code::kHeaderUnusual, region, std::nullopt, message);
  };
  if (header.version.revision != 0) {
    unusual(absl::StrCat("the version's revision is ",
                         int{header.version.revision}));
  }
  if (header.integer_size != 4 || header.offset_size != 8) {
    unusual(absl::StrCat("integers of ", int{header.integer_size},
                         " and offsets of ", int{header.offset_size},
                         " octets"));
  }
  const ArchiveTimestamp& time = header.created;
  if (IsOutOf(time.second, 0, 61) || IsOutOf(time.minute, 0, 59) ||
      IsOutOf(time.hour, 0, 23) || IsOutOf(time.day, 1, 31) ||
      IsOutOf(time.month, 0, 11) || IsOutOf(time.year, 90, 1100) ||
      IsOutOf(time.daylight_saving, -1, 1)) {
    unusual("the time of creation is none");
  }
  if (header.compression > CompressionMethod::kZstd) {
    findings.Add(
        Code::kMethodUnknown, region, std::nullopt,
        absl::StrCat("compression method ",
                     static_cast<int>(header.compression), " is unknown"));
  }
}

void CheckEntries(const ArchiveContents& contents, FindingCollector& findings) {
  for (size_t i = 0; i < contents.toc.size(); ++i) {
    EntryChecker(contents, i, findings).Check();
  }
}

namespace {

// Entries that there is one of.
void CheckSingleEntries(const ArchiveContents& contents,
                        FindingCollector& findings) {
  std::unordered_set<int> seen;
  for (size_t i = 0; i < contents.toc.size(); ++i) {
    const TocEntry& entry = contents.toc.entries()[i];
    switch (entry.kind) {
      case EntryKind::kEncoding:
      case EntryKind::kStdStrings:
      case EntryKind::kSearchPath:
      case EntryKind::kDatabase:
        if (!seen.insert(static_cast<int>(entry.kind)).second) {
          findings.Add(
              Code::kEntryRepeated, contents.EntryRegion(i), entry.id,
              absl::StrCat("there is another ", entry.desc, " entry before"));
        }
        break;
      default:
        break;
    }
  }
  if (seen.count(static_cast<int>(EntryKind::kEncoding)) == 0 &&
      contents.toc.size() > 0) {
    findings.Add(Code::kEncodingMissing, contents.TocRegion(), std::nullopt,
                 "no ENCODING entry: the encoding of the data is unknown");
  }
}

void CheckSectionOrder(const ArchiveContents& contents,
                       FindingCollector& findings) {
  Section last = Section::kPreData;
  for (size_t i = 0; i < contents.toc.size(); ++i) {
    const TocEntry& entry = contents.toc.entries()[i];
    if (entry.section == Section::kNone) continue;
    if (entry.section < last) {
      findings.Add(
          Code::kSectionOrder, contents.EntryRegion(i), entry.id,
          absl::StrCat("an entry of section ",
                       static_cast<int32_t>(entry.section),
                       " behind one of section ", static_cast<int32_t>(last)));
      return;  // once: one misplaced entry shifts all that follow
    }
    last = entry.section;
  }
}

// Takes away, again and again, what depends on nothing that is left, or what
// nothing that is left depends on. What remains lies on circles, or between
// two of them.
class CircleFinder {
 public:
  explicit CircleFinder(const Toc& toc)
      : entry_count_(toc.size()),
        dependencies_(entry_count_),
        dependents_(entry_count_) {
    for (size_t i = 0; i < entry_count_; ++i) {
      for (const DumpId id : toc.entries()[i].dependencies) {
        const size_t target = toc.IndexOf(id);
        if (target == entry_count_) continue;  // not in the archive: normal
        dependencies_[i].push_back(target);
        dependents_[target].push_back(i);
      }
    }
  }

  std::vector<size_t> Find() {
    left_.assign(entry_count_, true);
    Remove(dependencies_, dependents_);
    Remove(dependents_, dependencies_);
    std::vector<size_t> found;
    for (size_t i = 0; i < entry_count_; ++i) {
      if (left_[i]) found.push_back(i);
    }
    return found;
  }

 private:
  using Edges = std::vector<std::vector<size_t>>;

  void Remove(const Edges& forward, const Edges& backward) {
    std::vector<size_t> degree(entry_count_, 0);
    std::vector<size_t> free;
    for (size_t i = 0; i < entry_count_; ++i) {
      if (!left_[i]) continue;
      for (const size_t target : forward[i]) degree[i] += left_[target];
      if (degree[i] == 0) free.push_back(i);
    }
    while (!free.empty()) {
      const size_t index = free.back();
      free.pop_back();
      left_[index] = false;
      for (const size_t other : backward[index]) {
        if (left_[other] && --degree[other] == 0) free.push_back(other);
      }
    }
  }

  const size_t entry_count_;
  Edges dependencies_;
  Edges dependents_;
  std::vector<bool> left_;
};

}  // namespace

void CheckEntryGraph(const ArchiveContents& contents,
                     FindingCollector& findings) {
  CheckSingleEntries(contents, findings);
  CheckSectionOrder(contents, findings);
  const std::vector<size_t> circle = CircleFinder(contents.toc).Find();
  if (circle.empty()) return;
  const size_t first = circle.front();
  findings.Add(Code::kDependencyCycle, contents.EntryRegion(first),
               contents.toc.entries()[first].id,
               absl::StrCat("this and ", circle.size() - 1,
                            " other entries depend on each other in circles"));
}

}  // namespace pgark
