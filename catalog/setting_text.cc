#include "catalog/setting_text.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status_macros.h"
#include "catalog/array_text.h"

namespace pgark {
namespace {

// The parameters that hold lists of names, and the release that brought them.
struct ListSetting {
  absl::string_view name;
  int since_release;
};
constexpr ListSetting kListSettings[] = {
    {"local_preload_libraries", 0},   {"oauth_validator_libraries", 18},
    {"output_plugin_libraries", 17},  {"search_path", 0},
    {"session_preload_libraries", 0}, {"shared_preload_libraries", 0},
    {"temp_tablespaces", 0},          {"unix_socket_directories", 0},
};

size_t SkipBlanks(absl::string_view text, size_t position) {
  while (position < text.size() && absl::ascii_isspace(text[position])) {
    ++position;
  }
  return position;
}

// Reads the "name" at *position, doubled quotes resolved.
bool ReadQuotedName(absl::string_view text, size_t* position,
                    std::string* name) {
  for (++*position; *position < text.size(); ++*position) {
    if (text[*position] != '"') {
      name->push_back(text[*position]);
    } else if (*position + 1 < text.size() && text[*position + 1] == '"') {
      name->push_back('"');
      ++*position;
    } else {
      ++*position;
      return true;
    }
  }
  return false;
}

// Splits a list of names at its commas. Names keep their case. Returns nothing
// for text that the server would not read as a list.
std::optional<std::vector<std::string>> SplitNames(absl::string_view text) {
  std::vector<std::string> names;
  size_t position = SkipBlanks(text, 0);
  if (position == text.size()) return names;
  while (true) {
    std::string name;
    if (position < text.size() && text[position] == '"') {
      if (!ReadQuotedName(text, &position, &name)) return std::nullopt;
    } else {
      const size_t start = position;
      while (position < text.size() && text[position] != ',' &&
             !absl::ascii_isspace(text[position])) {
        ++position;
      }
      if (position == start) return std::nullopt;
      name = std::string(text.substr(start, position - start));
    }
    names.push_back(std::move(name));
    position = SkipBlanks(text, position);
    if (position == text.size()) return names;
    if (text[position] != ',') return std::nullopt;
    position = SkipBlanks(text, position + 1);
  }
}

std::string FormatList(absl::string_view value, const SqlStyle& style,
                       LiteralQuoting quote) {
  const std::optional<std::vector<std::string>> names = SplitNames(value);
  if (!names.has_value() || names->empty()) return quote(value, style);
  return absl::StrJoin(*names, ", ", [&](std::string* out, const auto& name) {
    out->append(quote(name, style));
  });
}

}  // namespace

bool IsListSetting(absl::string_view name, int release) {
  return std::any_of(std::begin(kListSettings), std::end(kListSettings),
                     [name, release](const ListSetting& setting) {
                       return release >= setting.since_release &&
                              absl::EqualsIgnoreCase(setting.name, name);
                     });
}

std::optional<std::string> FormatSetting(absl::string_view element,
                                         const SqlStyle& style,
                                         LiteralQuoting quote) {
  const size_t equals = element.find('=');
  if (equals == absl::string_view::npos) return std::nullopt;
  const absl::string_view name = element.substr(0, equals);
  const absl::string_view value = element.substr(equals + 1);
  return absl::StrCat(QuoteIdentifier(name, style), " TO ",
                      IsListSetting(name, style.release)
                          ? FormatList(value, style, quote)
                          : quote(value, style));
}

absl::StatusOr<std::string> FormatReloptions(absl::string_view array,
                                             absl::string_view prefix,
                                             const SqlStyle& style) {
  ASSIGN_OR_RETURN(std::vector<std::string> options, ParseTextArray(array));
  std::string text;
  for (const std::string& option : options) {
    const size_t equals = std::min(option.find('='), option.size());
    const std::string name = option.substr(0, equals);
    const std::string value =
        equals < option.size() ? option.substr(equals + 1) : "";
    if (absl::StartsWith(name, "pg_")) continue;
    const bool bare = QuoteIdentifier(value, style) == value;
    absl::StrAppend(&text, text.empty() ? "" : ", ", prefix,
                    QuoteIdentifier(name, style), "=",
                    bare ? value : QuoteLiteral(value, style));
  }
  return text;
}

}  // namespace pgark
