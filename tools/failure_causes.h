#ifndef PGARK_TOOLS_FAILURE_CAUSES_H_
#define PGARK_TOOLS_FAILURE_CAUSES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "jobs/restore_job.h"

namespace pgark {

// Failures of a restore that have one cause, and what helps.
struct FailureCause {
  // A word for programs: "exists_already", "missing_role".
  std::string code;
  std::string words;
  std::string remedy;  // "" when there is none that fits all
  uint64_t count = 0;
  std::string first;  // the name of the first entry that failed by it
};

// Groups failures by what the server (or the archive) says, the most frequent
// cause first.
std::vector<FailureCause> GroupByCause(
    const std::vector<RestoreFailure>& failures);

}  // namespace pgark

#endif  // PGARK_TOOLS_FAILURE_CAUSES_H_
