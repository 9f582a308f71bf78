#include "catalog/acl_text.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "base/status_macros.h"
#include "catalog/array_text.h"

namespace pgark {
namespace {

// A privilege of a kind of objects, in the order in which pg_dump names them.
struct PrivilegeWord {
  char letter;
  absl::string_view keyword;
  bool for_columns = false;
  int since_release = 0;
};

constexpr PrivilegeWord kTablePrivileges[] = {{'r', "SELECT", true},
                                              {'a', "INSERT", true},
                                              {'x', "REFERENCES", true},
                                              {'d', "DELETE"},
                                              {'t', "TRIGGER"},
                                              {'D', "TRUNCATE"},
                                              {'m', "MAINTAIN", false, 17},
                                              {'w', "UPDATE", true}};
constexpr PrivilegeWord kSequencePrivileges[] = {
    {'r', "SELECT"}, {'U', "USAGE"}, {'w', "UPDATE"}};
constexpr PrivilegeWord kFunctionPrivileges[] = {{'X', "EXECUTE"}};
constexpr PrivilegeWord kUsage[] = {{'U', "USAGE"}};
constexpr PrivilegeWord kSchemaPrivileges[] = {{'C', "CREATE"}, {'U', "USAGE"}};
constexpr PrivilegeWord kDatabasePrivileges[] = {
    {'C', "CREATE"}, {'c', "CONNECT"}, {'T', "TEMPORARY"}};
constexpr PrivilegeWord kTablespacePrivileges[] = {{'C', "CREATE"}};
constexpr PrivilegeWord kParameterPrivileges[] = {{'s', "SET"},
                                                  {'A', "ALTER SYSTEM"}};
constexpr PrivilegeWord kLargeObjectPrivileges[] = {{'r', "SELECT"},
                                                    {'w', "UPDATE"}};

struct PrivilegesOfType {
  absl::string_view type;
  const PrivilegeWord* begin;
  const PrivilegeWord* end;
};

template <size_t kCount>
constexpr PrivilegesOfType Of(absl::string_view type,
                              const PrivilegeWord (&words)[kCount]) {
  return {type, words, words + kCount};
}

constexpr PrivilegesOfType kPrivileges[] = {
    Of("TABLE", kTablePrivileges),
    Of("TABLES", kTablePrivileges),
    Of("SEQUENCE", kSequencePrivileges),
    Of("SEQUENCES", kSequencePrivileges),
    Of("FUNCTION", kFunctionPrivileges),
    Of("PROCEDURE", kFunctionPrivileges),
    Of("FUNCTIONS", kFunctionPrivileges),
    Of("LANGUAGE", kUsage),
    Of("TYPE", kUsage),
    Of("TYPES", kUsage),
    Of("FOREIGN DATA WRAPPER", kUsage),
    Of("FOREIGN SERVER", kUsage),
    Of("SCHEMA", kSchemaPrivileges),
    Of("SCHEMAS", kSchemaPrivileges),
    Of("DATABASE", kDatabasePrivileges),
    Of("TABLESPACE", kTablespacePrivileges),
    Of("PARAMETER", kParameterPrivileges),
    Of("LARGE OBJECT", kLargeObjectPrivileges),
    Of("LARGE OBJECTS", kLargeObjectPrivileges),
};

absl::Status Malformed(absl::string_view text) {
  return absl::FailedPreconditionError(
      absl::StrCat("not the text of a privilege: ", text.substr(0, 200)));
}

// Reads a role's name that starts at *position: "x""y" or everything up to
// one of `ends`. Returns false when a quote is never closed.
bool ReadRole(absl::string_view text, absl::string_view ends, size_t* position,
              std::string* role) {
  bool in_quotes = false;
  for (; *position < text.size(); ++*position) {
    const char c = text[*position];
    if (c != '"') {
      if (!in_quotes && ends.find(c) != absl::string_view::npos) break;
      role->push_back(c);
    } else if (in_quotes && *position + 1 < text.size() &&
               text[*position + 1] == '"') {
      role->push_back('"');
      ++*position;
    } else {
      in_quotes = !in_quotes;
    }
  }
  return !in_quotes;
}

// A role's name in an aclitem: bare if it is made of ASCII letters, digits and
// underscores only.
std::string FormatRole(absl::string_view name) {
  const bool is_bare = std::all_of(name.begin(), name.end(), [](char c) {
    return c == '_' || absl::ascii_isalnum(static_cast<unsigned char>(c));
  });
  if (is_bare) return std::string(name);
  return absl::StrCat("\"", absl::StrReplaceAll(name, {{"\"", "\"\""}}), "\"");
}

// The two lists of keywords of one item, ready for GRANT and REVOKE.
struct PrivilegeLists {
  std::string plain;
  std::string with_grant_option;
};

class StatementWriter {
 public:
  StatementWriter(const AclSubject& subject, const PrivilegesOfType& words,
                  const SqlStyle& style)
      : subject_(subject), words_(words), style_(style) {}

  void Revoke(const AclItem& item);
  void Grant(const AclItem& item);
  std::string TakeText() { return std::move(first_) + second_; }

 private:
  PrivilegeLists Lists(const AclItem& item, bool ignore_grant_options) const;
  std::string Statement(absl::string_view verb, absl::string_view privileges,
                        absl::string_view direction,
                        absl::string_view grantee) const;

  const AclSubject& subject_;
  const PrivilegesOfType& words_;
  const SqlStyle& style_;
  // From 15 on what the owner does to itself goes before what it does for
  // others; up to 14 grants keep the order of the list.
  std::string first_;
  std::string second_;
};

PrivilegeLists StatementWriter::Lists(const AclItem& item,
                                      bool ignore_grant_options) const {
  const std::string suffix =
      subject_.column.empty() ? "" : absl::StrCat("(", subject_.column, ")");
  PrivilegeLists lists;
  bool all_plain = true;
  bool all_with_grant_option = true;
  for (const PrivilegeWord* word = words_.begin; word != words_.end; ++word) {
    if (style_.release < word->since_release) continue;
    if (!subject_.column.empty() && !word->for_columns) continue;
    const auto found = std::find_if(
        item.privileges.begin(), item.privileges.end(),
        [word](AclItem::Privilege p) { return p.letter == word->letter; });
    const bool present = found != item.privileges.end();
    const bool starred =
        present && found->with_grant_option && !ignore_grant_options;
    if (!present || starred) all_plain = false;
    if (!present || !starred) all_with_grant_option = false;
    if (!present) continue;
    std::string& list = starred ? lists.with_grant_option : lists.plain;
    absl::StrAppend(&list, list.empty() ? "" : ",", word->keyword, suffix);
  }
  if (all_plain) lists.plain = absl::StrCat("ALL", suffix);
  if (all_with_grant_option) {
    lists.with_grant_option = absl::StrCat("ALL", suffix);
  }
  return lists;
}

std::string StatementWriter::Statement(absl::string_view verb,
                                       absl::string_view privileges,
                                       absl::string_view direction,
                                       absl::string_view grantee) const {
  // Default privileges have no name; up to 16 its blank is written all the
  // same (docs/sql-text.md, "Default privileges").
  const bool name_blank = !subject_.name.empty() || style_.release < 17;
  return absl::StrCat(
      subject_.prefix, verb, " ", privileges, " ON ", subject_.type, " ",
      subject_.name, name_blank ? " " : "",
      absl::StrCat(
          direction, " ",
          grantee.empty() ? "PUBLIC" : QuoteIdentifier(grantee, style_)));
}

void StatementWriter::Revoke(const AclItem& item) {
  const PrivilegeLists lists = Lists(item, /*ignore_grant_options=*/true);
  if (lists.plain.empty()) return;
  absl::StrAppend(
      &first_, Statement("REVOKE", lists.plain, "FROM", item.grantee), ";\n");
}

void StatementWriter::Grant(const AclItem& item) {
  const PrivilegeLists lists = Lists(item, /*ignore_grant_options=*/false);
  std::string text;
  if (!lists.plain.empty()) {
    absl::StrAppend(&text, Statement("GRANT", lists.plain, "TO", item.grantee),
                    ";\n");
  }
  if (!lists.with_grant_option.empty()) {
    absl::StrAppend(
        &text, Statement("GRANT", lists.with_grant_option, "TO", item.grantee),
        " WITH GRANT OPTION;\n");
  }
  if (text.empty()) return;
  const bool by_owner = item.grantor == subject_.owner;
  if (!item.grantor.empty() && !by_owner) {
    text = absl::StrCat("SET SESSION AUTHORIZATION ",
                        QuoteIdentifier(item.grantor, style_), ";\n", text,
                        "RESET SESSION AUTHORIZATION;\n");
  }
  const bool owner_to_itself = style_.release >= 15 &&
                               !subject_.owner.empty() && by_owner &&
                               item.grantee == subject_.owner;
  (owner_to_itself ? first_ : second_).append(text);
}

// The elements of `left` that `right` does not have, as texts.
absl::StatusOr<std::vector<AclItem>> MissingIn(
    const std::vector<std::string>& right,
    const std::vector<std::string>& left) {
  std::vector<AclItem> items;
  for (const std::string& text : left) {
    if (std::find(right.begin(), right.end(), text) != right.end()) continue;
    ASSIGN_OR_RETURN(AclItem item, ParseAclItem(text));
    items.push_back(std::move(item));
  }
  return items;
}

}  // namespace

absl::StatusOr<AclItem> ParseAclItem(absl::string_view text) {
  AclItem item;
  size_t position = 0;
  if (!ReadRole(text, "=", &position, &item.grantee)) return Malformed(text);
  if (position == text.size()) return Malformed(text);
  for (++position; position < text.size() && text[position] != '/';
       ++position) {
    const char c = text[position];
    if (c == '*') {
      if (item.privileges.empty()) return Malformed(text);
      item.privileges.back().with_grant_option = true;
    } else if (absl::ascii_isalpha(c)) {
      item.privileges.push_back({c, false});
    } else {
      return Malformed(text);
    }
  }
  if (position == text.size()) return item;  // no grantor: as old as 7.x
  ++position;
  if (!ReadRole(text, "", &position, &item.grantor)) return Malformed(text);
  return item;
}

std::string FormatAclItem(const AclItem& item) {
  std::string text = FormatRole(item.grantee);
  text.push_back('=');
  for (const AclItem::Privilege privilege : item.privileges) {
    text.push_back(privilege.letter);
    if (privilege.with_grant_option) text.push_back('*');
  }
  return absl::StrCat(text, "/", FormatRole(item.grantor));
}

absl::StatusOr<std::string> AclStatements(const AclSubject& subject,
                                          absl::string_view acl,
                                          absl::string_view base,
                                          const SqlStyle& style) {
  const auto words = std::find_if(
      std::begin(kPrivileges), std::end(kPrivileges),
      [&subject](const PrivilegesOfType& p) { return p.type == subject.type; });
  if (words == std::end(kPrivileges)) {
    return absl::InvalidArgumentError(
        absl::StrCat("objects of type ", subject.type, " have no privileges"));
  }
  ASSIGN_OR_RETURN(const std::vector<std::string> after, ParseTextArray(acl));
  ASSIGN_OR_RETURN(const std::vector<std::string> before, ParseTextArray(base));
  ASSIGN_OR_RETURN(const std::vector<AclItem> revoked,
                   MissingIn(after, before));
  ASSIGN_OR_RETURN(const std::vector<AclItem> granted,
                   MissingIn(before, after));
  StatementWriter writer(subject, *words, style);
  for (const AclItem& item : revoked) writer.Revoke(item);
  for (const AclItem& item : granted) writer.Grant(item);
  return writer.TakeText();
}

}  // namespace pgark
