#include "catalog/name_pattern.h"

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "protocol/sql_text.h"

namespace pgark {
namespace {

// What means something in a regular expression, but nothing inside of quotes.
constexpr absl::string_view kMetacharacters = "|*+?()[]{}.^\\";

// One part while it is read.
class PartBuilder {
 public:
  void Quoted(char c) {
    part_.literal.push_back(c);
    if (c == '$' || kMetacharacters.find(c) != absl::string_view::npos) {
      part_.regex.push_back('\\');
    }
    part_.regex.push_back(c);
  }

  void Unquoted(char c, char next) {
    c = absl::ascii_tolower(static_cast<unsigned char>(c));
    part_.literal.push_back(c);
    if (c == '*') {
      part_.regex.append(".*");
    } else if (c == '?') {
      part_.regex.push_back('.');
    } else if (c == '$' || (c == '[' && next == ']')) {
      // Names may have a dollar; [] ends the names of array types.
      part_.regex.push_back('\\');
      part_.regex.push_back(c);
    } else {
      part_.regex.push_back(c);
    }
  }

  NamePatternPart Take() {
    NamePatternPart part = part_;
    part.regex = absl::StrCat("^(", part.regex, ")$");
    part_ = NamePatternPart{};
    return part;
  }

 private:
  NamePatternPart part_;
};

}  // namespace

std::vector<NamePatternPart> ParseNamePattern(absl::string_view pattern) {
  std::vector<NamePatternPart> parts;
  PartBuilder part;
  bool in_quotes = false;
  for (size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    const char next = i + 1 < pattern.size() ? pattern[i + 1] : '\0';
    if (c == '"' && in_quotes && next == '"') {
      part.Quoted('"');
      ++i;
    } else if (c == '"') {
      in_quotes = !in_quotes;
    } else if (in_quotes) {
      part.Quoted(c);
    } else if (c == '.') {
      parts.push_back(part.Take());
    } else {
      part.Unquoted(c, next);
    }
  }
  parts.push_back(part.Take());
  return parts;
}

std::string MatchCondition(absl::string_view column,
                           const NamePatternPart& part) {
  if (part.MatchesEverything()) return "true";
  return absl::StrCat(column, " OPERATOR(pg_catalog.~) ",
                      QuoteLiteralForQuery(part.regex),
                      " COLLATE pg_catalog.default");
}

}  // namespace pgark
