#include "tools/filter_file.h"

#include <cstddef>
#include <span>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "tools/whole_file.h"

namespace pgark {
namespace {

constexpr size_t kMaxFilterBytes = size_t{64} << 20;

// Every word that names a kind of object; each program knows some of them.
constexpr absl::string_view kObjects[] = {
    "database",
    "extension",
    "foreign_data",
    "function",
    "index",
    "schema",
    "table",
    "table_and_children",
    "table_data",
    "trigger",
    "table_data_and_children",
};

// Which list of the options a rule adds to.
template <typename Options>
struct FilterTarget {
  bool include;
  absl::string_view object;
  std::vector<std::string> Options::*patterns;
};

constexpr FilterTarget<DumpOptions> kDumpTargets[] = {
    {true, "extension", &DumpOptions::filtered_extension_patterns},
    {false, "extension", &DumpOptions::exclude_extension_patterns},
    {true, "foreign_data", &DumpOptions::include_foreign_data_patterns},
    {true, "schema", &DumpOptions::schema_patterns},
    {false, "schema", &DumpOptions::exclude_schema_patterns},
    {true, "table", &DumpOptions::table_patterns},
    {false, "table", &DumpOptions::exclude_table_patterns},
    {true, "table_and_children", &DumpOptions::table_and_children_patterns},
    {false, "table_and_children",
     &DumpOptions::exclude_table_and_children_patterns},
    {false, "table_data", &DumpOptions::exclude_table_data_patterns},
    {false, "table_data_and_children",
     &DumpOptions::exclude_table_data_and_children_patterns},
};

constexpr FilterTarget<EntrySelectionOptions> kRestoreTargets[] = {
    {true, "function", &EntrySelectionOptions::functions},
    {true, "index", &EntrySelectionOptions::indexes},
    {true, "schema", &EntrySelectionOptions::schemas},
    {false, "schema", &EntrySelectionOptions::excluded_schemas},
    {true, "table", &EntrySelectionOptions::tables},
    {true, "trigger", &EntrySelectionOptions::triggers},
};

absl::Status WrongLine(int line, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("line ", line, ": ", what));
}

bool IsKnownObject(absl::string_view word) {
  for (const absl::string_view object : kObjects) {
    if (word == object) return true;
  }
  return false;
}

// Reads one file front to back.
class FilterParser {
 public:
  explicit FilterParser(absl::string_view text) : text_(text) {}

  absl::StatusOr<std::vector<FilterRule>> Parse() {
    std::vector<FilterRule> rules;
    for (; !AtEnd(); SkipLineEnd()) {
      SkipBlanks();
      if (AtLineEnd() || Peek() == '#') continue;
      ASSIGN_OR_RETURN(FilterRule rule, ParseRule());
      rules.push_back(std::move(rule));
    }
    return rules;
  }

 private:
  bool AtEnd() const { return position_ == text_.size(); }
  bool AtLineEnd() const { return AtEnd() || Peek() == '\n'; }
  char Peek() const { return text_[position_]; }

  void SkipBlanks() {
    while (!AtLineEnd() && absl::ascii_isspace(Peek())) ++position_;
  }
  // What is left of a line is a comment.
  void SkipLineEnd() {
    while (!AtLineEnd()) ++position_;
    if (!AtEnd()) ++position_;
    ++line_;
  }
  std::string TakeWord() {
    const size_t begin = position_;
    while (!AtLineEnd() && !absl::ascii_isspace(Peek())) ++position_;
    const absl::string_view word = text_.substr(begin, position_ - begin);
    SkipBlanks();
    return std::string(word);
  }

  absl::StatusOr<FilterRule> ParseRule() {
    FilterRule rule;
    rule.line = line_;
    const std::string command = absl::AsciiStrToLower(TakeWord());
    if (command != "include" && command != "exclude") {
      return WrongLine(line_, "a rule begins with include or exclude");
    }
    rule.include = command == "include";
    rule.object = absl::AsciiStrToLower(TakeWord());
    if (rule.object.empty()) {
      return WrongLine(line_, absl::StrCat("what is to be ", command,
                                           "d? A kind of object is missing"));
    }
    if (!IsKnownObject(rule.object)) {
      return WrongLine(
          line_, absl::StrCat("\"", rule.object, "\" is no kind of object"));
    }
    RETURN_IF_ERROR(TakePattern(&rule.pattern));
    if (rule.pattern.empty()) {
      return WrongLine(rule.line, "a name or pattern is missing");
    }
    return rule;
  }

  // The pattern up to a comment or the end of the line, with its white space
  // in one form.
  absl::Status TakePattern(std::string* pattern) {
    // Whether white space was read that still has to be written.
    bool is_blank_open = false;
    while (!AtLineEnd() && Peek() != '#') {
      const char c = Peek();
      if (absl::ascii_isspace(c)) {
        is_blank_open = !pattern->empty();
        SkipBlanks();
        continue;
      }
      if (c == '.' || c == ',' || c == '(' || c == ')') {
        pattern->push_back(c);
        if (c == ',') pattern->push_back(' ');
        ++position_;
        SkipBlanks();
        is_blank_open = false;
        continue;
      }
      if (is_blank_open) pattern->push_back(' ');
      is_blank_open = false;
      if (c == '"') {
        RETURN_IF_ERROR(TakeQuoted(pattern));
      } else {
        pattern->push_back(c);
        ++position_;
      }
    }
    return absl::OkStatus();
  }

  // A name in quotes, which stay: patterns know them. They may be doubled, and
  // the name may go on in the next line.
  absl::Status TakeQuoted(std::string* pattern) {
    const int first_line = line_;
    pattern->push_back('"');
    for (++position_; !AtEnd(); ++position_) {
      char c = Peek();
      if (c == '"') {
        pattern->push_back(c);
        ++position_;
        return absl::OkStatus();
      }
      if (c == '\n') ++line_;
      if (c == '\\') {
        c = position_ + 1 < text_.size() ? text_[++position_] : '\0';
        if (c != 'n' && c != '\\') {
          return WrongLine(line_,
                           R"(in quotes \n and \\ are the only escapes)");
        }
        if (c == 'n') c = '\n';
      }
      pattern->push_back(c);
    }
    return WrongLine(first_line, "the file ends inside a name in quotes");
  }

  const absl::string_view text_;
  size_t position_ = 0;
  int line_ = 1;
};

template <typename Options>
absl::Status AddRules(std::span<const FilterTarget<Options>> targets,
                      const std::vector<FilterRule>& rules, Options* options) {
  for (const FilterRule& rule : rules) {
    const FilterTarget<Options>* found = nullptr;
    for (const FilterTarget<Options>& target : targets) {
      if (target.include == rule.include && target.object == rule.object) {
        found = &target;
      }
    }
    if (found == nullptr) {
      return WrongLine(rule.line, absl::StrCat("there is no rule to ",
                                               rule.include ? "in" : "ex",
                                               "clude by ", rule.object));
    }
    (options->*found->patterns).push_back(rule.pattern);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<FilterRule>> ParseFilter(absl::string_view text) {
  return FilterParser(text).Parse();
}

absl::Status AddFilterRules(const std::vector<FilterRule>& rules,
                            DumpOptions* options) {
  return AddRules<DumpOptions>(kDumpTargets, rules, options);
}

absl::Status AddFilterRules(const std::vector<FilterRule>& rules,
                            EntrySelectionOptions* options) {
  return AddRules<EntrySelectionOptions>(kRestoreTargets, rules, options);
}

template <typename Options>
absl::Status AddFilterFiles(const std::vector<std::string>& paths,
                            Options* options) {
  for (const std::string& path : paths) {
    ASSIGN_OR_RETURN(const std::string text,
                     ReadWholeFile(path, kMaxFilterBytes));
    absl::StatusOr<std::vector<FilterRule>> rules = ParseFilter(text);
    absl::Status status =
        rules.ok() ? AddFilterRules(*rules, options) : rules.status();
    if (!status.ok()) return WithPath(std::move(status), path);
  }
  return absl::OkStatus();
}

template absl::Status AddFilterFiles(const std::vector<std::string>&,
                                     DumpOptions*);
template absl::Status AddFilterFiles(const std::vector<std::string>&,
                                     EntrySelectionOptions*);

}  // namespace pgark
