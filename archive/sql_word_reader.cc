#include "archive/sql_word_reader.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace pgark {
namespace {

bool IsNameByte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return absl::ascii_isalnum(byte) || c == '_' || c == '$' || byte >= 0x80;
}

}  // namespace

void SqlWordReader::SkipSpaces() {
  text_ = absl::StripLeadingAsciiWhitespace(text_);
}

bool SqlWordReader::Word(absl::string_view word) {
  SkipSpaces();
  if (!absl::StartsWithIgnoreCase(text_, word)) return false;
  if (text_.size() > word.size() && IsNameByte(text_[word.size()])) {
    return false;
  }
  text_.remove_prefix(word.size());
  return true;
}

bool SqlWordReader::Sign(char sign) {
  SkipSpaces();
  if (text_.empty() || text_.front() != sign) return false;
  text_.remove_prefix(1);
  return true;
}

bool SqlWordReader::Name(std::string* name) {
  SkipSpaces();
  if (!text_.empty() && text_.front() == '"') return QuotedName(name);
  size_t size = 0;
  while (size < text_.size() && IsNameByte(text_[size])) ++size;
  if (name != nullptr) *name = std::string(text_.substr(0, size));
  text_.remove_prefix(size);
  return size > 0;
}

bool SqlWordReader::QuotedName(std::string* name) {
  std::string unquoted;
  size_t begin = 1;
  while (true) {
    const size_t end = text_.find('"', begin);
    if (end == absl::string_view::npos || end == 1) return false;
    unquoted.append(text_.data() + begin, end - begin);
    begin = end + 1;
    if (begin == text_.size() || text_[begin] != '"') break;
    unquoted.push_back('"');
    ++begin;
  }
  text_.remove_prefix(begin);
  if (name != nullptr) *name = std::move(unquoted);
  return true;
}

bool SqlWordReader::QualifiedName() {
  do {
    if (!Name()) return false;
  } while (Sign('.'));
  return true;
}

bool SqlWordReader::SkipQuoted(size_t* place) const {
  const char quote = text_[*place];
  // E'...' is what has backslashes that escape.
  const bool has_escapes =
      quote == '\'' && *place > 0 &&
      (text_[*place - 1] == 'E' || text_[*place - 1] == 'e');
  for (size_t i = *place + 1; i < text_.size(); ++i) {
    const bool is_doubled =
        text_[i] == quote && i + 1 < text_.size() && text_[i + 1] == quote;
    if (is_doubled || (has_escapes && text_[i] == '\\')) {
      ++i;
    } else if (text_[i] == quote) {
      *place = i + 1;
      return true;
    }
  }
  return false;
}

bool SqlWordReader::SkipToSeparator() {
  int depth = 0;
  for (size_t i = 0; i < text_.size();) {
    const char c = text_[i];
    if (c == '\'' || c == '"') {
      if (!SkipQuoted(&i)) return false;
      continue;
    }
    if (depth == 0 && (c == ',' || c == ')')) {
      text_.remove_prefix(i);
      return true;
    }
    if (c == '(' || c == '[') ++depth;
    if (c == ')' || c == ']') --depth;
    ++i;
  }
  return false;
}

bool SqlWordReader::Parenthesised() {
  if (!Sign('(')) return false;
  while (SkipToSeparator()) {
    if (Sign(')')) return true;
    text_.remove_prefix(1);
  }
  return false;
}

bool SqlWordReader::AtEnd() {
  SkipSpaces();
  return text_.empty();
}

}  // namespace pgark
