#include "jobs/restore_workers.h"

#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "jobs/restore_entry.h"

namespace pgark {

RestoreWorkers::RestoreWorkers(const RestoreContext& context,
                               const RestorePlan& plan, RestoreLeader& leader,
                               std::stop_source& stop_all)
    : context_(context),
      plan_(plan),
      leader_(leader),
      stop_all_(stop_all),
      scheduler_(plan) {}

absl::Status RestoreWorkers::Run(int session_count) {
  const ConnectionOptions options =
      leader_.session().connection().OptionsForWorkers();
  std::vector<std::thread> threads;
  for (int i = 1; i < session_count; ++i) {
    threads.emplace_back([this, options] { RunWorker(options); });
  }
  RestoreWith(leader_.session());
  for (std::thread& thread : threads) thread.join();
  MutexLock lock(mutex_);
  leftover_ = scheduler_.Leftover();
  return status_;
}

void RestoreWorkers::RunWorker(const ConnectionOptions& options) {
  absl::StatusOr<std::unique_ptr<TargetSession>> session =
      TargetSession::Open(context_, options);
  if (session.ok()) {
    RestoreWith(**session);
  } else if (!context_.stop.stop_requested()) {
    context_.tally.Warn(
        absl::StrCat("one connection less: ", FormatStatus(session.status())));
  }
}

void RestoreWorkers::RestoreWith(TargetSession& session) {
  while (const std::optional<size_t> place = TakeNext()) {
    Finish(*place, RestorePlace(session, *place));
  }
}

absl::Status RestoreWorkers::RestorePlace(TargetSession& session,
                                          size_t place) {
  const PlannedEntry& planned = plan_.entries()[place];
  if (leader_.MustSkip(planned)) return absl::OkStatus();
  context_.observer.Detail(DescribeEntry(*planned.entry));
  return RestoreEntry(session, planned, leader_.MayTruncate(planned)).status();
}

std::optional<size_t> RestoreWorkers::TakeNext() {
  MutexLock lock(mutex_);
  while (status_.ok()) {
    const std::optional<size_t> place = scheduler_.Take();
    if (place.has_value()) return place;
    if (scheduler_.running_count() == 0) break;
    changed_.Wait(mutex_);
  }
  return std::nullopt;
}

void RestoreWorkers::Finish(size_t place, absl::Status status) {
  MutexLock lock(mutex_);
  scheduler_.Finish(place);
  if (!status.ok() && status_.ok()) {
    status_ = std::move(status);
    stop_all_.request_stop();
  }
  changed_.NotifyAll();
}

}  // namespace pgark
