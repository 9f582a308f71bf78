#include "jobs/list_file.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "base/status_context.h"

namespace pgark {
namespace {

// Returns the number at the front of `line`, with a sign and without regard
// for what follows; nothing when there is none. A number beyond the range of
// ids comes back as one that is beyond it too.
std::optional<int64_t> LeadingNumber(absl::string_view line) {
  bool negative = false;
  if (!line.empty() && (line.front() == '-' || line.front() == '+')) {
    negative = line.front() == '-';
    line.remove_prefix(1);
  }
  if (line.empty() || !absl::ascii_isdigit(line.front())) return std::nullopt;
  constexpr int64_t kBeyond = int64_t{1} << 40;
  int64_t number = 0;
  for (const char digit : line) {
    if (!absl::ascii_isdigit(digit)) break;
    number = std::min(number * 10 + (digit - '0'), kBeyond);
  }
  return negative ? -number : number;
}

DumpId LargestId(const Toc& toc) {
  DumpId largest;
  for (const TocEntry& entry : toc.entries()) {
    largest = std::max(largest, entry.id);
  }
  return largest;
}

std::string DescribeIgnoredLine(size_t number, absl::string_view line,
                                absl::string_view why) {
  constexpr size_t kMaxShownBytes = 60;
  return absl::StrCat("list file, line ", number, " ignored (", why,
                      "): ", line.substr(0, kMaxShownBytes));
}

}  // namespace

absl::StatusOr<ListedEntries> ParseListFile(absl::string_view text,
                                            const Toc& toc) {
  ListedEntries listed;
  std::unordered_set<int64_t> seen;
  const int64_t largest = LargestId(toc).value;
  for (size_t line_number = 1; !text.empty(); ++line_number) {
    const size_t line_end = std::min(text.find('\n'), text.size());
    absl::string_view line = text.substr(0, line_end);
    text.remove_prefix(std::min(line_end + 1, text.size()));
    line = absl::StripAsciiWhitespace(line.substr(0, line.find(';')));
    if (line.empty()) continue;

    const std::optional<int64_t> number = LeadingNumber(line);
    if (!number.has_value()) {
      listed.warnings.push_back(
          DescribeIgnoredLine(line_number, line, "no entry number"));
    } else if (*number <= 0 || *number > largest) {
      listed.warnings.push_back(
          DescribeIgnoredLine(line_number, line, "number out of range"));
    } else if (!seen.insert(*number).second) {
      listed.warnings.push_back(
          DescribeIgnoredLine(line_number, line, "listed before"));
    } else {
      const DumpId id{static_cast<int32_t>(*number)};
      if (toc.Find(id) == nullptr) {
        return WithObject(absl::NotFoundError(absl::StrCat(
                              "the archive has no entry ", id.value)),
                          absl::StrCat("list file, line ", line_number));
      }
      listed.ids.push_back(id);
    }
  }
  return listed;
}

}  // namespace pgark
