#include <string>
#include <vector>

#include "tools/commands.h"
#include "tools/listing.h"
#include "tools/option_table.h"

namespace pgark {
namespace {

OptionTable MakeListOptions(ListFlags* flags) {
  OptionTable table("pgark list [OPTION...] [ARCHIVE]",
                    "Prints what is in an archive, entry by entry, as "
                    "pg_restore -l does. ARCHIVE is a file in the custom or "
                    "tar format, or a directory. Without it, or with -, the "
                    "archive comes from standard input.");
  AddSelectionOptions(table, &flags->selection);
  table.BeginGroup("Form");
  table.Add({.name = "as-release",
             .argument = "N",
             .help = "print as the pg_restore of PostgreSQL N does (default: "
                     "that of the program that made the archive)",
             .action = SetInteger(&flags->as_release, 12, 18)});
  AddCommonOptions(table, &flags->common);
  table.AddEpilogue(ExitCodeHelp(""));
  return table;
}

}  // namespace

int ListCommand(int argc, char** argv, SignalStop&) {
  ListFlags flags;
  OptionTable table = MakeListOptions(&flags);
  std::vector<std::string> operands;
  if (auto code = ParseCommandLine(table, argc, argv, 1, &operands)) {
    return *code;
  }
  return ListArchive(operands.empty() ? "-" : operands[0], flags);
}

}  // namespace pgark
