#include "jobs/dump_job.h"

#include <algorithm>
#include <limits>
#include <thread>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "archive/archive_writer.h"
#include "base/output_file.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "catalog/dump_plan.h"
#include "jobs/dump_progress.h"
#include "jobs/dump_script_source.h"
#include "jobs/dump_workers.h"
#include "jobs/job_count.h"
#include "jobs/ordered_frames.h"
#include "jobs/script_writer.h"
#include "protocol/snapshot.h"
#include "protocol/sqlstate.h"

namespace pgark {
namespace {

// Frames that wait for their turn: a piece for each worker but the one whose
// piece is written, and no more than the greatest bound. So nobody waits while
// pieces are alike, and the memory is known.
uint64_t MaxWaitingBytes(int jobs) {
  constexpr uint64_t kEachWorker = uint64_t{64} << 20;
  constexpr uint64_t kMost = uint64_t{512} << 20;
  return std::clamp(kEachWorker * static_cast<uint64_t>(jobs - 1), kEachWorker,
                    kMost);
}
// Those of the task that is written.
constexpr uint64_t kMaxHeadBytes = uint64_t{32} << 20;
// For each thread that compresses, so that none runs dry.
constexpr uint64_t kMaxRawBytes = uint64_t{10} << 20;

constexpr int kAllInOnePiece = std::numeric_limits<int>::max();

// How many snapshots are tried.
constexpr int kMaxSnapshots = 5;

// The archive that the pg_restore of `release` reads best.
ArchiveVersion VersionForRelease(int release) {
  if (release <= 15) return kArchiveVersion1_14;
  return release == 16 ? kArchiveVersion1_15 : kArchiveVersion1_16;
}

bool NeedsMethodByte(CompressionMethod method) {
  return method == CompressionMethod::kLz4 ||
         method == CompressionMethod::kZstd;
}

// Chooses version and codec: what was asked for, otherwise what the release's
// own pg_restore reads.
absl::Status ChooseForm(const DumpJobOptions& options, int release,
                        DumpSummary* summary) {
  summary->version = options.version.value_or(VersionForRelease(release));
  if (options.compression.has_value()) {
    summary->compression = *options.compression;
  } else {
    summary->compression.method = summary->version.HasCompressionMethod()
                                      ? CompressionMethod::kZstd
                                      : CompressionMethod::kGzip;
  }
  if (!NeedsMethodByte(summary->compression.method) ||
      summary->version.HasCompressionMethod()) {
    return absl::OkStatus();
  }
  if (options.version.has_value()) {
    return absl::InvalidArgumentError(
        absl::StrCat("archive version 1.14 cannot hold ",
                     CompressionMethodName(summary->compression.method),
                     "; use gzip or none, or --archive-version=1.15"));
  }
  summary->version = kArchiveVersion1_15;
  summary->notes.push_back(
      absl::StrCat("written as archive version 1.15, because ",
                   CompressionMethodName(summary->compression.method),
                   " needs it: pg_restore 16 and later read it"));
  return absl::OkStatus();
}

ArchiveHeader MakeHeader(const DumpPlan& plan, const DumpJobOptions& options,
                         int release, const DumpSummary& summary) {
  ArchiveHeader header;
  header.version = summary.version;
  header.compression = summary.compression.method;
  if (header.compression == CompressionMethod::kGzip) {
    header.compression_level =
        summary.compression.has_level ? summary.compression.level : -1;
  }
  header.created = MakeArchiveTimestamp(options.created);
  header.database_name = plan.database_name;
  header.server_version = plan.server_version_text;
  // Readers tell the spelling of the SQL by the number in front.
  const std::string number =
      release == plan.server_version_number / 10000
          ? absl::StrCat(release, ".", plan.server_version_number % 10000)
          : absl::StrCat(release);
  // "(pgark " promises an index to those who check the archive: without one it
  // would look cut.
  header.dump_version =
      options.write_index
          ? absl::StrCat(number, " (pgark ", options.program_version, ")")
          : absl::StrCat(number, " [pgark ", options.program_version,
                         ", no index]");
  return header;
}

// One dump, step by step; each step leaves what the next one needs.
class DumpJob {
 public:
  DumpJob(std::unique_ptr<Connection> leader, const DumpJobOptions& options,
          JobObserver& observer)
      : leader_(std::move(leader)), options_(options), observer_(observer) {}

  absl::StatusOr<DumpSummary> Run(const std::stop_token& stop) {
    // Whatever the leader is waiting for, a stop ends it.
    RETURN_IF_ERROR(leader_->SetStopToken(stop));
    if (options_.format == DumpFormat::kCustom && options_.jobs == 0) {
      ASSIGN_OR_RETURN(options_.jobs, DefaultJobCount(*leader_));
    }
    RETURN_IF_ERROR(Prepare());
    if (!plan_.table_data.empty() || !plan_.large_objects.empty()) {
      RETURN_IF_ERROR(SetUpDataReading(*leader_));
    }
    RETURN_IF_ERROR(options_.format == DumpFormat::kCustom
                        ? WriteArchive(stop)
                        : WritePlainScript());
    return std::move(summary_);
  }

  // Known once the catalogs were read.
  const DumpPlan& plan() const { return plan_; }
  bool is_standby() const { return plan_.is_standby; }

 private:
  bool HasWorkers() const {
    return options_.format == DumpFormat::kCustom && options_.jobs > 1;
  }

  // Snapshot, locks and plan. What changed between the first two makes the
  // snapshot useless; before anything is written another one costs little.
  absl::Status Prepare() {
    for (int attempt = 1;; ++attempt) {
      RETURN_IF_ERROR(TakeSnapshot());
      if (options_.on_snapshot != nullptr) {
        RETURN_IF_ERROR(options_.on_snapshot(*leader_));
      }
      absl::Status planned = Plan();
      const bool needs_new_snapshot =
          absl::IsAborted(planned) && SqlStateOf(planned).empty();
      if (!needs_new_snapshot || !options_.snapshot.empty() ||
          attempt == kMaxSnapshots) {
        return planned;
      }
      observer_.Detail(absl::StrCat(FormatStatus(planned),
                                    "; beginning again with another snapshot"));
      snapshot_.reset();
      summary_ = {};
    }
  }

  absl::Status TakeSnapshot() {
    RETURN_IF_ERROR(SetUpDumpSession(*leader_, options_.session));
    SnapshotOptions snapshot;
    snapshot.serializable_deferrable = options_.serializable_deferrable;
    snapshot.export_id = HasWorkers();
    if (!options_.snapshot.empty()) snapshot.import_id = options_.snapshot;
    auto begun = Snapshot::Begin(*leader_, snapshot);
    const bool may_be_the_export = snapshot.export_id &&
                                   !SqlStateOf(begun.status()).empty() &&
                                   !absl::IsUnavailable(begun.status()) &&
                                   !absl::IsCancelled(begun.status());
    if (!begun.ok() && may_be_the_export) {
      // One session needs nobody to share its snapshot with.
      const std::string reason(begun.status().message());
      snapshot.export_id = false;
      begun = Snapshot::Begin(*leader_, snapshot);
      if (begun.ok()) {
        options_.jobs = 1;
        observer_.Warning(absl::StrCat(
            "reading with one connection, because the snapshot cannot be "
            "exported: ",
            reason));
      }
    }
    RETURN_IF_ERROR(begun.status());
    snapshot_ = *std::move(begun);
    return absl::OkStatus();
  }

  absl::Status Plan() {
    observer_.BeginPhase("reading the catalogs", 0);
    release_ = options_.objects.as_release != 0 ? options_.objects.as_release
                                                : leader_->server_release();
    DumpOptions objects = options_.objects;
    if (options_.format == DumpFormat::kCustom) {
      RETURN_IF_ERROR(ChooseForm(options_, release_, &summary_));
      objects.large_object_groups = summary_.version.HasRelationKind();
      objects.create_database = true;
    } else {
      summary_.version = VersionForRelease(release_);
      objects.large_object_groups = summary_.version.HasRelationKind();
      objects.create_database = options_.script.selection.create_database;
    }
    ASSIGN_OR_RETURN(
        plan_, PlanDump(*leader_, objects, [this](const std::string& text) {
          observer_.Warning(text);
        }));
    for (const std::string& warning : plan_.warnings) {
      observer_.Warning(warning);
    }
    summary_.entries = plan_.entries.size();
    summary_.tables = plan_.table_data.size();
    header_ = MakeHeader(plan_, options_, release_, summary_);
    toc_ = Toc(plan_.entries);
    return absl::OkStatus();
  }

  absl::Status WriteArchive(const std::stop_token& stop) {
    ASSIGN_OR_RETURN(auto file, OutputFile::Create(options_.output_path,
                                                   {.sync = options_.sync}));
    ASSIGN_OR_RETURN(auto writer, ArchiveWriter::Create(
                                      *file, header_, toc_,
                                      {.write_index = options_.write_index}));
    const std::vector<CopyTask> tasks = MakeCopyTasks(plan_, options_.pieces);
    OrderedFrames frames(
        tasks.size(), MaxWaitingBytes(options_.jobs), kMaxHeadBytes,
        kMaxRawBytes * static_cast<uint64_t>(CompressorThreads()));
    ASSIGN_OR_RETURN(auto compressor,
                     FrameCompressor::Create(summary_.compression,
                                             CompressorThreads(), frames));
    DumpProgress progress(tasks, observer_);
    progress.Begin();
    RateLimiter limiter(options_.max_bytes_per_second);
    DumpWorkers workers({.leader = *leader_,
                         .options = options_,
                         .snapshot = snapshot_->id(),
                         .tasks = tasks,
                         .frames = frames,
                         .compressor = *compressor,
                         .observer = observer_,
                         .progress = progress,
                         .limiter = limiter});
    RETURN_IF_ERROR(workers.Start());
    const std::stop_callback abort(stop, [&workers] {
      workers.Abort(absl::CancelledError("interrupted"));
    });
    absl::Status status = WriteBlocks(tasks, frames, *compressor, *writer);
    if (!status.ok()) workers.Abort(status);
    workers.Join();
    // The token of the workers ends with them.
    RETURN_IF_ERROR(FirstFailure(status, leader_->SetStopToken(stop)));
    RETURN_IF_ERROR(CheckLeader());
    RETURN_IF_ERROR(FinishArchive(*writer, *file));
    summary_.rows = writer->rows();
    summary_.data_bytes = writer->raw_bytes();
    return absl::OkStatus();
  }

  // With workers nobody may have looked at the leader's session for hours.
  // Without its locks a table may have been emptied before it was read, and
  // the snapshot does not show that.
  absl::Status CheckLeader() {
    absl::Status ended = snapshot_->End();
    if (!absl::IsUnavailable(ended)) return ended;
    return WithHint(std::move(ended),
                    "the session that held the dump's snapshot and locks was "
                    "lost; without it the rows need not be those of one time");
  }

  int CompressorThreads() const {
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  }

  static absl::Status WriteBlocks(const std::vector<CopyTask>& tasks,
                                  OrderedFrames& frames,
                                  FrameCompressor& compressor,
                                  ArchiveWriter& writer) {
    for (const CopyTask& task : tasks) {
      if (task.is_first()) RETURN_IF_ERROR(writer.BeginBlock(task.entry));
      while (auto batch = frames.Next()) {
        for (const EncodedPart& part : *batch) {
          if (part.begins_object) {
            RETURN_IF_ERROR(writer.BeginLargeObject(part.large_object));
          }
          RETURN_IF_ERROR(writer.AppendFrame(part.frame));
        }
        compressor.Recycle(*std::move(batch));
      }
      RETURN_IF_ERROR(frames.status());
      if (task.is_last()) RETURN_IF_ERROR(writer.EndBlock());
      frames.EndTask();
    }
    return absl::OkStatus();
  }

  // Behind the last block a reader may be gone: it has all that it wants.
  absl::Status FinishArchive(ArchiveWriter& writer, OutputFile& file) {
    const absl::Status finished = writer.Finish();
    if (!finished.ok() && file.reader_is_gone()) {
      summary_.notes.emplace_back(
          "the reader of the pipe went away behind the last block, before the "
          "index was written");
    } else {
      RETURN_IF_ERROR(finished);
    }
    summary_.output_bytes = file.position();
    return file.Commit();
  }

  absl::Status WritePlainScript() {
    ASSIGN_OR_RETURN(auto file, OutputFile::Create(options_.output_path,
                                                   {.sync = options_.sync}));
    const std::vector<CopyTask> tasks = MakeCopyTasks(
        plan_, {.piece_bytes = 0, .large_objects_per_piece = kAllInOnePiece});
    DumpProgress progress(tasks, observer_);
    progress.Begin();
    DumpScriptSource data(plan_, tasks, *leader_, progress, observer_);
    RestoreOptions script = options_.script;
    script.as_release = release_;
    ASSIGN_OR_RETURN(const std::vector<std::string> warnings,
                     WriteScript({.header = header_, .toc = toc_, .data = data},
                                 script, *file));
    for (const std::string& warning : warnings) observer_.Warning(warning);
    summary_.rows = data.rows();
    summary_.data_bytes = data.data_bytes();
    summary_.output_bytes = file->position();
    return file->Commit();
  }

  const std::unique_ptr<Connection> leader_;
  DumpJobOptions options_;
  JobObserver& observer_;
  std::unique_ptr<Snapshot> snapshot_;  // before leader_ goes
  int release_ = 0;
  DumpPlan plan_;
  ArchiveHeader header_;
  Toc toc_;
  DumpSummary summary_;
};

// A table whose columns have changed since its catalogs were read fails when it
// is copied. The server says which column, this says which table.
absl::Status ExplainChange(absl::Status status, const DumpPlan& plan) {
  if (!absl::StartsWith(SqlStateOf(status), "42")) return status;
  const std::string statement =
      GetContext(status, ContextKey::kStatement).value_or("");
  for (const TableDataSource& table : plan.table_data) {
    if (!absl::StrContains(statement, table.qualified_name)) continue;
    return WithHint(
        std::move(status),
        absl::StrCat("table ", table.qualified_name, " (OID ", table.relation,
                     ") may have changed after the dump had seen it; dump "
                     "again"));
  }
  return status;
}

// A standby stops whoever reads what the primary has removed or locked: a
// statement with a SQLSTATE of class 40, an idle session by ending it. On a
// primary a read-only snapshot is never refused for serialization, but a
// deadlock between locks is possible, and is no conflict.
absl::Status ExplainConflict(absl::Status status, bool is_standby) {
  const std::string sqlstate = SqlStateOf(status);
  const bool is_conflict = sqlstate == SqlState::kSerializationFailure ||
                           (is_standby && (absl::StartsWith(sqlstate, "40") ||
                                           absl::IsUnavailable(status)));
  if (!is_conflict) return status;
  return ReplaceHint(
      std::move(status),
      "a standby cancels queries that keep it from replaying what the primary "
      "does: set hot_standby_feedback = on there, or raise "
      "max_standby_streaming_delay, or dump from the primary");
}

}  // namespace

absl::StatusOr<DumpSummary> RunDump(std::unique_ptr<Connection> leader,
                                    const DumpJobOptions& options,
                                    JobObserver& observer,
                                    const std::stop_token& stop) {
  DumpJob job(std::move(leader), options, observer);
  absl::StatusOr<DumpSummary> summary = job.Run(stop);
  if (!summary.ok() && stop.stop_requested()) {
    return absl::CancelledError("interrupted");
  }
  if (summary.ok()) return summary;
  return ExplainConflict(ExplainChange(summary.status(), job.plan()),
                         job.is_standby());
}

}  // namespace pgark
