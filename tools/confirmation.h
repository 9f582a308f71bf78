#ifndef PGARK_TOOLS_CONFIRMATION_H_
#define PGARK_TOOLS_CONFIRMATION_H_

#include <cstdint>
#include <stop_token>
#include <string>

#include "absl/status/status.h"

namespace pgark {

// Whether somebody can be asked: standard input and standard error are
// terminals.
bool CanAskPerson();

// Shows `question` on standard error and waits until `expected` is typed, then
// for `abort_window_milliseconds`, so that Ctrl-C still helps. Returns
// INVALID_ARGUMENT for any other answer, CANCELLED when `stop` was requested
// meanwhile.
absl::Status AskToType(const std::string& question, const std::string& expected,
                       int64_t abort_window_milliseconds,
                       const std::stop_token& stop);

}  // namespace pgark

#endif  // PGARK_TOOLS_CONFIRMATION_H_
