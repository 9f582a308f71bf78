#ifndef PGARK_TOOLS_VERIFY_PAGE_H_
#define PGARK_TOOLS_VERIFY_PAGE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "archive/finding.h"
#include "archive/validator.h"

namespace pgark {

// One archive of a page.
struct VerifiedArchive {
  std::string path;
  // Nothing when it could not be checked; `status` then says why.
  std::optional<ValidationSummary> summary;
  absl::Status status;
  std::vector<Finding> findings;
};

// Makes an HTML page of verdicts that needs no other file and no script: for
// each archive the verdict, the findings with their places, a map of the file
// and the sizes of its tables. Follows the reader's choice of light or dark.
// Everything that comes from an archive is escaped; of very many findings,
// tables or blocks the first or largest are shown, and how many there are.
std::string VerifyPage(const std::vector<VerifiedArchive>& archives);

}  // namespace pgark

#endif  // PGARK_TOOLS_VERIFY_PAGE_H_
