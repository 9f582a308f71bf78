#include <string>
#include <vector>

#include "tools/commands.h"
#include "tools/listing.h"
#include "tools/option_table.h"
#include "tools/source.h"

namespace pgark {
namespace {

OptionTable MakeListOptions(ListFlags* flags, StoreFlags* store) {
  OptionTable table("pgark list [OPTION...] [ARCHIVE]",
                    "Prints what is in an archive, entry by entry, as "
                    "pg_restore -l does. ARCHIVE is a file in the custom or "
                    "tar format, a directory, or a set of a store "
                    "(app:latest). Without it, or with -, the archive comes "
                    "from standard input.");
  AddSelectionOptions(table, &flags->selection);
  table.BeginGroup("Form");
  table.Add({.name = "as-release",
             .argument = "N",
             .help = "print as the pg_restore of PostgreSQL N does (default: "
                     "that of the program that made the archive)",
             .action = SetInteger(&flags->as_release, 12, 18)});
  AddStoreOptions(table, store);
  AddCommonOptions(table, &flags->common);
  table.AddEpilogue(ExitCodeHelp(""));
  return table;
}

}  // namespace

int ListCommand(int argc, char** argv, SignalStop&) {
  ListFlags flags;
  StoreFlags store;
  OptionTable table = MakeListOptions(&flags, &store);
  std::vector<std::string> operands;
  if (auto code = ParseCommandLine(table, argc, argv, 1, &operands)) {
    return *code;
  }
  const absl::StatusOr<std::string> path =
      ResolveSource(operands.empty() ? "-" : operands[0], store);
  if (!path.ok()) {
    Report report("list", flags.common);
    return report.Finish(ExitCodeFor(path.status(), Stage::kWorking),
                         path.status());
  }
  return ListArchive(*path, flags);
}

}  // namespace pgark
