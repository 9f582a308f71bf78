#ifndef PGARK_TOOLS_ARCHIVE_PRECHECK_H_
#define PGARK_TOOLS_ARCHIVE_PRECHECK_H_

#include <stop_token>
#include <string>

#include "absl/status/status.h"
#include "tools/progress_display.h"

namespace pgark {

// Checks a whole archive as `verify` does, before something is dropped for it.
// Shows the first errors. Returns DATA_LOSS when there is one, otherwise what
// opening and ValidateArchive() return.
absl::Status CheckWholeArchive(const std::string& path,
                               ProgressDisplay& display,
                               const std::stop_token& stop);

}  // namespace pgark

#endif  // PGARK_TOOLS_ARCHIVE_PRECHECK_H_
