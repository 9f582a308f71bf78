#include "jobs/live_database.h"

#include <limits>
#include <utility>

#include "base/status_macros.h"
#include "protocol/session.h"

namespace pgark {
namespace {

// The source asks for whole entries.
constexpr int kAllInOnePiece = std::numeric_limits<int>::max();

// A snapshot that a change of a table has overtaken is taken anew so often.
constexpr int kMaxSnapshots = 5;

}  // namespace

absl::StatusOr<std::unique_ptr<LiveDatabase>> LiveDatabase::Open(
    std::unique_ptr<Connection> connection, const LiveDatabaseOptions& options,
    JobObserver& observer) {
  std::unique_ptr<LiveDatabase> database(
      new LiveDatabase(std::move(connection)));
  for (int attempt = 1;; ++attempt) {
    absl::Status status = database->Prepare(options, observer);
    if (status.ok()) return database;
    if (!absl::IsAborted(status) || attempt == kMaxSnapshots) return status;
    database->snapshot_.reset();
  }
}

absl::Status LiveDatabase::Prepare(const LiveDatabaseOptions& options,
                                   JobObserver& observer) {
  RETURN_IF_ERROR(
      SetUpDumpSession(*connection_, {.encoding = options.encoding}));
  ASSIGN_OR_RETURN(snapshot_, Snapshot::Begin(*connection_, {}));
  DumpOptions objects;
  objects.dump_data = options.with_data;
  objects.as_release = options.as_release;
  objects.large_object_groups = options.large_object_groups;
  ASSIGN_OR_RETURN(plan_, PlanDump(*connection_, objects,
                                   [&observer](const std::string& text) {
                                     observer.Warning(text);
                                   }));
  for (const std::string& warning : plan_.warnings) observer.Warning(warning);
  toc_ = Toc(plan_.entries);
  if (options.with_data) RETURN_IF_ERROR(SetUpDataReading(*connection_));
  tasks_ = MakeCopyTasks(
      plan_, {.piece_bytes = 0, .large_objects_per_piece = kAllInOnePiece});
  progress_ = std::make_unique<DumpProgress>(tasks_, silent_);
  progress_->Begin();
  source_ = std::make_unique<DumpScriptSource>(plan_, tasks_, *connection_,
                                               *progress_, silent_);
  return absl::OkStatus();
}

}  // namespace pgark
