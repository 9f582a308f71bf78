#include "jobs/restore_job.h"

#include <utility>

#include "base/status_macros.h"
#include "jobs/restore_leader.h"
#include "jobs/restore_plan.h"
#include "jobs/restore_session.h"
#include "jobs/restore_tally.h"
#include "jobs/restore_target_session.h"
#include "jobs/restore_workers.h"

namespace pgark {
namespace {

absl::Status CheckOptions(const RestoreSource& source,
                          const RestoreOptions& options) {
  if (options.jobs <= 1) return absl::OkStatus();
  if (!source.data.reads_in_any_order()) {
    return absl::InvalidArgumentError(
        "several jobs need an archive that is a file, not a pipe");
  }
  if (options.single_transaction) {
    return absl::InvalidArgumentError(
        "several jobs cannot work in a single transaction");
  }
  return absl::OkStatus();
}

// What progress is measured by; 0 when not all of it can be estimated.
uint64_t TotalBytes(const RestorePlan& plan, const EntryDataSource& data) {
  uint64_t total = 0;
  for (const PlannedEntry& planned : plan.entries()) {
    if (!planned.parts.data || !planned.entry->has_data) continue;
    const uint64_t bytes = data.DecodedBytes(*planned.entry);
    if (bytes == 0) return 0;
    total += bytes;
  }
  return total;
}

absl::Status RestoreAll(const RestoreContext& context, const RestorePlan& plan,
                        const ConnectionOptions& connection,
                        std::stop_source& stop_all) {
  const int jobs = context.options.jobs;
  RestoreLeader leader(context, plan);
  RETURN_IF_ERROR(leader.Open(connection));
  if (context.options.clean) RETURN_IF_ERROR(leader.DropAll());
  if (jobs <= 1) {
    RETURN_IF_ERROR(leader.RestoreAll());
    return leader.Commit();
  }
  RETURN_IF_ERROR(leader.RestoreBeforeData());
  RETURN_IF_ERROR(leader.Commit());
  RestoreWorkers workers(context, plan, leader, stop_all);
  RETURN_IF_ERROR(workers.Run(jobs));
  return leader.RestorePlaces(workers.leftover());
}

}  // namespace

absl::StatusOr<RestoreSummary> RunRestore(const RestoreSource& source,
                                          const RestoreOptions& options,
                                          const RestoreTarget& target,
                                          RestoreObserver& observer,
                                          std::stop_token stop) {
  RETURN_IF_ERROR(CheckOptions(source, options));
  ASSIGN_OR_RETURN(
      const RestoreDialect dialect,
      ChooseDialect(source.header, source.toc, options.as_release));
  ASSIGN_OR_RETURN(
      const RestorePlan plan,
      RestorePlan::Create(source.toc, options.selection, source.data));

  // Ends everything: requested from outside, or when a session fails for good.
  std::stop_source stop_all;
  const std::stop_callback pass_on(std::move(stop),
                                   [&stop_all] { stop_all.request_stop(); });
  RestoreTally tally(options, observer, stop_all.get_token());
  for (const std::string& warning : plan.warnings()) tally.Warn(warning);
  const RestoreContext context{
      source.header, source.toc,          source.data,    options,
      dialect,       plan.is_data_only(), target.connect, tally,
      observer,      stop_all.get_token()};
  observer.BeginPhase("restoring", TotalBytes(plan, source.data));
  RETURN_IF_ERROR(RestoreAll(context, plan, target.connection, stop_all));
  RETURN_IF_ERROR(source.data.Finish());
  RestoreSummary summary = tally.TakeSummary();
  summary.wanted_entries = plan.wanted_count();
  return summary;
}

}  // namespace pgark
