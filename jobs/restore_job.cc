#include "jobs/restore_job.h"

#include <thread>
#include <utility>
#include <vector>

#include "base/status_macros.h"
#include "jobs/restore_analysis.h"
#include "jobs/restore_leader.h"
#include "jobs/restore_plan.h"
#include "jobs/restore_session.h"
#include "jobs/restore_tally.h"
#include "jobs/restore_target_session.h"
#include "jobs/restore_truncate.h"
#include "jobs/restore_work.h"
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

// Everything but what may follow.
absl::Status RestoreEntries(const RestoreContext& context,
                            const RestorePlan& plan, RestoreLeader& leader,
                            std::stop_source& stop_all) {
  const int jobs = context.options.jobs;
  if (context.options.clean) RETURN_IF_ERROR(leader.DropAll());
  if (context.options.truncate) {
    RETURN_IF_ERROR(TruncateTables(plan, leader.session().connection()));
  }
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

// Over the leader's session and as many as the options say. Those that the
// server has no room for are done without.
absl::Status Analyze(const RestoreContext& context, RestoreLeader& leader) {
  RestoreAnalysis analysis(context, context.tally.loaded());
  if (analysis.table_count() == 0) return absl::OkStatus();
  context.observer.BeginPhase("analyzing", 0);
  const ConnectionOptions options =
      leader.session().connection().OptionsForWorkers();
  std::vector<std::thread> helpers;
  for (int i = 1; i < context.options.jobs; ++i) {
    helpers.emplace_back([&context, &analysis, &options] {
      auto session = TargetSession::Open(context, options);
      // What it leaves the others do; only the leader's failure counts.
      if (session.ok()) analysis.Work(**session).IgnoreError();
    });
  }
  absl::Status status = analysis.Work(leader.session());
  for (std::thread& helper : helpers) helper.join();
  context.tally.CountAnalyzed(analysis.table_count());
  return status;
}

absl::Status RestoreAll(const RestoreContext& context, const RestorePlan& plan,
                        const ConnectionOptions& connection,
                        std::stop_source& stop_all) {
  RestoreLeader leader(context, plan);
  RETURN_IF_ERROR(leader.Open(connection));
  RETURN_IF_ERROR(RestoreEntries(context, plan, leader, stop_all));
  if (context.options.analyze && !RestoreAnalysis::HasStatistics(plan)) {
    RETURN_IF_ERROR(Analyze(context, leader));
  }
  return context.options.tuning ? leader.CommitForGood() : absl::OkStatus();
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
  RestoreWork work(plan, observer);
  const RestoreContext context{
      source.header,       source.toc,     source.data, options, dialect,
      plan.is_data_only(), target.connect, tally,       work,    work,
      stop_all.get_token()};
  RETURN_IF_ERROR(RestoreAll(context, plan, target.connection, stop_all));
  RETURN_IF_ERROR(source.data.Finish());
  RestoreSummary summary = tally.TakeSummary();
  summary.wanted_entries = plan.wanted_count();
  return summary;
}

}  // namespace pgark
