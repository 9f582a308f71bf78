#include "jobs/restore_shared_load.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

// Two sessions in one table disturb each other: below this it is not worth it.
constexpr uint64_t kLeastSharedBytes = uint64_t{32} << 20;

}  // namespace

bool CanBeShared(const EntryDataSource& source, const TocEntry& entry) {
  return entry.kind == EntryKind::kTableData && source.reads_in_any_order() &&
         absl::EndsWith(entry.copy_statement.value_or(""), ") FROM stdin;\n") &&
         source.DecodedBytes(entry) >= kLeastSharedBytes;
}

SharedTableLoad::SharedTableLoad(const RestoreContext& context,
                                 const PlannedEntry& planned)
    : context_(context),
      planned_(planned),
      entry_(*planned.entry),
      progress_(context.observer, context.data.DecodedBytes(entry_)),
      feed_(context.data, entry_, /*whole_rows=*/true) {}

absl::StatusOr<bool> SharedTableLoad::Lead(TargetSession& session) {
  const Share own = Send(session);
  const Verdict verdict = Decide(own);
  End(session, verdict, own.has_rows);
  {
    // What is built on the table must see all of it.
    MutexLock lock(mutex_);
    while (helping_ > 0) changed_.Wait(mutex_);
  }
  return Report();
}

void SharedTableLoad::Close() {
  MutexLock lock(mutex_);
  open_ = false;
  if (verdict_ == Verdict::kNone) verdict_ = Verdict::kRollBack;
  feed_.Abandon();
  changed_.NotifyAll();
  while (helping_ > 0) changed_.Wait(mutex_);
}

bool SharedTableLoad::Join() {
  MutexLock lock(mutex_);
  if (!open_) return false;
  ++sending_;
  ++helping_;
  feed_.AddReader();
  return true;
}

absl::Status SharedTableLoad::Help(TargetSession& session) {
  const RestoreWork::Task task(context_.work, planned_);
  Share share = Send(session);
  Verdict verdict = Verdict::kRollBack;
  {
    MutexLock lock(mutex_);
    // Who has failed without any rows has taken none from the others.
    if (!share.status.ok() && share.has_rows && failure_.ok()) {
      failure_ = share.status;
    }
    --sending_;
    changed_.NotifyAll();
    while (verdict_ == Verdict::kNone) changed_.Wait(mutex_);
    if (share.status.ok()) verdict = verdict_;
  }
  End(session, verdict, share.has_rows);
  MutexLock lock(mutex_);
  --helping_;
  changed_.NotifyAll();
  return absl::IsUnavailable(share.status) ? share.status : absl::OkStatus();
}

absl::Status SharedTableLoad::SetUp(TargetSession& session) {
  for (const SqlText& text : session.statements().BeforeTableData(entry_)) {
    RETURN_IF_ERROR(session.connection().Execute(text.text));
  }
  return session.connection().Execute("BEGIN");
}

SharedTableLoad::Share SharedTableLoad::Send(TargetSession& session) {
  Share share;
  share.status = SetUp(session);
  if (!share.status.ok()) {
    session.statements().ForgetSettings();
    return share;
  }
  auto stream = session.connection().CopyIn(*entry_.copy_statement);
  share.status = stream.status();
  if (!share.status.ok()) return share;
  while (std::optional<std::string> rows = feed_.Next()) {
    share.has_rows = true;
    share.status = (*stream)->Write(*rows);
    if (!share.status.ok()) break;
    MutexLock lock(mutex_);
    progress_.Add(rows->size());
  }
  if (share.status.ok()) share.status = (*stream)->Finish();
  // The others need not go on.
  if (!share.status.ok() && share.has_rows) feed_.Abandon();
  return share;
}

SharedTableLoad::Verdict SharedTableLoad::Decide(Share own) {
  {
    MutexLock lock(mutex_);
    if (!own.status.ok()) {
      failure_ = std::move(own.status);
      feed_.Abandon();
    }
    open_ = false;
    while (sending_ > 0) changed_.Wait(mutex_);
  }
  fed_ = feed_.Finish();
  MutexLock lock(mutex_);
  verdict_ = failure_.ok() && fed_.ok() ? Verdict::kCommit : Verdict::kRollBack;
  changed_.NotifyAll();
  return verdict_;
}

void SharedTableLoad::End(TargetSession& session, Verdict verdict,
                          bool has_rows) {
  Connection& connection = session.connection();
  const bool commits = verdict == Verdict::kCommit;
  absl::Status status = absl::OkStatus();
  if (connection.in_transaction()) {
    status = connection.Execute(commits ? "COMMIT" : "ROLLBACK");
  } else if (commits) {
    status = absl::UnavailableError("the session has ended before its COMMIT");
  }
  MutexLock lock(mutex_);
  if (commits && has_rows) ++(status.ok() ? committed_ : uncommitted_);
  if (!status.ok() && failure_.ok()) failure_ = std::move(status);
}

absl::StatusOr<bool> SharedTableLoad::Report() {
  MutexLock lock(mutex_);
  absl::Status status = failure_;
  if (status.ok()) status = fed_.content_status;
  if (status.ok()) status = fed_.source_status;
  if (status.ok()) {
    context_.tally.CountRows(fed_.rows, fed_.bytes);
    return true;
  }
  if (committed_ > 0 && uncommitted_ > 0) {
    status = ReplaceHint(
        std::move(status),
        absl::StrCat("the table is half loaded: ", committed_, " of ",
                     committed_ + uncommitted_,
                     " sessions have committed their rows; empty it before it "
                     "is loaded again"));
  }
  RETURN_IF_ERROR(context_.tally.Fail(&entry_, std::move(status)));
  return false;
}

}  // namespace pgark
