#ifndef PGARK_TOOLS_OPTION_TABLE_H_
#define PGARK_TOOLS_OPTION_TABLE_H_

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace pgark {

// What an option does with its value ("" for one without). Only validates and
// stores; acting is the command's. Returns INVALID_ARGUMENT that says what is
// allowed; the option's name is added by the parser.
using OptionAction = std::function<absl::Status(const std::string& value)>;

// One option of one command. The table of them yields the parser and the help
// text, and whatever else needs to know the options.
struct OptionDefinition {
  std::string name{};      // without dashes: "exclude-schema"
  char short_name = '\0';  // '\0' = long only
  // What stands for the value in the help, "" = takes none: "PATTERN".
  std::string argument{};
  std::string help{};  // a phrase; lines are wrapped
  OptionAction action{};
  // Old spellings and the like: parsed, not shown.
  bool hidden = false;
};

// An option without a value that sets a flag. No help: parsed, not shown.
struct FlagOption {
  const char* name;
  char short_name;
  const char* help;
  bool* target;
};

// An option that may be repeated and collects its values.
struct ListOption {
  const char* name;
  char short_name;
  const char* argument;
  const char* help;
  std::vector<std::string>* target;
};

// The options of a command, in groups, and its operands.
//
// single-threaded (getopt_long keeps state)
class OptionTable {
 public:
  // `usage`: "pgark dump [OPTION...] [DBNAME]".
  OptionTable(std::string usage, std::string summary);

  // Options added from now on stand under `title` in the help.
  void BeginGroup(std::string title);
  void Add(OptionDefinition option);
  void AddFlags(std::initializer_list<FlagOption> options);
  void AddLists(std::initializer_list<ListOption> options);
  // Text below the options: exit codes, examples.
  void AddEpilogue(absl::string_view text);

  // Parses argv[1..]. Bundles, abbreviations, options behind operands, "--":
  // as getopt_long does. Returns the operands; INVALID_ARGUMENT naming the
  // option that is wrong. --help and --version set wants_help()/..., and
  // parsing ends there.
  absl::Status Parse(int argc, char** argv, std::vector<std::string>* operands);

  // The options that were given, by name, with their values ("" for those that
  // take none), in order.
  const std::vector<std::pair<std::string, std::string>>& given() const {
    return given_;
  }

  bool wants_help() const { return wants_help_; }
  bool wants_version() const { return wants_version_; }
  // The help text, wrapped at 79 columns.
  std::string Help() const;

 private:
  struct Item {
    std::string group;  // its title
    OptionDefinition option;
  };

  std::string usage_;
  std::string summary_;
  std::string epilogue_;
  std::string group_;
  std::vector<Item> items_;
  std::vector<std::pair<std::string, std::string>> given_;
  bool wants_help_ = false;
  bool wants_version_ = false;
};

// Actions for the usual kinds of values.
OptionAction SetFlag(bool* target, bool value = true);
OptionAction SetText(std::string* target);
OptionAction SetText(std::optional<std::string>* target);
OptionAction AppendText(std::vector<std::string>* target);
OptionAction SetInteger(int* target, int least, int greatest);
// "500MB", "1GiB", "4096": decimal for MB, binary for MiB (and for kB none).
OptionAction SetByteSize(uint64_t* target);
// "90s", "15m", "2h", "1d"; a bare number is seconds. Stores milliseconds.
OptionAction SetDuration(int64_t* target_milliseconds);
// One of the words.
OptionAction SetWord(std::string* target, std::vector<std::string> words);

}  // namespace pgark

#endif  // PGARK_TOOLS_OPTION_TABLE_H_
