#ifndef PGARK_TOOLS_SET_CHECK_H_
#define PGARK_TOOLS_SET_CHECK_H_

#include <stop_token>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "archive/finding.h"
#include "archive/validator.h"
#include "jobs/job_observer.h"
#include "store/stored_set.h"

namespace pgark {

// What a check of a set's archive came to.
struct ArchiveCheck {
  ValidationSummary summary;
  std::vector<Finding> findings;
  std::string sha256;
  uint64_t bytes = 0;
};

// Looks into an archive, and takes its SHA-256 meanwhile. Returns what
// ValidateArchive() returns.
absl::StatusOr<ArchiveCheck> CheckArchive(const std::string& path,
                                          VerifyLevel level,
                                          JobObserver& observer,
                                          const std::stop_token& stop);

// What a check of that depth says about a set: below `streams` nothing, as
// rows were not looked at.
SetVerdict VerdictOf(const ArchiveCheck& check);

// A published set: every file against SHA256SUMS, then its archive. `problems`
// are phrases, one for each thing that is wrong; none = whole.
struct SetCheck {
  SetVerdict verdict = SetVerdict::kUnverified;
  std::vector<std::string> problems;
};
absl::StatusOr<SetCheck> CheckSet(const StoredSet& set, VerifyLevel level,
                                  JobObserver& observer,
                                  const std::stop_token& stop);

}  // namespace pgark

#endif  // PGARK_TOOLS_SET_CHECK_H_
