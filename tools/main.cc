#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <string>

#include "absl/strings/str_cat.h"
#include "tools/commands.h"
#include "tools/exit_code.h"
#include "tools/report.h"
#include "tools/signal_stop.h"

namespace pgark {
namespace {

// The command table. Names are promised; see docs/ for what each does.
constexpr struct {
  const char* name;
  const char* summary;
  CommandFunction run;
} kCommands[] = {
    {"dump", "one database into one archive or script", DumpCommand},
    {"restore", "an archive into a database; as SQL with -f", RestoreCommand},
    {"list", "what is in an archive, entry by entry", ListCommand},
    {"globals", "roles, tablespaces and settings of a server, as a script",
     GlobalsCommand},
    {"cat", "the rows of one table of an archive", CatCommand},
    {"compare", "two archives, or an archive and a database", CompareCommand},
    {"salvage", "what is whole of a damaged archive, into a new one",
     SalvageCommand},
    {"sql", "the SQL of entries of an archive", SqlCommand},
    {"verify", "is an archive whole?", VerifyCommand},
    {"backup", "dump, check and publish a set in a store", BackupCommand},
    {"backups", "the sets of a store: list, show, check, pin, unpin, remove",
     BackupsCommand},
    {"status", "is all well? age, size and last check of the backups",
     StatusCommand},
    {"prune", "apply the retention policy: prints, deletes with --yes",
     PruneCommand},
};

// Programs of PostgreSQL whose names links to us may have.
constexpr struct {
  const char* name;
  CommandFunction run;
} kStockPrograms[] = {
    {"pg_restore", PgRestoreCommand},
};

CommandFunction FindStockProgram(const std::string& path) {
  const std::string name = path.substr(path.find_last_of('/') + 1);
  for (const auto& program : kStockPrograms) {
    if (name == program.name) return program.run;
  }
  return nullptr;
}

// What other tools call it.
constexpr struct {
  const char* name;
  const char* hint;
} kOtherNames[] = {
    {"snapshots", "pgark backups lists the sets of a store"},
    {"info", "pgark backups lists the sets of a store"},
    {"ls", "pgark backups lists the sets of a store"},
    {"forget", "pgark prune applies a retention policy"},
    {"expire", "pgark prune applies a retention policy"},
    {"check", "pgark verify checks archives, pgark backups check sets"},
};

void PrintOverview() {
  std::printf(
      "pgark: PostgreSQL backups that are fast, provably intact and "
      "restorable by anyone.\n\nUsage: pgark COMMAND [OPTION...]\n\n");
  for (const auto& command : kCommands) {
    std::printf("  %-10s %s\n", command.name, command.summary);
  }
  std::printf(
      "  %-10s the options of a command (also: pgark COMMAND --help)\n\n"
      "Options and their meaning are those of pg_dump and pg_restore.\n\n%s",
      "help", ExitCodeHelp("the answer is no (see each command)").c_str());
}

int Run(int argc, char** argv, SignalStop& signals) {
  const std::string name = argv[0];
  for (const auto& command : kCommands) {
    if (name == command.name) return command.run(argc, argv, signals);
  }
  const char* hint = "pgark help lists the commands";
  for (const auto& other : kOtherNames) {
    if (name == other.name) hint = other.hint;
  }
  std::fprintf(stderr,
               "pgark: error: there is no command \"%s\"\n"
               "HINT: %s\n",
               name.c_str(), hint);
  return static_cast<int>(ExitCode::kUsage);
}

// Where a standard descriptor is closed, the next file that is opened gets its
// number, and what is printed goes into it. So something stands in its place
// that takes nothing and gives nothing, but for messages.
void HoldStandardDescriptors() {
  while (true) {
    const int fd = open("/dev/null", O_RDWR);
    if (fd < 0 || fd > 2) {
      if (fd > 2) close(fd);
      return;
    }
    if (fd == 2) continue;
    close(fd);
    // Reading from the one, writing to the other is an error as before.
    if (open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) != fd) return;
  }
}

int Main(int argc, char** argv) {
  if (argc > 0) {
    if (const CommandFunction stock = FindStockProgram(argv[0])) {
      SignalStop signals;
      return stock(argc, argv, signals);
    }
  }
  if (argc < 2) {
    PrintOverview();
    return static_cast<int>(ExitCode::kUsage);
  }
  const std::string first = argv[1];
  if (first == "--version" || first == "-V") {
    std::printf("pgark %s\n", ProgramVersion());
    return 0;
  }
  if (first == "--help" || first == "-?" || (first == "help" && argc == 2)) {
    PrintOverview();
    return 0;
  }
  SignalStop signals;
  if (first == "help") {
    std::string help = "--help";
    char* arguments[] = {argv[2], help.data(), nullptr};
    return Run(2, arguments, signals);
  }
  return Run(argc - 1, argv + 1, signals);
}

}  // namespace
}  // namespace pgark

int main(int argc, char** argv) {
  pgark::HoldStandardDescriptors();
  // A file that grows beyond the limit (ulimit -f) is an error as a full disk.
  std::signal(SIGXFSZ, SIG_IGN);
  const int code = pgark::Main(argc, argv);
  // Reports have looked at it themselves; help has not.
  if (code == 0 && !pgark::FlushStandardOutput()) {
    return static_cast<int>(pgark::ExitCode::kFailed);
  }
  return code;
}
