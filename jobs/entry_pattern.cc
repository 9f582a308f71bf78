#include "jobs/entry_pattern.h"

#include <regex.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "catalog/name_pattern.h"
#include "jobs/table_lookup.h"

namespace pgark {
namespace {

// Names of PostgreSQL are shorter by far; an archive may hold anything.
constexpr size_t kMaxNameBytes = 4096;
constexpr size_t kHintNames = 3;

// The system's expressions know octets, PostgreSQL's characters: `.` becomes
// one character of UTF-8.
constexpr absl::string_view kAnyCharacter =
    "([\x01-\x7f]|[\x80-\xff][\x80-\xbf]*)";

std::string CharactersForDots(absl::string_view regex) {
  std::string out;
  bool in_brackets = false;
  for (size_t i = 0; i < regex.size(); ++i) {
    const char c = regex[i];
    const bool is_any_text =
        c == '.' && i + 1 < regex.size() && regex[i + 1] == '*';
    if (c == '\\' && !in_brackets && i + 1 < regex.size()) {
      out.push_back(c);
      out.push_back(regex[++i]);
    } else if (c == '.' && !in_brackets && !is_any_text) {
      absl::StrAppend(&out, kAnyCharacter);
    } else {
      if (c == '[') in_brackets = true;
      if (c == ']') in_brackets = false;
      out.push_back(c);
    }
  }
  return out;
}

// Which entries say something about the object of another one.
enum class Relation {
  kNone,
  kSatellite,  // about the object of its first dependency
  kOfTable,    // a part of a table, its tag begins with the table's name
  kWithTable,  // goes with the table that it depends on
  kSession,    // settings
};

Relation RelationOf(EntryKind kind) {
  switch (kind) {
    case EntryKind::kComment:
    case EntryKind::kAcl:
    case EntryKind::kAclLanguage:
    case EntryKind::kSecurityLabel:
      return Relation::kSatellite;
    case EntryKind::kDefault:
    case EntryKind::kConstraint:
    case EntryKind::kCheckConstraint:
    case EntryKind::kForeignKeyConstraint:
    case EntryKind::kRule:
    case EntryKind::kTrigger:
    case EntryKind::kPolicy:
      return Relation::kOfTable;
    case EntryKind::kIndex:
    case EntryKind::kIndexAttach:
    case EntryKind::kTableAttach:
    case EntryKind::kRowSecurity:
    case EntryKind::kStatistics:
    case EntryKind::kStatisticsData:
    case EntryKind::kSequenceOwnedBy:
    case EntryKind::kSequenceSet:
    case EntryKind::kTableData:
    case EntryKind::kMaterializedViewData:
      return Relation::kWithTable;
    case EntryKind::kEncoding:
    case EntryKind::kStdStrings:
    case EntryKind::kSearchPath:
      return Relation::kSession;
    default:
      return Relation::kNone;
  }
}

bool IsRoutine(EntryKind kind) {
  return kind == EntryKind::kFunction || kind == EntryKind::kProcedure ||
         kind == EntryKind::kAggregate;
}

// Returns the entry of the table whose name the tag begins with, or nullptr.
const TocEntry* TableInTag(const Toc& toc, const TocEntry& entry) {
  for (const DumpId id : entry.dependencies) {
    const TocEntry* table = toc.Find(id);
    if (table != nullptr && table->schema == entry.schema &&
        absl::StartsWith(entry.tag, absl::StrCat(table->tag, " "))) {
      return table;
    }
  }
  return nullptr;
}

absl::Status NothingFits(const Toc& toc, const std::string& pattern) {
  std::vector<std::string> known;
  for (const TocEntry& entry : toc.entries()) {
    std::string name = ObjectName(toc, entry);
    if (!name.empty()) known.push_back(std::move(name));
  }
  std::sort(known.begin(), known.end());
  known.erase(std::unique(known.begin(), known.end()), known.end());
  const absl::Status status = absl::NotFoundError(
      absl::StrCat("the archive has nothing that \"", pattern, "\" fits"));
  const std::vector<std::string> nearest =
      NearestNames(pattern, known, kHintNames);
  if (nearest.empty()) return status;
  return WithHint(
      status, absl::StrCat("did you mean ", absl::StrJoin(nearest, ", "), "?"));
}

bool IsNumber(const std::string& text, int32_t* number) {
  return text.find_first_not_of("0123456789") == std::string::npos &&
         absl::SimpleAtoi(text, number);
}

}  // namespace

class NamePattern::Regex {
 public:
  // `error` receives what is wrong.
  Regex(absl::string_view text, std::string* error) {
    const std::string pattern = CharactersForDots(text);
    const int code =
        regcomp(&compiled_, pattern.c_str(), REG_EXTENDED | REG_NOSUB);
    is_compiled_ = code == 0;
    if (is_compiled_) return;
    char message[256] = {};
    regerror(code, &compiled_, message, sizeof(message));
    *error = message;
  }
  ~Regex() {
    if (is_compiled_) regfree(&compiled_);
  }
  Regex(const Regex&) = delete;
  Regex& operator=(const Regex&) = delete;

  bool Matches(absl::string_view name) const {
    return name.size() <= kMaxNameBytes &&
           regexec(&compiled_, std::string(name).c_str(), 0, nullptr, 0) == 0;
  }

 private:
  regex_t compiled_{};
  bool is_compiled_ = false;
};

absl::StatusOr<NamePattern> NamePattern::Create(absl::string_view pattern) {
  const std::vector<NamePatternPart> parts = ParseNamePattern(pattern);
  if (parts.size() > 2) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", pattern,
                     "\" has too many parts: NAME or "
                     "SCHEMA.NAME"));
  }
  NamePattern result;
  for (const NamePatternPart& part : parts) {
    std::string error;
    auto regex = std::make_shared<const Regex>(part.regex, &error);
    if (!error.empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat("\"", pattern, "\" is no pattern: ", error));
    }
    result.parts_.push_back(std::move(regex));
  }
  return result;
}

bool NamePattern::MatchesName(absl::string_view name) const {
  return parts_.back()->Matches(name);
}

bool NamePattern::Matches(absl::string_view schema,
                          absl::string_view name) const {
  return MatchesName(name) && (!has_schema() || parts_[0]->Matches(schema));
}

std::string ObjectName(const Toc& toc, const TocEntry& entry) {
  switch (RelationOf(entry.kind)) {
    case Relation::kSatellite:
    case Relation::kSession:
      return "";
    case Relation::kOfTable: {
      const TocEntry* table = TableInTag(toc, entry);
      return table == nullptr ? entry.tag
                              : entry.tag.substr(table->tag.size() + 1);
    }
    case Relation::kWithTable:
    case Relation::kNone:
      break;
  }
  if (IsRoutine(entry.kind)) return entry.tag.substr(0, entry.tag.find('('));
  return entry.tag;
}

bool BelongsTo(const Toc& toc, const TocEntry& entry,
               const std::unordered_set<DumpId>& owners) {
  if (entry.dependencies.empty()) return false;
  switch (RelationOf(entry.kind)) {
    case Relation::kSatellite:
      return owners.count(entry.dependencies[0]) > 0;
    case Relation::kOfTable: {
      const TocEntry* table = TableInTag(toc, entry);
      return table != nullptr && owners.count(table->id) > 0;
    }
    case Relation::kWithTable:
      return std::any_of(entry.dependencies.begin(), entry.dependencies.end(),
                         [&owners](DumpId id) { return owners.count(id) > 0; });
    case Relation::kNone:
    case Relation::kSession:
      return false;
  }
  return false;
}

absl::StatusOr<std::vector<const TocEntry*>> FindEntries(
    const Toc& toc, const std::vector<std::string>& names) {
  std::unordered_set<DumpId> alone;
  std::unordered_set<DumpId> owners;
  for (const std::string& name : names) {
    int32_t number = 0;
    if (IsNumber(name, &number)) {
      if (toc.Find({number}) == nullptr) {
        return absl::NotFoundError(
            absl::StrCat("the archive has no entry ", number));
      }
      alone.insert({number});
      continue;
    }
    ASSIGN_OR_RETURN(const NamePattern pattern, NamePattern::Create(name));
    bool fits = false;
    for (const TocEntry& entry : toc.entries()) {
      const std::string object = ObjectName(toc, entry);
      if (object.empty() ||
          !pattern.Matches(entry.schema.value_or(""), object)) {
        continue;
      }
      owners.insert(entry.id);
      fits = true;
    }
    if (!fits) return NothingFits(toc, name);
  }
  std::vector<const TocEntry*> found;
  for (const TocEntry& entry : toc.entries()) {
    // What belongs to something stands behind it.
    if (BelongsTo(toc, entry, owners)) owners.insert(entry.id);
    if (names.empty() || owners.count(entry.id) > 0 ||
        alone.count(entry.id) > 0) {
      found.push_back(&entry);
    }
  }
  return found;
}

}  // namespace pgark
