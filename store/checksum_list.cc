#include "store/checksum_list.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace pgark {
namespace {

constexpr size_t kDigits = 64;

bool IsDigest(absl::string_view text) {
  return text.size() == kDigits &&
         std::all_of(text.begin(), text.end(), [](char letter) {
           return absl::ascii_isdigit(static_cast<unsigned char>(letter)) ||
                  (letter >= 'a' && letter <= 'f');
         });
}

}  // namespace

bool IsSetFileName(absl::string_view name) {
  return !name.empty() && name[0] != '.' &&
         std::none_of(name.begin(), name.end(), [](char letter) {
           return letter == '/' || letter == '\\' ||
                  absl::ascii_iscntrl(static_cast<unsigned char>(letter));
         });
}

std::string FormatChecksums(const ChecksumList& checksums) {
  std::string text;
  for (const auto& [name, digest] : checksums) {
    absl::StrAppend(&text, digest, "  ", name, "\n");
  }
  return text;
}

absl::StatusOr<ChecksumList> ParseChecksums(absl::string_view text) {
  ChecksumList checksums;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    if (line.empty()) continue;
    // "digest  name" is text, "digest *name" binary: the same to us.
    const bool is_shaped =
        line.size() > kDigits + 2 && IsDigest(line.substr(0, kDigits)) &&
        line[kDigits] == ' ' &&
        (line[kDigits + 1] == ' ' || line[kDigits + 1] == '*');
    const absl::string_view name =
        is_shaped ? line.substr(kDigits + 2) : absl::string_view();
    if (!IsSetFileName(name) ||
        !checksums.emplace(name, line.substr(0, kDigits)).second) {
      return absl::DataLossError(
          absl::StrCat("line ", number, " is no checksum of a file"));
    }
  }
  return checksums;
}

}  // namespace pgark
