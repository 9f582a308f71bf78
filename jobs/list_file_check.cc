#include "jobs/list_file_check.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "base/status_context.h"
#include "jobs/restore_pass.h"
#include "jobs/restore_statements.h"

namespace pgark {
namespace {

// More say nothing new.
constexpr size_t kMaxWarnings = 20;

// Takes the number that `text` begins with, and blanks behind it.
bool TakeNumber(absl::string_view* text, int64_t* number) {
  size_t length = 0;
  while (length < text->size() &&
         absl::ascii_isdigit(static_cast<unsigned char>((*text)[length]))) {
    ++length;
  }
  // No entry has more digits, whatever they say.
  constexpr size_t kMaxDigits = 12;
  if (length == 0) return false;
  if (length > kMaxDigits) {
    *number = int64_t{1} << 40;
  } else if (!absl::SimpleAtoi(text->substr(0, length), number)) {
    return false;
  }
  text->remove_prefix(length);
  *text = absl::StripLeadingAsciiWhitespace(*text);
  return true;
}

// What a listing says behind "id; table-oid oid ", or nothing for a comment of
// another form.
std::optional<absl::string_view> ListedText(absl::string_view line) {
  int64_t ignored = 0;
  line = absl::StripLeadingAsciiWhitespace(line);
  if (!absl::ConsumePrefix(&line, ";")) return std::nullopt;
  line = absl::StripLeadingAsciiWhitespace(line);
  if (!TakeNumber(&line, &ignored) || !TakeNumber(&line, &ignored) ||
      line.empty()) {
    return std::nullopt;
  }
  return line;
}

class Checker {
 public:
  explicit Checker(const Toc& toc) : toc_(toc) {}

  absl::Status TakeLine(absl::string_view line, size_t line_number) {
    line = absl::StripAsciiWhitespace(line);
    if (absl::StartsWith(line, "+")) line.remove_prefix(1);
    int64_t number = 0;
    if (!TakeNumber(&line, &number)) return absl::OkStatus();
    const TocEntry* entry =
        number > 0 && number <= INT32_MAX
            ? toc_.Find(DumpId{static_cast<int32_t>(number)})
            : nullptr;
    if (entry == nullptr) {
      return Wrong(line_number,
                   absl::StrCat("the archive has no entry ",
                                number > INT32_MAX ? "of so great a number"
                                                   : absl::StrCat(number)));
    }
    const std::optional<absl::string_view> said = ListedText(line);
    if (said.has_value()) {
      if (!absl::StartsWith(*said, OnOneLine(entry->desc))) {
        return Wrong(
            line_number,
            absl::StrCat("entry ", number, " is ", DescribeEntry(*entry),
                         ", not what the line "
                         "says: is this the list of another "
                         "archive?"));
      }
      if (!absl::StrContains(*said, OnOneLine(entry->tag))) {
        Warn(absl::StrCat("list file, line ", line_number, ": entry ", number,
                          " is ", DescribeEntry(*entry)));
      }
    }
    lines_.emplace(entry->id, line_number);
    return absl::OkStatus();
  }

  std::vector<std::string> Finish() {
    for (const auto& [id, line] : SortedLines()) CheckOrder(id, line);
    return std::move(warnings_);
  }

 private:
  static absl::Status Wrong(size_t line_number, const std::string& what) {
    return WithObject(absl::NotFoundError(what),
                      absl::StrCat("list file, line ", line_number));
  }

  void Warn(std::string text) {
    if (warnings_.size() < kMaxWarnings) warnings_.push_back(std::move(text));
  }

  std::vector<std::pair<DumpId, size_t>> SortedLines() const {
    std::vector<std::pair<DumpId, size_t>> sorted(lines_.begin(), lines_.end());
    std::sort(sorted.begin(), sorted.end(),
              [](const auto& a, const auto& b) { return a.second < b.second; });
    return sorted;
  }

  void CheckOrder(DumpId id, size_t line) {
    const TocEntry& entry = *toc_.Find(id);
    for (const DumpId needed : entry.dependencies) {
      const auto found = lines_.find(needed);
      if (found == lines_.end() || found->second <= line) continue;
      const TocEntry& other = *toc_.Find(needed);
      // Passes come one after the other whatever the list says; and what an
      // archive has in a circle stands in no order.
      if (PassOf(entry) != PassOf(other) ||
          toc_.IndexOf(needed) > toc_.IndexOf(id)) {
        continue;
      }
      Warn(absl::StrCat("list file, line ", line, ": ", DescribeEntry(entry),
                        " stands before ", DescribeEntry(other), " (line ",
                        found->second, "), which it needs"));
    }
  }

  const Toc& toc_;
  std::unordered_map<DumpId, size_t> lines_;  // the first of each entry
  std::vector<std::string> warnings_;
};

}  // namespace

absl::StatusOr<std::vector<std::string>> CheckListFile(absl::string_view text,
                                                       const Toc& toc) {
  Checker checker(toc);
  for (size_t line_number = 1; !text.empty(); ++line_number) {
    const size_t line_end = std::min(text.find('\n'), text.size());
    absl::Status status =
        checker.TakeLine(text.substr(0, line_end), line_number);
    if (!status.ok()) return status;
    text.remove_prefix(std::min(line_end + 1, text.size()));
  }
  return checker.Finish();
}

}  // namespace pgark
