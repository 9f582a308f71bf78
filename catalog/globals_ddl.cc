#include "catalog/globals_ddl.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "base/status_macros.h"
#include "catalog/acl_text.h"
#include "catalog/setting_text.h"

namespace pgark {
namespace {

// From here on the headings of role settings stand once for each role.
constexpr int kOneHeadingRelease = 15;
// Memberships have options and a grantor who must hold the right.
constexpr int kMembershipOptionsRelease = 16;
// An in-place tablespace gets the location ''.
constexpr int kInPlaceRelease = 16;

// Right in every session, whatever its standard_conforming_strings is.
std::string Literal(absl::string_view text, const SqlStyle& style) {
  const std::string quoted = QuoteLiteralForQuery(text, style.encoding);
  return std::string(absl::StripPrefix(quoted, " "));
}

// A line break in a name would end the comment.
std::string OnOneLine(absl::string_view name) {
  std::string line(name);
  std::replace(line.begin(), line.end(), '\n', ' ');
  std::replace(line.begin(), line.end(), '\r', ' ');
  return line;
}

}  // namespace

std::string ScriptTitle(absl::string_view title) {
  return absl::StrCat("--\n-- ", title, "\n--\n\n");
}

std::string GlobalsDdl::Drops(absl::string_view type,
                              const std::vector<std::string>& names) const {
  std::string text;
  for (const std::string& name : names) {
    absl::StrAppend(&text, "DROP ", type,
                    options_.if_exists ? " IF EXISTS" : "", " ", Quoted(name),
                    ";\n");
  }
  return text;
}

std::string GlobalsDdl::DropTablespaces() const {
  std::vector<std::string> names;
  for (const Tablespace& tablespace : globals_.tablespaces) {
    names.push_back(tablespace.name);
  }
  std::sort(names.begin(), names.end());
  return Drops("TABLESPACE", names);
}

std::string GlobalsDdl::DropRoles() const {
  std::vector<std::string> names;
  for (const GlobalRole& role : globals_.roles) names.push_back(role.name);
  return Drops("ROLE", names);
}

std::string GlobalsDdl::RoleAttributes(const GlobalRole& role) const {
  const std::pair<bool, absl::string_view> kAttributes[] = {
      {role.is_superuser, "SUPERUSER"},
      {role.inherits, "INHERIT"},
      {role.creates_roles, "CREATEROLE"},
      {role.creates_databases, "CREATEDB"},
      {role.can_log_in, "LOGIN"},
      {role.can_replicate, "REPLICATION"},
      {role.bypasses_row_security, "BYPASSRLS"},
  };
  std::string text;
  for (const auto& [has, word] : kAttributes) {
    absl::StrAppend(&text, has ? " " : " NO", word);
  }
  if (role.connection_limit != -1) {
    absl::StrAppend(&text, " CONNECTION LIMIT ", role.connection_limit);
  }
  if (role.password.has_value()) {
    absl::StrAppend(&text, " PASSWORD ", Literal(*role.password, style_));
  }
  if (role.valid_until.has_value()) {
    absl::StrAppend(&text, " VALID UNTIL '", *role.valid_until, "'");
  }
  return text;
}

std::string GlobalsDdl::Notes(absl::string_view type, const std::string& name,
                              const std::optional<std::string>& comment,
                              CatalogId row) const {
  std::string text;
  if (comment.has_value() && !options_.no_comments) {
    absl::StrAppend(&text, "COMMENT ON ", type, " ", name, " IS ",
                    Literal(*comment, style_), ";\n");
  }
  if (options_.no_security_labels) return text;
  const auto [begin, end] = globals_.labels.equal_range(row);
  for (auto label = begin; label != end; ++label) {
    absl::StrAppend(&text, "SECURITY LABEL FOR ", Quoted(label->second.first),
                    " ON ", type, " ", name, " IS ",
                    Literal(label->second.second, style_), ";\n");
  }
  return text;
}

// CREATE and ALTER apart: the one who restores is a role that exists already.
std::string GlobalsDdl::Roles() const {
  std::string text;
  for (const GlobalRole& role : globals_.roles) {
    const std::string name = Quoted(role.name);
    absl::StrAppend(
        &text, "CREATE ROLE ", name, ";\nALTER ROLE ", name, " WITH",
        RoleAttributes(role), ";\n",
        Notes("ROLE", name, role.comment, CatalogId{kPgAuthIdOid, role.oid}));
  }
  return text;
}

std::string GlobalsDdl::RoleSettings() const {
  const bool is_old = style_.release < kOneHeadingRelease;
  const std::string heading = "--\n-- User Configurations\n--\n\n";
  std::string text;
  for (const GlobalRole& role : globals_.roles) {
    const std::string role_heading =
        ScriptTitle(absl::StrCat("User Config \"", OnOneLine(role.name), "\""));
    bool is_first = true;
    for (const std::string& element : role.settings) {
      const std::optional<std::string> setting =
          FormatSetting(element, style_, Literal);
      if (!setting.has_value()) continue;
      // The old ones stand in front of every setting of every role.
      if (is_old && is_first) absl::StrAppend(&text, heading);
      if (is_old || is_first) {
        absl::StrAppend(&text, is_old ? "" : "\n", role_heading);
      }
      is_first = false;
      absl::StrAppend(&text, "ALTER ROLE ", Quoted(role.name), " SET ",
                      *setting, ";\n");
    }
  }
  if (is_old) return text;
  return absl::StrCat("\n--\n-- User Configurations\n--\n", text);
}

std::string GlobalsDdl::Grant(const RoleMembership& membership) const {
  std::vector<absl::string_view> options;
  if (membership.has_admin_option) options.emplace_back("ADMIN OPTION");
  if (style_.release >= kMembershipOptionsRelease) {
    options.emplace_back(membership.inherits ? "INHERIT TRUE"
                                             : "INHERIT FALSE");
    if (!membership.can_set_role) options.emplace_back("SET FALSE");
  }
  std::string text = absl::StrCat("GRANT ", Quoted(*membership.role), " TO ",
                                  Quoted(*membership.member));
  absl::string_view separator = " WITH ";
  for (const absl::string_view option : options) {
    absl::StrAppend(&text, std::exchange(separator, ", "), option);
  }
  if (membership.grantor.has_value()) {
    absl::StrAppend(&text, " GRANTED BY ", Quoted(*membership.grantor));
  }
  return absl::StrCat(text, ";\n");
}

// Grants of one role. Only the bootstrap superuser may always grant; others
// must have received the right before.
absl::StatusOr<std::string> GlobalsDdl::GrantsInOrder(
    std::span<const RoleMembership* const> grants) const {
  std::string text;
  std::set<std::string> may_grant;
  std::vector<const RoleMembership*> left(grants.begin(), grants.end());
  while (!left.empty()) {
    std::vector<const RoleMembership*> waiting;
    for (const RoleMembership* grant : left) {
      if (grant->grantor.has_value() &&
          grant->grantor_oid != kBootstrapSuperuserOid &&
          may_grant.count(*grant->grantor) == 0) {
        waiting.push_back(grant);
        continue;
      }
      if (grant->has_admin_option) may_grant.insert(*grant->member);
      absl::StrAppend(&text, Grant(*grant));
    }
    if (waiting.size() == left.size()) {
      return absl::FailedPreconditionError(absl::StrCat(
          "no order of the grants of role ", *left.front()->role,
          " lets every grantor have the right to grant: ", left.size(),
          " are left"));
    }
    left = std::move(waiting);
  }
  return text;
}

absl::StatusOr<std::string> GlobalsDdl::Memberships(
    std::vector<std::string>* warnings) const {
  std::vector<const RoleMembership*> known;
  for (const RoleMembership& membership : globals_.memberships) {
    if (!membership.role.has_value() || !membership.member.has_value()) {
      warnings->push_back(absl::StrCat(
          "a membership names a role that does not exist and is left out: ",
          membership.role.value_or("?"), " to ",
          membership.member.value_or("?")));
      continue;
    }
    if (!membership.grantor.has_value()) {
      warnings->push_back(absl::StrCat(
          "the grant of role ", *membership.role, " to ", *membership.member,
          " has a grantor that does not exist, who is left out"));
    }
    known.push_back(&membership);
  }
  std::string text;
  // Before 16 it does not matter who has granted.
  if (style_.release < kMembershipOptionsRelease) {
    for (const RoleMembership* membership : known) {
      absl::StrAppend(&text, Grant(*membership));
    }
    return text;
  }
  for (size_t begin = 0; begin < known.size();) {
    size_t end = begin + 1;
    while (end < known.size() && *known[end]->role == *known[begin]->role) {
      ++end;
    }
    ASSIGN_OR_RETURN(
        const std::string grants,
        GrantsInOrder(std::span(known).subspan(begin, end - begin)));
    absl::StrAppend(&text, grants);
    begin = end;
  }
  return text;
}

absl::StatusOr<std::string> GlobalsDdl::ParameterPrivilegeGrants() const {
  std::string text;
  if (options_.no_privileges) return text;
  for (const ParameterPrivileges& parameter : globals_.parameters) {
    AclSubject subject;
    subject.type = "PARAMETER";
    subject.name = Quoted(parameter.name);
    subject.owner = globals_.bootstrap_superuser;
    const std::string base = parameter.acl.default_acl.value_or("");
    ASSIGN_OR_RETURN(
        const std::string grants,
        AclStatements(subject, parameter.acl.acl.value_or(base), base, style_));
    absl::StrAppend(&text, grants);
  }
  return text;
}

absl::StatusOr<std::string> GlobalsDdl::Tablespaces() const {
  std::string text;
  for (const Tablespace& tablespace : globals_.tablespaces) {
    const std::string name = Quoted(tablespace.name);
    const bool is_in_place = style_.release >= kInPlaceRelease &&
                             !absl::StartsWith(tablespace.location, "/");
    absl::StrAppend(&text, "CREATE TABLESPACE ", name, " OWNER ",
                    Quoted(tablespace.owner), " LOCATION ",
                    Literal(is_in_place ? "" : tablespace.location, style_),
                    ";\n");
    if (!tablespace.options.empty()) {
      absl::StrAppend(&text, "ALTER TABLESPACE ", name, " SET (",
                      tablespace.options, ");\n");
    }
    if (!options_.no_privileges && tablespace.acl.acl.has_value()) {
      AclSubject subject;
      subject.type = "TABLESPACE";
      subject.name = name;
      subject.owner = tablespace.owner;
      ASSIGN_OR_RETURN(
          const std::string grants,
          AclStatements(subject, *tablespace.acl.acl,
                        tablespace.acl.default_acl.value_or(""), style_));
      absl::StrAppend(&text, grants);
    }
    absl::StrAppend(&text, Notes("TABLESPACE", name, tablespace.comment,
                                 CatalogId{kPgTablespaceOid, tablespace.oid}));
  }
  return text;
}

}  // namespace pgark
