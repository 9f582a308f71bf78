#include "base/line_diff.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace pgark {
namespace {

using Lines = std::vector<absl::string_view>;

// Above this many pairs of lines the table of the common parts takes too much.
constexpr size_t kMaxPairs = size_t{4} << 20;

Lines SplitLines(absl::string_view text) {
  if (text.empty()) return {};
  return absl::StrSplit(absl::StripSuffix(text, "\n"), '\n');
}

void Add(char mark, absl::string_view line, std::vector<DiffLine>* out) {
  out->push_back({mark, std::string(line)});
}

// The lines [begin, end) of both texts, where the ends differ.
void DiffMiddle(const Lines& first, const Lines& second,
                std::vector<DiffLine>* out) {
  const size_t rows = first.size();
  const size_t columns = second.size();
  if (rows * columns > kMaxPairs) {
    for (const absl::string_view line : first) Add('-', line, out);
    for (const absl::string_view line : second) Add('+', line, out);
    return;
  }
  // common[i][j]: the most lines that first[i..] and second[j..] share.
  std::vector<uint32_t> common((rows + 1) * (columns + 1));
  const auto at = [&common, columns](size_t i, size_t j) -> uint32_t& {
    return common[i * (columns + 1) + j];
  };
  for (size_t i = rows; i-- > 0;) {
    for (size_t j = columns; j-- > 0;) {
      at(i, j) = first[i] == second[j] ? at(i + 1, j + 1) + 1
                                       : std::max(at(i + 1, j), at(i, j + 1));
    }
  }
  size_t i = 0;
  size_t j = 0;
  while (i < rows || j < columns) {
    if (i < rows && j < columns && first[i] == second[j]) {
      Add(' ', first[i], out);
      ++i;
      ++j;
    } else if (j == columns || (i < rows && at(i + 1, j) >= at(i, j + 1))) {
      Add('-', first[i++], out);
    } else {
      Add('+', second[j++], out);
    }
  }
}

// Leaves out what is far from any change.
std::vector<DiffLine> KeepContext(std::vector<DiffLine> lines, size_t context) {
  std::vector<bool> is_kept(lines.size());
  for (size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].mark == ' ') continue;
    const size_t begin = i - std::min(i, context);
    const size_t end = std::min(lines.size(), i + context + 1);
    std::fill(is_kept.begin() + static_cast<ptrdiff_t>(begin),
              is_kept.begin() + static_cast<ptrdiff_t>(end), true);
  }
  std::vector<DiffLine> kept;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (is_kept[i]) {
      kept.push_back(std::move(lines[i]));
    } else if (i > 0 && is_kept[i - 1]) {
      kept.push_back({' ', "..."});
    }
  }
  if (!kept.empty() && kept.back() == DiffLine{' ', "..."}) kept.pop_back();
  return kept;
}

}  // namespace

std::vector<DiffLine> DiffLines(absl::string_view first,
                                absl::string_view second, size_t context) {
  if (first == second) return {};
  Lines a = SplitLines(first);
  Lines b = SplitLines(second);
  size_t begin = 0;
  while (begin < a.size() && begin < b.size() && a[begin] == b[begin]) ++begin;
  size_t tail = 0;
  while (tail < a.size() - begin && tail < b.size() - begin &&
         a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) {
    ++tail;
  }
  std::vector<DiffLine> lines;
  for (size_t i = 0; i < begin; ++i) Add(' ', a[i], &lines);
  const auto middle = [begin, tail](const Lines& all) {
    return Lines(all.begin() + static_cast<ptrdiff_t>(begin),
                 all.end() - static_cast<ptrdiff_t>(tail));
  };
  DiffMiddle(middle(a), middle(b), &lines);
  for (size_t i = a.size() - tail; i < a.size(); ++i) Add(' ', a[i], &lines);
  return KeepContext(std::move(lines), context);
}

}  // namespace pgark
