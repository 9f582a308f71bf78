#ifndef PGARK_TOOLS_FILTER_FILE_H_
#define PGARK_TOOLS_FILTER_FILE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "catalog/dump_options.h"
#include "jobs/restore_options.h"

namespace pgark {

// A rule of a file given with --filter (docs/objects.md, "Filter files"):
//   include table "Line items"   # a comment
struct FilterRule {
  bool include = true;
  std::string object;  // "table_data", as a word of the file, in lower case
  std::string pattern;
  int line = 0;  // from 1
};

// Takes a file's text apart. Keywords in any case; white space around `.`,
// `(`, `)` and before `,` means nothing; names in quotes may go over several
// lines and hold `\n` and `\\`. Returns INVALID_ARGUMENT with the line for text
// that is no rule, and for objects that no program filters by.
absl::StatusOr<std::vector<FilterRule>> ParseFilter(absl::string_view text);

// Adds what the rules say to the options: of a dump, where patterns are
// patterns, and of a restore, where they are names. Return INVALID_ARGUMENT
// with the line for a rule that the program does not have.
absl::Status AddFilterRules(const std::vector<FilterRule>& rules,
                            DumpOptions* options);
absl::Status AddFilterRules(const std::vector<FilterRule>& rules,
                            EntrySelectionOptions* options);

// Reads the files ("-" is standard input) and adds their rules. Returns what
// the system says or a rule is wrong with, with the file's name.
template <typename Options>
absl::Status AddFilterFiles(const std::vector<std::string>& paths,
                            Options* options);

extern template absl::Status AddFilterFiles(const std::vector<std::string>&,
                                            DumpOptions*);
extern template absl::Status AddFilterFiles(const std::vector<std::string>&,
                                            EntrySelectionOptions*);

}  // namespace pgark

#endif  // PGARK_TOOLS_FILTER_FILE_H_
