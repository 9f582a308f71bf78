#ifndef PGARK_TOOLS_COMMANDS_H_
#define PGARK_TOOLS_COMMANDS_H_

#include "tools/signal_stop.h"

namespace pgark {

// One function a command: argv[0] is the command's name. Returns the program's
// exit code. Declared here, defined in <name>_command.cc.
using CommandFunction = int (*)(int argc, char** argv, SignalStop& signals);

int DumpCommand(int argc, char** argv, SignalStop& signals);
int RestoreCommand(int argc, char** argv, SignalStop& signals);
int ListCommand(int argc, char** argv, SignalStop& signals);
int GlobalsCommand(int argc, char** argv, SignalStop& signals);
int CatCommand(int argc, char** argv, SignalStop& signals);
int CompareCommand(int argc, char** argv, SignalStop& signals);
int SalvageCommand(int argc, char** argv, SignalStop& signals);
int SqlCommand(int argc, char** argv, SignalStop& signals);
int VerifyCommand(int argc, char** argv, SignalStop& signals);
int BackupCommand(int argc, char** argv, SignalStop& signals);
int BackupsCommand(int argc, char** argv, SignalStop& signals);
int StatusCommand(int argc, char** argv, SignalStop& signals);
int PruneCommand(int argc, char** argv, SignalStop& signals);

// What the program does when it is called by the name of one of PostgreSQL's,
// through a link: its options and exit codes, nothing of ours.
int PgRestoreCommand(int argc, char** argv, SignalStop& signals);

}  // namespace pgark

#endif  // PGARK_TOOLS_COMMANDS_H_
