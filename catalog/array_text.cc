#include "catalog/array_text.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

absl::Status Malformed(absl::string_view text) {
  return absl::FailedPreconditionError(
      absl::StrCat("not the text of an array: ", text.substr(0, 100)));
}

// Reads one element that starts at *position and leaves *position at the comma
// or brace behind it. Returns false when the text ends first.
bool ReadElement(absl::string_view text, size_t* position,
                 std::optional<std::string>* element) {
  std::string value;
  bool quoted = false;
  bool in_quotes = false;
  for (; *position < text.size(); ++*position) {
    const char c = text[*position];
    if (c == '"') {
      in_quotes = !in_quotes;
      quoted = true;
    } else if (c == '\\') {
      if (++*position == text.size()) return false;
      value.push_back(text[*position]);
    } else if (!in_quotes && (c == ',' || c == '}')) {
      if (!quoted && absl::EqualsIgnoreCase(value, "NULL")) {
        element->reset();
      } else {
        *element = std::move(value);
      }
      return true;
    } else if (!in_quotes && c == '{') {
      return false;  // a second dimension
    } else {
      value.push_back(c);
    }
  }
  return false;
}

bool NeedsQuotes(absl::string_view element) {
  if (element.empty() || absl::EqualsIgnoreCase(element, "NULL")) return true;
  return std::any_of(element.begin(), element.end(), [](char c) {
    return absl::ascii_isspace(static_cast<unsigned char>(c)) ||
           absl::string_view("\"\\{},").find(c) != absl::string_view::npos;
  });
}

absl::StatusOr<Oid> ParseOid(absl::string_view text) {
  Oid oid = 0;
  if (!absl::SimpleAtoi(text, &oid)) {
    return absl::FailedPreconditionError(
        absl::StrCat("not an OID: ", text.substr(0, 100)));
  }
  return oid;
}

}  // namespace

absl::StatusOr<std::vector<std::optional<std::string>>> ParseArray(
    absl::string_view text) {
  std::vector<std::optional<std::string>> elements;
  if (text.empty() || text == "{}") return elements;
  if (text.size() < 2 || text.front() != '{' || text.back() != '}') {
    return Malformed(text);
  }
  size_t position = 1;
  while (true) {
    std::optional<std::string> element;
    if (!ReadElement(text, &position, &element)) return Malformed(text);
    elements.push_back(std::move(element));
    if (text[position++] == '}') break;
  }
  if (position != text.size()) return Malformed(text);
  return elements;
}

absl::StatusOr<std::vector<std::string>> ParseTextArray(
    absl::string_view text) {
  ASSIGN_OR_RETURN(std::vector<std::optional<std::string>> elements,
                   ParseArray(text));
  std::vector<std::string> values;
  values.reserve(elements.size());
  for (std::optional<std::string>& element : elements) {
    values.push_back(std::move(element).value_or(""));
  }
  return values;
}

absl::StatusOr<std::vector<Oid>> ParseOidArray(absl::string_view text) {
  ASSIGN_OR_RETURN(std::vector<std::string> elements, ParseTextArray(text));
  std::vector<Oid> oids;
  oids.reserve(elements.size());
  for (const std::string& element : elements) {
    ASSIGN_OR_RETURN(Oid oid, ParseOid(element));
    oids.push_back(oid);
  }
  return oids;
}

absl::StatusOr<std::vector<Oid>> ParseOidVector(absl::string_view text) {
  std::vector<Oid> oids;
  for (absl::string_view element :
       absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    ASSIGN_OR_RETURN(Oid oid, ParseOid(element));
    oids.push_back(oid);
  }
  return oids;
}

std::string FormatTextArray(const std::vector<std::string>& elements) {
  return absl::StrCat(
      "{",
      absl::StrJoin(elements, ",",
                    [](std::string* out, const std::string& element) {
                      if (!NeedsQuotes(element)) {
                        out->append(element);
                        return;
                      }
                      absl::StrAppend(
                          out, "\"",
                          absl::StrReplaceAll(element,
                                              {{"\"", "\\\""}, {"\\", "\\\\"}}),
                          "\"");
                    }),
      "}");
}

std::string FormatOidArray(std::span<const Oid> oids) {
  return absl::StrCat("{", absl::StrJoin(oids, ","), "}");
}

}  // namespace pgark
