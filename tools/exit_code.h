#ifndef PGARK_TOOLS_EXIT_CODE_H_
#define PGARK_TOOLS_EXIT_CODE_H_

#include <string>

#include "absl/status/status.h"

namespace pgark {

// What the program returns; the same in every command. Values are promised to
// scripts; never renumber.
enum class ExitCode : int {
  kDone = 0,
  kFailed = 1,
  kUsage = 2,
  kAnswerIsNo = 3,
  kNoConnection = 4,
  kLocked = 5,
  kInterrupted = 130,
  kTerminated = 143,
};

// At which point a command failed decides what its failure means.
enum class Stage {
  kUsage,       // options and their values: nothing was touched
  kConnecting,  // no session yet
  kLocking,     // ABORTED: another run has the lock
  kWorking,
};

// `signal`: what interrupted the command, 0 for nothing.
ExitCode ExitCodeFor(const absl::Status& status, Stage stage, int signal = 0);

// The paragraph on exit codes in every help text; `three` says what 3 means in
// this command, "" when it cannot happen; `locks`: whether 5 can.
std::string ExitCodeHelp(const std::string& three, bool locks = false);

}  // namespace pgark

#endif  // PGARK_TOOLS_EXIT_CODE_H_
