#include "archive/column_type.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "archive/copy_statement.h"
#include "archive/sql_word_reader.h"

namespace pgark {
namespace {

using Kind = ColumnTypeKind;

// Types as format_type() spells them, words in front of and behind the
// modifier: "timestamp(3) without time zone".
struct TypeRow {
  Kind kind;
  absl::string_view name;
  std::vector<absl::string_view> words;
  std::vector<absl::string_view> words_behind = {};
};

// Longer spellings in front of those that they begin with.
const std::vector<TypeRow>& Types() {
  static const auto* const types = new std::vector<TypeRow>{
      {Kind::kSmallint, "smallint", {"smallint"}},
      {Kind::kInteger, "integer", {"integer"}},
      {Kind::kBigint, "bigint", {"bigint"}},
      {Kind::kOid, "oid", {"oid"}},
      {Kind::kNumeric, "numeric", {"numeric"}},
      {Kind::kReal, "real", {"real"}},
      {Kind::kDoublePrecision, "double precision", {"double", "precision"}},
      {Kind::kBoolean, "boolean", {"boolean"}},
      {Kind::kDate, "date", {"date"}},
      {Kind::kTime,
       "time without time zone",
       {"time"},
       {"without", "time", "zone"}},
      {Kind::kTimeWithZone,
       "time with time zone",
       {"time"},
       {"with", "time", "zone"}},
      {Kind::kTimestamp,
       "timestamp without time zone",
       {"timestamp"},
       {"without", "time", "zone"}},
      {Kind::kTimestampWithZone,
       "timestamp with time zone",
       {"timestamp"},
       {"with", "time", "zone"}},
      {Kind::kUuid, "uuid", {"uuid"}},
      {Kind::kJson, "json", {"json"}},
      {Kind::kJsonb, "jsonb", {"jsonb"}},
      {Kind::kBytea, "bytea", {"bytea"}},
      {Kind::kInet, "inet", {"inet"}},
      {Kind::kCidr, "cidr", {"cidr"}},
      {Kind::kMacaddr, "macaddr", {"macaddr"}},
      {Kind::kMacaddr8, "macaddr8", {"macaddr8"}},
      {Kind::kVarbit, "bit varying", {"bit", "varying"}},
      {Kind::kBit, "bit", {"bit"}},
      {Kind::kVarchar, "character varying", {"character", "varying"}},
      {Kind::kBpchar, "character", {"character"}},
      {Kind::kLogPosition, "pg_lsn", {"pg_lsn"}},
  };
  return *types;
}

// What may stand behind a column's type.
constexpr absl::string_view kWordsBehindTypes[] = {
    "NOT",   "NULL",       "DEFAULT", "COLLATE", "GENERATED",
    "CHECK", "CONSTRAINT", "OPTIONS", "STORAGE", "COMPRESSION",
};

bool TakeWords(SqlWordReader& reader,
               const std::vector<absl::string_view>& words) {
  return std::all_of(
      words.begin(), words.end(),
      [&reader](absl::string_view word) { return reader.Word(word); });
}

// Whether the column's type ends where `reader` stands: no array, no name
// that only begins like a type.
bool EndsType(SqlWordReader reader) {
  if (reader.Sign(',') || reader.Sign(')')) return true;
  return std::any_of(
      std::begin(kWordsBehindTypes), std::end(kWordsBehindTypes),
      [&reader](absl::string_view word) { return reader.Word(word); });
}

std::optional<ColumnType> TakeType(const SqlWordReader& begin,
                                   const TypeRow& type) {
  SqlWordReader reader = begin;
  if (!TakeWords(reader, type.words)) return std::nullopt;
  ColumnType result{type.kind, 0};
  SqlWordReader modifier = reader;
  if (modifier.Sign('(')) {
    std::string number;
    if (modifier.Name(&number) && modifier.Sign(')')) {
      if (!absl::SimpleAtoi(number, &result.length)) return std::nullopt;
    }
    if (!reader.Parenthesised()) return std::nullopt;
  }
  if (!TakeWords(reader, type.words_behind) || !EndsType(reader)) {
    return std::nullopt;
  }
  return result;
}

ColumnType ParseType(const SqlWordReader& reader) {
  for (const TypeRow& type : Types()) {
    const std::optional<ColumnType> found = TakeType(reader, type);
    if (found.has_value()) return *found;
  }
  return ColumnType();
}

}  // namespace

absl::string_view ColumnTypeName(ColumnTypeKind kind) {
  for (const TypeRow& type : Types()) {
    if (type.kind == kind) return type.name;
  }
  return "unjudged";
}

std::unordered_map<std::string, ColumnType> ParseTableColumnTypes(
    absl::string_view definition) {
  std::unordered_map<std::string, ColumnType> types;
  SqlWordReader reader(definition);
  // In a binary upgrade other statements come first: nothing is judged then.
  if (!reader.Word("CREATE")) return types;
  if (!reader.Word("UNLOGGED")) reader.Word("FOREIGN");
  if (!reader.Word("TABLE") || !reader.QualifiedName() || !reader.Sign('(')) {
    return types;
  }
  if (reader.Sign(')')) return types;
  do {
    if (!reader.Word("CONSTRAINT") && !reader.Word("CHECK")) {
      std::string name;
      if (!reader.Name(&name)) return {};
      const ColumnType type = ParseType(reader);
      if (type.kind != Kind::kUnjudged) types[std::move(name)] = type;
    }
    if (!reader.SkipToSeparator()) return {};
  } while (reader.Sign(','));
  return types;
}

bool HasEmptySearchPath(const Toc& toc) {
  for (const TocEntry& entry : toc.entries()) {
    if (entry.kind != EntryKind::kSearchPath) continue;
    return entry.definition.has_value() &&
           absl::StrContains(*entry.definition, "('search_path', '', false)");
  }
  return false;
}

std::vector<ColumnType> FindColumnTypes(const Toc& toc, const TocEntry& data) {
  if (!data.copy_statement.has_value() || data.dependencies.empty()) return {};
  const TocEntry* const table = toc.Find(data.dependencies.front());
  if (table == nullptr || table->tag != data.tag ||
      table->schema != data.schema || !table->definition.has_value()) {
    return {};
  }
  const auto names = ParseCopyColumnNames(*data.copy_statement);
  if (!names.has_value() || data.with_oids) return {};
  const auto types = ParseTableColumnTypes(*table->definition);
  std::vector<ColumnType> columns;
  bool any = false;
  for (const std::string& name : *names) {
    const auto found = types.find(name);
    any |= found != types.end();
    columns.push_back(found == types.end() ? ColumnType() : found->second);
  }
  if (!any) columns.clear();
  return columns;
}

}  // namespace pgark
