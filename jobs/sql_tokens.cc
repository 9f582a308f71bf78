#include "jobs/sql_tokens.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"

namespace pgark {
namespace {

bool IsWordOctet(char octet) {
  return absl::ascii_isalnum(static_cast<unsigned char>(octet)) ||
         octet == '_' || octet == '$' ||
         (static_cast<unsigned char>(octet) & 0x80) != 0;
}

bool BeginsWord(char octet) { return IsWordOctet(octet) && octet != '$'; }

class Tokenizer {
 public:
  Tokenizer(absl::string_view text, bool standard_strings)
      : text_(text), standard_strings_(standard_strings) {}

  std::vector<SqlToken> Run() {
    while (position_ < text_.size()) {
      if (!SkipBlank()) TakeToken();
    }
    return std::move(tokens_);
  }

 private:
  char At(size_t place) const {
    return place < text_.size() ? text_[place] : '\0';
  }

  // Whether white space or a comment stood here.
  bool SkipBlank() {
    if (absl::ascii_isspace(static_cast<unsigned char>(text_[position_]))) {
      ++position_;
      return true;
    }
    if (At(position_) == '-' && At(position_ + 1) == '-') {
      const size_t end = text_.find('\n', position_);
      position_ = end == absl::string_view::npos ? text_.size() : end + 1;
      return true;
    }
    if (At(position_) != '/' || At(position_ + 1) != '*') return false;
    int depth = 0;
    do {
      if (At(position_) == '/' && At(position_ + 1) == '*') {
        ++depth;
        position_ += 2;
      } else if (At(position_) == '*' && At(position_ + 1) == '/') {
        --depth;
        position_ += 2;
      } else {
        ++position_;
      }
    } while (depth > 0 && position_ < text_.size());
    return true;
  }

  void TakeToken() {
    const size_t begin = position_;
    const char octet = text_[position_];
    SqlToken::Kind kind = SqlToken::Kind::kSign;
    if (octet == '\'') {
      kind = SqlToken::Kind::kLiteral;
      SkipQuoted('\'', !standard_strings_);
    } else if ((octet == 'E' || octet == 'e') && At(begin + 1) == '\'') {
      kind = SqlToken::Kind::kLiteral;
      ++position_;
      SkipQuoted('\'', true);
    } else if (octet == '"') {
      kind = SqlToken::Kind::kQuotedName;
      SkipQuoted('"', false);
    } else if (octet == '$' && SkipDollarQuoted()) {
      kind = SqlToken::Kind::kLiteral;
    } else if (BeginsWord(octet)) {
      kind = SqlToken::Kind::kWord;
      while (position_ < text_.size() && IsWordOctet(text_[position_])) {
        ++position_;
      }
    } else {
      ++position_;
    }
    tokens_.push_back({kind, begin, position_});
  }

  // A doubled quote is inside.
  void SkipQuoted(char quote, bool has_escapes) {
    for (++position_; position_ < text_.size(); ++position_) {
      if (has_escapes && text_[position_] == '\\') {
        ++position_;
      } else if (text_[position_] == quote) {
        if (At(position_ + 1) != quote) break;
        ++position_;
      }
    }
    position_ = std::min(position_ + 1, text_.size());
  }

  bool SkipDollarQuoted() {
    size_t end = position_ + 1;
    if (absl::ascii_isdigit(static_cast<unsigned char>(At(end)))) return false;
    while (end < text_.size() && BeginsWord(text_[end])) ++end;
    if (At(end) != '$') return false;
    const absl::string_view tag = text_.substr(position_, end + 1 - position_);
    const size_t close = text_.find(tag, end + 1);
    position_ =
        close == absl::string_view::npos ? text_.size() : close + tag.size();
    return true;
  }

  const absl::string_view text_;
  const bool standard_strings_;
  size_t position_ = 0;
  std::vector<SqlToken> tokens_;
};

absl::string_view TokenText(absl::string_view text, const SqlToken& token) {
  return text.substr(token.begin, token.end - token.begin);
}

}  // namespace

std::vector<SqlToken> TokenizeSql(absl::string_view text,
                                  bool standard_strings) {
  return Tokenizer(text, standard_strings).Run();
}

bool IsSqlWord(absl::string_view text, const SqlToken& token,
               absl::string_view word) {
  return token.kind == SqlToken::Kind::kWord &&
         absl::EqualsIgnoreCase(TokenText(text, token), word);
}

bool IsSqlSign(absl::string_view text, const SqlToken& token, char sign) {
  return token.kind == SqlToken::Kind::kSign && text[token.begin] == sign;
}

std::string SqlName(absl::string_view text, const SqlToken& token) {
  absl::string_view name = TokenText(text, token);
  switch (token.kind) {
    case SqlToken::Kind::kWord:
      return absl::AsciiStrToLower(name);
    case SqlToken::Kind::kQuotedName:
      if (name.size() < 2) return "";
      return absl::StrReplaceAll(name.substr(1, name.size() - 2),
                                 {{"\"\"", "\""}});
    default:
      return "";
  }
}

std::string SqlLiteralValue(absl::string_view text, const SqlToken& token) {
  const absl::string_view literal = TokenText(text, token);
  if (token.kind != SqlToken::Kind::kLiteral || literal.size() < 2 ||
      literal.front() != '\'' || literal.back() != '\'') {
    return "";
  }
  return absl::StrReplaceAll(literal.substr(1, literal.size() - 2),
                             {{"''", "'"}});
}

}  // namespace pgark
