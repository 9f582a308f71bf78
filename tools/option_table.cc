#include "tools/option_table.h"

#include <getopt.h>

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

constexpr size_t kHelpWidth = 79;
constexpr size_t kHelpIndent = 30;
// Values that getopt_long returns for options without a letter.
constexpr int kFirstLongOnly = 1000;

// Appends `text` broken at blanks; the first line begins in column `column`.
void AppendWrapped(absl::string_view text, size_t column, size_t indent,
                   std::string* out) {
  for (absl::string_view word : absl::StrSplit(text, ' ')) {
    if (column > indent && column + 1 + word.size() > kHelpWidth) {
      absl::StrAppend(out, "\n", std::string(indent, ' '));
      column = indent;
    } else if (column > indent) {
      out->push_back(' ');
      ++column;
    }
    out->append(word.data(), word.size());
    column += word.size();
  }
  out->push_back('\n');
}

absl::Status NotAllowed(absl::string_view value, absl::string_view allowed) {
  return absl::InvalidArgumentError(
      absl::StrCat("\"", value, "\" is not ", allowed));
}

// Splits "15min" into 15 and "min". Returns false for anything else.
bool SplitUnit(absl::string_view value, double* number, std::string* unit) {
  size_t digits = 0;
  while (digits < value.size() &&
         (absl::ascii_isdigit(static_cast<unsigned char>(value[digits])) ||
          value[digits] == '.')) {
    ++digits;
  }
  *unit = std::string(absl::StripAsciiWhitespace(value.substr(digits)));
  return digits > 0 && absl::SimpleAtod(value.substr(0, digits), number);
}

// What getopt_long could not take: its two error cases in words.
absl::Status ParseFailure(int result, char** argv) {
  const std::string word = argv[std::max(optind - 1, 1)];
  const std::string option =
      absl::StartsWith(word, "--") || optopt == 0 || optopt >= kFirstLongOnly
          ? word
          : absl::StrCat("-", std::string(1, static_cast<char>(optopt)));
  return absl::InvalidArgumentError(
      result == ':'
          ? absl::StrCat("option ", option, " needs a value")
          : absl::StrCat("unknown, ambiguous or misused option ", option));
}

}  // namespace

OptionTable::OptionTable(std::string usage, std::string summary)
    : usage_(std::move(usage)), summary_(std::move(summary)) {}

void OptionTable::BeginGroup(std::string title) { group_ = std::move(title); }

void OptionTable::Add(OptionDefinition option) {
  items_.push_back({group_, std::move(option)});
}

void OptionTable::AddFlags(std::initializer_list<FlagOption> options) {
  for (const FlagOption& option : options) {
    Add({.name = option.name,
         .short_name = option.short_name,
         .help = option.help,
         .action = SetFlag(option.target),
         .hidden = option.help[0] == '\0'});
  }
}

void OptionTable::AddLists(std::initializer_list<ListOption> options) {
  for (const ListOption& option : options) {
    Add({.name = option.name,
         .short_name = option.short_name,
         .argument = option.argument,
         .help = option.help,
         .action = AppendText(option.target)});
  }
}

void OptionTable::AddEpilogue(absl::string_view text) {
  absl::StrAppend(&epilogue_, "\n", text);
}

absl::Status OptionTable::Parse(int argc, char** argv,
                                std::vector<std::string>* operands) {
  std::string letters = ":V";
  std::vector<option> long_options;
  for (size_t i = 0; i < items_.size(); ++i) {
    const OptionDefinition& definition = items_[i].option;
    const bool has_value = !definition.argument.empty();
    if (definition.short_name != '\0') {
      letters.push_back(definition.short_name);
      if (has_value) letters.push_back(':');
    }
    long_options.push_back({definition.name.c_str(),
                            has_value ? required_argument : no_argument,
                            nullptr, kFirstLongOnly + static_cast<int>(i)});
  }
  long_options.push_back({"help", no_argument, nullptr, '?'});
  long_options.push_back({"version", no_argument, nullptr, 'V'});
  long_options.push_back({nullptr, 0, nullptr, 0});

  optind = 0;  // glibc: start anew
  opterr = 0;  // we say it ourselves
  int result = 0;
  int index = 0;
  while (true) {
    optopt = 0;
    index = -1;
    result =
        getopt_long(argc, argv, letters.c_str(), long_options.data(), &index);
    if (result == -1) break;
    if (result == '?' && (index >= 0 || optopt == '?')) {
      wants_help_ = true;
      return absl::OkStatus();
    }
    if (result == 'V') {
      wants_version_ = true;
      return absl::OkStatus();
    }
    const auto item =
        std::find_if(items_.begin(), items_.end(), [&](const Item& candidate) {
          return result >= kFirstLongOnly
                     ? &candidate - items_.data() == result - kFirstLongOnly
                     : candidate.option.short_name == result;
        });
    if (result == '?' || result == ':' || item == items_.end()) {
      return ParseFailure(result, argv);
    }
    const absl::Status status =
        item->option.action(optarg == nullptr ? "" : optarg);
    if (!status.ok()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "--", item->option.name, ": ", std::string(status.message())));
    }
    given_.emplace_back(item->option.name, optarg == nullptr ? "" : optarg);
  }
  for (int i = optind; i < argc; ++i) operands->push_back(argv[i]);
  return absl::OkStatus();
}

std::string OptionTable::Help() const {
  std::string text = absl::StrCat(usage_, "\n\n");
  AppendWrapped(summary_, 0, 0, &text);
  std::string group;
  for (const Item& item : items_) {
    const OptionDefinition& option = item.option;
    if (option.hidden) continue;
    if (item.group != group) {
      group = item.group;
      absl::StrAppend(&text, "\n", group, ":\n");
    }
    std::string head =
        option.short_name == '\0'
            ? absl::StrCat("      --", option.name)
            : absl::StrCat("  -", std::string(1, option.short_name), ", --",
                           option.name);
    if (!option.argument.empty()) absl::StrAppend(&head, "=", option.argument);
    absl::StrAppend(&text, head);
    size_t column = head.size();
    if (column + 2 > kHelpIndent) {
      text.push_back('\n');
      column = 0;
    }
    text.append(kHelpIndent - column, ' ');
    AppendWrapped(option.help, kHelpIndent, kHelpIndent, &text);
  }
  absl::StrAppend(&text, "\n  -V, --version               print the version",
                  "\n  -?, --help                  print this help\n",
                  epilogue_);
  return text;
}

OptionAction SetFlag(bool* target, bool value) {
  return [target, value](const std::string&) {
    *target = value;
    return absl::OkStatus();
  };
}

OptionAction SetText(std::string* target) {
  return [target](const std::string& value) {
    *target = value;
    return absl::OkStatus();
  };
}

OptionAction SetText(std::optional<std::string>* target) {
  return [target](const std::string& value) {
    *target = value;
    return absl::OkStatus();
  };
}

OptionAction AppendText(std::vector<std::string>* target) {
  return [target](const std::string& value) {
    target->push_back(value);
    return absl::OkStatus();
  };
}

OptionAction SetInteger(int* target, int least, int greatest) {
  return [target, least, greatest](const std::string& value) {
    int number = 0;
    if (!absl::SimpleAtoi(value, &number) || number < least ||
        number > greatest) {
      return NotAllowed(
          value, absl::StrCat("a number from ", least, " to ", greatest));
    }
    *target = number;
    return absl::OkStatus();
  };
}

OptionAction SetByteSize(uint64_t* target) {
  return [target](const std::string& value) {
    static constexpr struct {
      const char* unit;
      double factor;
    } kUnits[] = {{"", 1},         {"B", 1},       {"kB", 1e3},
                  {"KB", 1e3},     {"MB", 1e6},    {"GB", 1e9},
                  {"TB", 1e12},    {"KiB", 1024},  {"MiB", 1048576},
                  {"GiB", 0x1p30}, {"TiB", 0x1p40}};
    double number = 0;
    std::string unit;
    if (SplitUnit(value, &number, &unit)) {
      for (const auto& known : kUnits) {
        const double bytes = number * known.factor;
        if (unit == known.unit && bytes < 0x1p62) {
          *target = static_cast<uint64_t>(bytes);
          return absl::OkStatus();
        }
      }
    }
    return NotAllowed(value, "a size such as 500MB or 1GiB");
  };
}

OptionAction SetDuration(int64_t* target_milliseconds) {
  return [target_milliseconds](const std::string& value) {
    static constexpr struct {
      const char* unit;
      double milliseconds;
    } kUnits[] = {{"", 1e3},
                  {"ms", 1},
                  {"s", 1e3},
                  {"m", 6e4},
                  {"min", 6e4},
                  {"h", 3.6e6},
                  {"d", 8.64e7},
                  {"w", 6.048e8},
                  // Months and years as in `90d`: so and so many days.
                  {"mo", 2.592e9},
                  {"y", 3.1536e10}};
    double number = 0;
    std::string unit;
    if (SplitUnit(value, &number, &unit)) {
      for (const auto& known : kUnits) {
        const double milliseconds = number * known.milliseconds;
        if (unit == known.unit && milliseconds < 0x1p53) {
          *target_milliseconds = static_cast<int64_t>(milliseconds);
          return absl::OkStatus();
        }
      }
    }
    return NotAllowed(value, "a time such as 90s, 15m or 2h");
  };
}

OptionAction SetWord(std::string* target, std::vector<std::string> words) {
  return [target, words = std::move(words)](const std::string& value) {
    if (std::find(words.begin(), words.end(), value) == words.end()) {
      return NotAllowed(value,
                        absl::StrCat("one of ", absl::StrJoin(words, ", ")));
    }
    *target = value;
    return absl::OkStatus();
  };
}

}  // namespace pgark
