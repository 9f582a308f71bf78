#include "store/set_name.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace pgark {
namespace {

constexpr char kNameTime[] = "%Y%m%dT%H%M%SZ";
constexpr size_t kNameTimeLength = 16;
constexpr size_t kMaxKindLength = 40;

bool IsPlainLetter(char letter) {
  return absl::ascii_isalnum(static_cast<unsigned char>(letter)) ||
         letter == '_' || letter == '-' || letter == '.';
}

// Names in a store's folder that are no databases.
bool IsReserved(absl::string_view name) {
  return name == "log" || name == "latest";
}

std::string Escaped(char letter) {
  return absl::StrFormat("%%%02X", static_cast<unsigned char>(letter));
}

}  // namespace

std::string SetName::ToString() const {
  return absl::StrCat(absl::FormatTime(kNameTime, time, absl::UTCTimeZone()),
                      "-", kind);
}

std::optional<SetName> SetName::Parse(absl::string_view text) {
  if (text.size() < kNameTimeLength + 2 || text[kNameTimeLength] != '-') {
    return std::nullopt;
  }
  // With marks between them, or the year would take all digits.
  const std::string time = absl::StrCat(
      text.substr(0, 4), "-", text.substr(4, 2), "-", text.substr(6, 5), ":",
      text.substr(11, 2), ":", text.substr(13, 3));
  SetName name;
  name.kind = std::string(text.substr(kNameTimeLength + 1));
  const std::optional<absl::Time> parsed = ParseTimestamp(time);
  if (!IsKindName(name.kind) || !parsed.has_value()) return std::nullopt;
  name.time = *parsed;
  if (name.ToString() != text) return std::nullopt;
  return name;
}

bool IsKindName(absl::string_view text) {
  if (text.empty() || text.size() > kMaxKindLength ||
      !absl::ascii_islower(static_cast<unsigned char>(text[0]))) {
    return false;
  }
  return std::all_of(text.begin(), text.end(), [](char letter) {
    const auto octet = static_cast<unsigned char>(letter);
    return absl::ascii_islower(octet) || absl::ascii_isdigit(octet) ||
           letter == '-';
  });
}

std::string FolderNameOfDatabase(absl::string_view database) {
  std::string name;
  for (size_t i = 0; i < database.size(); ++i) {
    const char letter = database[i];
    const bool is_plain = IsPlainLetter(letter) &&
                          !(i == 0 && (letter == '.' || IsReserved(database)));
    name += is_plain ? std::string(1, letter) : Escaped(letter);
  }
  return name;
}

std::optional<std::string> DatabaseOfFolderName(absl::string_view folder) {
  std::string database;
  for (size_t i = 0; i < folder.size(); ++i) {
    if (folder[i] != '%') {
      database.push_back(folder[i]);
      continue;
    }
    int octet = 0;
    if (i + 2 >= folder.size() ||
        !absl::SimpleHexAtoi(folder.substr(i + 1, 2), &octet)) {
      return std::nullopt;
    }
    database.push_back(static_cast<char>(octet));
    i += 2;
  }
  if (database.empty() || FolderNameOfDatabase(database) != folder) {
    return std::nullopt;
  }
  return database;
}

std::string FormatTimestamp(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E*SZ", time, absl::UTCTimeZone());
}

std::optional<absl::Time> ParseTimestamp(absl::string_view text) {
  absl::Time time;
  if (!absl::ParseTime(absl::RFC3339_full, text, &time, nullptr)) {
    return std::nullopt;
  }
  return time;
}

}  // namespace pgark
