#include "tools/exit_code.h"

#include <csignal>

#include "absl/strings/str_cat.h"

namespace pgark {

ExitCode ExitCodeFor(const absl::Status& status, Stage stage, int signal) {
  if (status.ok()) return ExitCode::kDone;
  if (absl::IsCancelled(status) && signal != 0) {
    return signal == SIGTERM ? ExitCode::kTerminated : ExitCode::kInterrupted;
  }
  switch (stage) {
    case Stage::kUsage:
      return ExitCode::kUsage;
    case Stage::kConnecting:
      // A connection string that cannot be read is a wrong command line.
      return absl::IsInvalidArgument(status) ? ExitCode::kUsage
                                             : ExitCode::kNoConnection;
    case Stage::kLocking:
      return absl::IsAborted(status) ? ExitCode::kLocked : ExitCode::kFailed;
    case Stage::kWorking:
      return absl::IsInvalidArgument(status) ? ExitCode::kUsage
                                             : ExitCode::kFailed;
  }
  return ExitCode::kFailed;
}

std::string ExitCodeHelp(const std::string& three, bool locks) {
  std::string text =
      "Exit codes:\n"
      "  0    done, nothing to report\n"
      "  1    could not be done, or not to the end\n"
      "  2    wrong command line; nothing was touched\n";
  if (!three.empty()) absl::StrAppend(&text, "  3    ", three, "\n");
  absl::StrAppend(&text,
                  "  4    no connection: unreachable, refused, login failed\n",
                  locks ? "  5    another run holds the lock\n" : "",
                  "  130, 143  interrupted, terminated; cleaned up\n");
  return text;
}

}  // namespace pgark
