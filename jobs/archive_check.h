#ifndef PGARK_JOBS_ARCHIVE_CHECK_H_
#define PGARK_JOBS_ARCHIVE_CHECK_H_

#include <stop_token>

#include "absl/status/status.h"
#include "jobs/job_observer.h"
#include "jobs/restore_data_source.h"
#include "jobs/restore_plan.h"

namespace pgark {

// Reads the data that a restore of a part wants, and throws it away: whether
// each stream decodes to its end, and every row of COPY text has the columns
// and the characters that it should have. For whole archives ValidateArchive()
// sees more. Tells the observer the decoded octets.
//
// Returns DATA_LOSS with the entry for the first damage, what reading returns,
// CANCELLED when `stop` was requested.
absl::Status CheckWantedData(const RestorePlan& plan, const Toc& toc,
                             EntryDataSource& data, JobObserver& observer,
                             const std::stop_token& stop);

}  // namespace pgark

#endif  // PGARK_JOBS_ARCHIVE_CHECK_H_
