// AdaptGrants(): roles in statements about privileges.

#include <utility>

#include "absl/strings/str_cat.h"
#include "jobs/sql_tokens.h"
#include "jobs/target_adaptation.h"
#include "protocol/sql_text.h"

namespace pgark {
namespace {

constexpr int kFirstReleaseWithMaintain = 17;

// One statement: its tokens, and the text that comes out.
class GrantStatement {
 public:
  GrantStatement(const std::string& text, const std::vector<SqlToken>& tokens,
                 size_t first, size_t last, const GrantRules& rules)
      : text_(text),
        tokens_(tokens),
        first_(first),
        last_(last),
        rules_(rules),
        at_(first == 0 ? 0 : tokens[first - 1].end) {}

  bool Is(size_t i, absl::string_view word) const {
    return i <= last_ && IsSqlWord(text_, tokens_[i], word);
  }
  bool BeginsWith(absl::string_view one, absl::string_view two = "") const {
    return Is(first_, one) && (two.empty() || Is(first_ + 1, two));
  }
  const std::optional<std::string>& missing_role() const { return missing_; }
  bool has_nothing_left() const { return has_nothing_left_; }

  // The user of SET SESSION AUTHORIZATION, "" for DEFAULT.
  std::string NewUser() const {
    const SqlToken& token = tokens_[first_ + 3];
    std::string literal = SqlLiteralValue(text_, token);
    if (!literal.empty()) return literal;
    return Is(first_ + 3, "DEFAULT") ? "" : SqlName(text_, token);
  }

  std::string Adapt() {
    LeaveOutMaintain();
    // In parentheses stand columns, arguments, and the conditions of policies.
    int depth = 0;
    for (size_t i = first_; i < last_; ++i) {
      if (IsSqlSign(text_, tokens_[i], '(')) ++depth;
      if (IsSqlSign(text_, tokens_[i], ')')) --depth;
      if (depth != 0) continue;
      const bool is_mapped = Is(i, "FOR") && i > first_ && Is(i - 1, "MAPPING");
      if (Is(i, "TO") || Is(i, "FROM") || is_mapped) {
        i = ReplaceRoles(i + 1);
      } else if (Is(i, "FOR") && Is(i + 1, "ROLE")) {
        i = ReplaceRoles(i + 2);
      }
    }
    result_ += text_.substr(at_, tokens_[last_].end - at_);
    return std::move(result_);
  }

 private:
  void Replace(size_t i, const std::string& by) {
    result_ += text_.substr(at_, tokens_[i].begin - at_);
    result_ += by;
    at_ = tokens_[i].end;
  }

  // Roles with commas from `i` on; returns the last token of the list.
  size_t ReplaceRoles(size_t i) {
    for (;; i += 2) {
      if (i > last_) return last_;
      const std::string name = SqlName(text_, tokens_[i]);
      if (name.empty()) return i;
      if (!Is(i, "PUBLIC")) {
        const std::optional<std::string> role = rules_.role_of(name);
        if (!role.has_value()) {
          missing_ = name;
        } else if (*role != name) {
          Replace(i, QuoteIdentifier(*role, SqlStyle()));
        }
      }
      if (i + 1 > last_ || !IsSqlSign(text_, tokens_[i + 1], ',')) return i;
    }
  }

  void LeaveOutMaintain() {
    if (rules_.release >= kFirstReleaseWithMaintain) return;
    for (size_t i = first_; i <= last_ && !Is(i, "ON"); ++i) {
      if (!Is(i, "MAINTAIN")) continue;
      if (i + 1 <= last_ && IsSqlSign(text_, tokens_[i + 1], ',')) {
        Replace(i, "");
        at_ = tokens_[i + 1].end;
      } else if (i > first_ && IsSqlSign(text_, tokens_[i - 1], ',')) {
        Replace(i - 1, "");
        at_ = tokens_[i].end;
      } else {
        has_nothing_left_ = true;
      }
      return;
    }
  }

  const std::string& text_;
  const std::vector<SqlToken>& tokens_;
  const size_t first_;
  const size_t last_;
  const GrantRules& rules_;
  size_t at_;
  std::string result_;
  std::optional<std::string> missing_;
  bool has_nothing_left_ = false;
};

}  // namespace

AdaptedGrants AdaptGrants(const std::string& definition,
                          const GrantRules& rules) {
  const std::vector<SqlToken> tokens =
      TokenizeSql(definition, rules.standard_strings);
  AdaptedGrants adapted;
  // Somebody whom we cannot become would have said what follows.
  std::optional<std::string> unreachable;
  size_t end = 0;
  for (size_t first = 0; first < tokens.size();) {
    size_t last = first;
    while (last + 1 < tokens.size() &&
           !IsSqlSign(definition, tokens[last], ';')) {
      ++last;
    }
    GrantStatement statement(definition, tokens, first, last, rules);
    end = tokens[last].end;
    if (statement.BeginsWith("SET", "SESSION") && last > first + 3) {
      const std::string user = statement.NewUser();
      const std::optional<std::string> role =
          user.empty() ? std::optional<std::string>(user) : rules.role_of(user);
      unreachable.reset();
      if (!role.has_value() || (!user.empty() && !rules.may_become(*role))) {
        unreachable = user;
        adapted.dropped_roles.insert(user);
      } else if (*role != user) {
        absl::StrAppend(&adapted.text, "SET SESSION AUTHORIZATION ",
                        QuoteIdentifier(*role, SqlStyle()), ";");
      } else {
        adapted.text += statement.Adapt();
      }
    } else if (statement.BeginsWith("RESET", "SESSION")) {
      if (!unreachable.has_value()) adapted.text += statement.Adapt();
      unreachable.reset();
    } else if (!unreachable.has_value()) {
      std::string text = statement.Adapt();
      if (statement.missing_role().has_value()) {
        adapted.dropped_roles.insert(*statement.missing_role());
      } else if (!statement.has_nothing_left()) {
        adapted.text += text;
      }
    }
    first = last + 1;
  }
  absl::StrAppend(&adapted.text, definition.substr(end));
  return adapted;
}

}  // namespace pgark
