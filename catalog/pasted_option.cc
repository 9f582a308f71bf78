#include "catalog/pasted_option.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace pgark {
namespace {

std::string PatternPart(absl::string_view name) {
  const bool is_plain =
      !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '_';
      });
  if (is_plain) return std::string(name);
  return absl::StrCat("\"", absl::StrReplaceAll(name, {{"\"", "\"\""}}), "\"");
}

bool IsSafeInShell(char c) {
  return absl::ascii_isalnum(c) || c == '_' || c == '.' || c == '-';
}

}  // namespace

std::string ExactPattern(absl::string_view schema, absl::string_view name) {
  if (schema.empty()) return PatternPart(name);
  return absl::StrCat(PatternPart(schema), ".", PatternPart(name));
}

std::string PastedOption(absl::string_view option, absl::string_view value) {
  if (!value.empty() &&
      std::all_of(value.begin(), value.end(), IsSafeInShell)) {
    return absl::StrCat(option, "=", value);
  }
  return absl::StrCat(option, "='",
                      absl::StrReplaceAll(value, {{"'", "'\\''"}}), "'");
}

}  // namespace pgark
