#include "jobs/restore_workers.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "jobs/restore_entry.h"
#include "jobs/restore_entry_batch.h"

namespace pgark {

RestoreWorkers::RestoreWorkers(const RestoreContext& context,
                               const RestorePlan& plan, RestoreLeader& leader,
                               std::stop_source& stop_all)
    : context_(context),
      plan_(plan),
      leader_(leader),
      stop_all_(stop_all),
      scheduler_(plan) {
  MutexLock lock(mutex_);
  for (const PlannedEntry& planned : plan.entries()) {
    if (planned.parts.data && planned.entry->kind == EntryKind::kTableData) {
      waiting_bytes_ += context.data.DecodedBytes(*planned.entry);
    }
  }
}

absl::Status RestoreWorkers::Run(int session_count) {
  const ConnectionOptions options =
      leader_.session().connection().OptionsForWorkers();
  {
    MutexLock lock(mutex_);
    session_count_ = static_cast<size_t>(std::max(session_count, 1));
  }
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
  while (const std::optional<Work> work = TakeNext()) {
    if (work->load == nullptr) {
      Finish(work->places, RestorePlaces(session, work->places));
    } else {
      Finish({}, work->load->Help(session));
    }
  }
}

absl::Status RestoreWorkers::RestorePlaces(TargetSession& session,
                                           const std::vector<size_t>& places) {
  if (places.size() == 1) return RestorePlace(session, places.front());
  EntryBatch batch(session, kMaxBatchedEntries);
  for (const size_t place : places) {
    const PlannedEntry& planned = plan_.entries()[place];
    if (leader_.MustSkip(planned)) continue;
    if (TakesStatementsTogether(planned)) {
      RETURN_IF_ERROR(batch.AddStatements(planned, [](bool) {}).status());
    } else {
      RETURN_IF_ERROR(batch.AddRows(planned, [](bool) {}));
    }
  }
  return batch.Flush();
}

absl::Status RestoreWorkers::RestorePlace(TargetSession& session,
                                          size_t place) {
  const PlannedEntry& planned = plan_.entries()[place];
  if (leader_.MustSkip(planned)) return absl::OkStatus();
  context_.observer.Detail(DescribeEntry(*planned.entry));
  const RestoreWork::Task task(context_.work, planned);
  if (IsWorthSharing(planned)) return RestoreShared(session, planned);
  LoadMode mode;
  mode.truncate = leader_.MayTruncate(planned);
  return RestoreEntry(session, planned, mode).status();
}

absl::Status RestoreWorkers::RestoreShared(TargetSession& session,
                                           const PlannedEntry& planned) {
  const auto load = std::make_shared<SharedTableLoad>(context_, planned);
  {
    MutexLock lock(mutex_);
    loads_.push_back(load);
    changed_.NotifyAll();
  }
  LoadMode mode;
  mode.shared = load.get();
  absl::Status status = RestoreEntry(session, planned, mode).status();
  // Also when it has come to nothing: those who have joined must be let go.
  load->Close();
  MutexLock lock(mutex_);
  loads_.erase(std::find(loads_.begin(), loads_.end(), load));
  return status;
}

bool RestoreWorkers::IsSmall(const PlannedEntry& planned) const {
  return TakesStatementsTogether(planned) ||
         (TakesRowsTogether(context_, planned) && leader_.MayTruncate(planned));
}

bool RestoreWorkers::IsWorthSharing(const PlannedEntry& planned) {
  if (!CanBeShared(context_.data, *planned.entry) ||
      !leader_.MayTruncate(planned)) {
    return false;
  }
  const uint64_t bytes = context_.data.DecodedBytes(*planned.entry);
  MutexLock lock(mutex_);
  return session_count_ > 1 && bytes > waiting_bytes_ / session_count_;
}

std::optional<RestoreWorkers::Work> RestoreWorkers::TakeNext() {
  MutexLock lock(mutex_);
  while (status_.ok()) {
    Work work;
    if (const std::optional<size_t> place = scheduler_.Take()) {
      work.places.push_back(*place);
      if (IsSmall(plan_.entries()[*place])) TakeMore(&work.places);
      return work;
    }
    for (const std::shared_ptr<SharedTableLoad>& load : loads_) {
      if (!load->Join()) continue;
      work.load = load;
      return work;
    }
    if (scheduler_.running_count() == 0) break;
    changed_.Wait(mutex_);
  }
  return std::nullopt;
}

void RestoreWorkers::TakeMore(std::vector<size_t>* places) {
  // The other sessions get their share of what is there.
  const size_t share = (scheduler_.ready_count() + 1) / session_count_;
  const size_t most = std::min(kMaxBatchedEntries, share);
  while (places->size() < most) {
    const std::optional<size_t> place = scheduler_.TakeAlso(
        [this](const PlannedEntry& planned) { return IsSmall(planned); });
    if (!place.has_value()) return;
    places->push_back(*place);
  }
}

void RestoreWorkers::Finish(const std::vector<size_t>& places,
                            absl::Status status) {
  MutexLock lock(mutex_);
  for (const size_t place : places) {
    scheduler_.Finish(place);
    const PlannedEntry& planned = plan_.entries()[place];
    if (planned.parts.data && planned.entry->kind == EntryKind::kTableData) {
      waiting_bytes_ -= context_.data.DecodedBytes(*planned.entry);
    }
  }
  if (!status.ok()) Fail(std::move(status));
  changed_.NotifyAll();
}

void RestoreWorkers::Fail(absl::Status status) {
  if (!status_.ok()) return;
  status_ = std::move(status);
  stop_all_.request_stop();
}

}  // namespace pgark
