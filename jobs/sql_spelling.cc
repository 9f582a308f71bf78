#include "jobs/sql_spelling.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "jobs/sql_tokens.h"

namespace pgark {
namespace {

constexpr int kFirstReleaseWithMultiranges = 14;
constexpr int kFirstReleaseWithCompression = 14;
constexpr int kFirstReleaseWithUnloggedSequences = 15;
constexpr int kFirstReleaseWithNotNullElements = 18;

struct StorageParameter {
  absl::string_view name;  // in capitals
  int first_release;
};
constexpr StorageParameter kStorageParameters[] = {
    {"AUTOVACUUM_VACUUM_INSERT_THRESHOLD", 13},
    {"AUTOVACUUM_VACUUM_INSERT_SCALE_FACTOR", 13},
    {"DEDUPLICATE_ITEMS", 13},
    {"AUTOVACUUM_VACUUM_MAX_THRESHOLD", 18},
    {"VACUUM_MAX_EAGER_FREEZE_FAILURE_RATE", 18},
};

// Text, its tokens, and what is cut out of it.
class Editor {
 public:
  Editor(const std::string& text, bool standard_strings)
      : text_(text), tokens_(TokenizeSql(text, standard_strings)) {}

  size_t size() const { return tokens_.size(); }
  bool Word(size_t i, absl::string_view word) const {
    return i < size() && IsSqlWord(text_, tokens_[i], word);
  }
  bool Sign(size_t i, char sign) const {
    return i < size() && IsSqlSign(text_, tokens_[i], sign);
  }
  // Of tokens [first, last], with what stands between them.
  std::string Text(size_t first, size_t last) const {
    return text_.substr(tokens_[first].begin,
                        tokens_[last].end - tokens_[first].begin);
  }
  void Cut(size_t first, size_t last) {
    cuts_.push_back({tokens_[first].begin, tokens_[last].end});
  }
  void Append(const std::string& statement) {
    absl::StrAppend(&appended_, "\n", statement, "\n");
  }

  std::optional<std::string> Result() {
    if (cuts_.empty() && appended_.empty()) return std::nullopt;
    std::sort(cuts_.begin(), cuts_.end(),
              [](const Span& a, const Span& b) { return a.begin < b.begin; });
    std::string result;
    size_t at = 0;
    for (const Span& cut : cuts_) {
      if (cut.begin > at) result += text_.substr(at, cut.begin - at);
      at = std::max(at, cut.end);
    }
    return absl::StrCat(result, text_.substr(at), appended_);
  }

  // The last token of the list's item that begins at `first`: what stands
  // before the comma or parenthesis behind it.
  size_t EndOfItem(size_t first) const {
    int depth = 0;
    for (size_t i = first; i < size(); ++i) {
      if (Sign(i, '(')) ++depth;
      if (Sign(i, ')') && depth-- == 0) return i - 1;
      if (Sign(i, ',') && depth == 0) return i - 1;
    }
    return size() - 1;
  }
  // Cuts the items of the list behind the parenthesis `open` that `is_cut`
  // wants to have cut, each with the comma between it and those that stay.
  // Returns the token that closes the list; *kept counts what stays.
  size_t CutItems(size_t open,
                  absl::FunctionRef<bool(size_t first, size_t last)> is_cut,
                  size_t* kept) {
    *kept = 0;
    size_t first = open + 1;
    while (first < size() && !Sign(first, ')')) {
      const size_t last = EndOfItem(first);
      const bool goes_on = Sign(last + 1, ',');
      if (!is_cut(first, last)) {
        ++*kept;
      } else if (*kept > 0) {
        Cut(first - 1, last);
      } else {
        Cut(first, goes_on ? last + 1 : last);
      }
      first = last + (goes_on ? 2 : 1);
      if (!goes_on) break;
    }
    return std::min(first, size() - 1);
  }
  // The last token of the statement that `i` belongs to, and its first.
  size_t EndOfStatement(size_t i) const {
    while (i + 1 < size() && !Sign(i, ';')) ++i;
    return i;
  }
  size_t BeginOfStatement(size_t i) const {
    while (i > 0 && !Sign(i - 1, ';')) --i;
    return i;
  }

 private:
  struct Span {
    size_t begin;
    size_t end;
  };
  const std::string& text_;
  const std::vector<SqlToken> tokens_;
  std::vector<Span> cuts_;
  std::string appended_;
};

void LeaveOutMultirangeName(Editor& sql) {
  for (size_t i = 0; i + 1 < sql.size(); ++i) {
    if (!sql.Word(i, "RANGE") || !sql.Sign(i + 1, '(')) continue;
    size_t kept = 0;
    sql.CutItems(
        i + 1,
        [&sql](size_t first, size_t /*last*/) {
          return sql.Word(first, "MULTIRANGE_TYPE_NAME");
        },
        &kept);
    return;
  }
}

// Cuts statements that hold these two words behind each other.
void LeaveOutStatements(absl::string_view first, absl::string_view second,
                        Editor& sql) {
  for (size_t i = 0; i + 1 < sql.size(); ++i) {
    if (sql.Word(i, first) && sql.Word(i + 1, second) &&
        sql.Word(sql.BeginOfStatement(i), "ALTER")) {
      sql.Cut(sql.BeginOfStatement(i), sql.EndOfStatement(i));
    }
  }
}

// An element [CONSTRAINT name] NOT NULL column. Older servers say the same of
// a column that a table inherits behind CREATE TABLE.
void MoveNotNullElements(Editor& sql) {
  size_t open = 0;
  while (open < sql.size() && !sql.Sign(open, '(') && !sql.Sign(open, ';')) {
    ++open;
  }
  size_t table = 0;
  while (table < open && !sql.Word(table, "TABLE")) ++table;
  // A name, with a schema or without: no OF, no PARTITION OF.
  const size_t name_tokens = open > table ? open - table - 1 : 0;
  if (!sql.Sign(open, '(') || (name_tokens != 1 && name_tokens != 3)) return;
  const std::string name = sql.Text(table + 1, open - 1);
  size_t kept = 0;
  sql.CutItems(
      open,
      [&sql, &name](size_t first, size_t last) {
        const size_t i = sql.Word(first, "CONSTRAINT") ? first + 2 : first;
        if (!sql.Word(i, "NOT") || !sql.Word(i + 1, "NULL") || i + 2 != last) {
          return false;
        }
        sql.Append(absl::StrCat("ALTER TABLE ONLY ", name, " ALTER COLUMN ",
                                sql.Text(last, last), " SET NOT NULL;"));
        return true;
      },
      &kept);
}

void LeaveOutStorageParameters(int release, Editor& sql) {
  for (size_t i = 0; i + 1 < sql.size(); ++i) {
    if (!sql.Word(i, "WITH") || !sql.Sign(i + 1, '(')) continue;
    const auto is_unknown = [&sql, release](size_t first, size_t /*last*/) {
      const bool is_toast =
          sql.Word(first, "TOAST") && sql.Sign(first + 1, '.');
      const size_t name = is_toast ? first + 2 : first;
      return std::any_of(std::begin(kStorageParameters),
                         std::end(kStorageParameters),
                         [&](const StorageParameter& parameter) {
                           return release < parameter.first_release &&
                                  sql.Word(name, parameter.name);
                         });
    };
    size_t kept = 0;
    const size_t close = sql.CutItems(i + 1, is_unknown, &kept);
    // These parentheses must not be empty.
    if (kept == 0) sql.Cut(i, close);
  }
}

}  // namespace

std::optional<std::string> SpellForRelease(const TocEntry& entry, int release,
                                           bool standard_strings) {
  if (!entry.definition.has_value()) return std::nullopt;
  const bool is_relation = entry.kind == EntryKind::kTable ||
                           entry.kind == EntryKind::kMaterializedView ||
                           entry.kind == EntryKind::kIndex;
  if (!is_relation && entry.kind != EntryKind::kType &&
      entry.kind != EntryKind::kSequence) {
    return std::nullopt;
  }
  Editor sql(*entry.definition, standard_strings);
  if (entry.kind == EntryKind::kType &&
      release < kFirstReleaseWithMultiranges) {
    LeaveOutMultirangeName(sql);
  }
  if (is_relation && release < kFirstReleaseWithCompression) {
    LeaveOutStatements("SET", "COMPRESSION", sql);
  }
  if (entry.kind == EntryKind::kTable &&
      release < kFirstReleaseWithNotNullElements) {
    MoveNotNullElements(sql);
  }
  if (is_relation) LeaveOutStorageParameters(release, sql);
  if (entry.kind == EntryKind::kSequence &&
      release < kFirstReleaseWithUnloggedSequences) {
    if (sql.Word(0, "CREATE") && sql.Word(1, "UNLOGGED")) sql.Cut(1, 1);
    LeaveOutStatements("SET", "LOGGED", sql);
    LeaveOutStatements("SET", "UNLOGGED", sql);
  }
  return sql.Result();
}

bool HasParsedBody(const TocEntry& entry, bool standard_strings) {
  if (!entry.definition.has_value()) return false;
  const Editor sql(*entry.definition, standard_strings);
  int depth = 0;
  for (size_t i = 0; i < sql.size(); ++i) {
    if (sql.Sign(i, '(')) ++depth;
    if (sql.Sign(i, ')')) --depth;
    if (depth != 0) continue;
    if (sql.Word(i, "AS")) return false;
    if (sql.Word(i, "RETURN") ||
        (sql.Word(i, "BEGIN") && sql.Word(i + 1, "ATOMIC"))) {
      return true;
    }
  }
  return false;
}

std::optional<std::string> WithoutLeakproof(const TocEntry& entry,
                                            bool standard_strings) {
  if (!entry.definition.has_value()) return std::nullopt;
  Editor sql(*entry.definition, standard_strings);
  int depth = 0;
  for (size_t i = 0; i < sql.size(); ++i) {
    if (sql.Sign(i, '(')) ++depth;
    if (sql.Sign(i, ')')) --depth;
    if (depth != 0) continue;
    if (sql.Word(i, "AS") || sql.Sign(i, ';')) break;
    if (sql.Word(i, "LEAKPROOF") && i > 0 && !sql.Word(i - 1, "NOT") &&
        !sql.Sign(i - 1, '.') && !sql.Sign(i + 1, '(')) {
      sql.Cut(i, i);
    }
  }
  return sql.Result();
}

}  // namespace pgark
