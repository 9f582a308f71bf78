#ifndef PGARK_BASE_LINE_DIFF_H_
#define PGARK_BASE_LINE_DIFF_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace pgark {

struct DiffLine {
  char mark = ' ';   // '-' only in the first text, '+' only in the second, ' '
  std::string text;  // without its newline

  friend bool operator==(const DiffLine&, const DiffLine&) = default;
};

// Returns what must be taken out of `first` and put in to get `second`, line by
// line, with at most `context` unchanged lines around each change; where more
// were left out stands a line " ...". Nothing for equal texts. The fewest lines
// that way, unless the differing parts are longer than some thousand lines:
// then all of the one goes and all of the other comes.
std::vector<DiffLine> DiffLines(absl::string_view first,
                                absl::string_view second, size_t context);

}  // namespace pgark

#endif  // PGARK_BASE_LINE_DIFF_H_
