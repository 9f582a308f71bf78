#include "tools/backup_run.h"

#include <chrono>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/byte_sink.h"
#include "base/file_source.h"
#include "base/output_file.h"
#include "base/sha256.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "jobs/globals_job.h"
#include "jobs/script_writer.h"
#include "store/restore_text.h"
#include "store/store_files.h"
#include "tools/gzip_sink.h"
#include "tools/opened_archive.h"
#include "tools/report.h"
#include "tools/set_check.h"

namespace pgark {
namespace {

using SteadyClock = std::chrono::steady_clock;

double SecondsSince(SteadyClock::time_point begin) {
  return std::chrono::duration<double>(SteadyClock::now() - begin).count();
}

// One call of RunBackup().
class BackupRun {
 public:
  BackupRun(Store& store, BackupRequest request, JobObserver& observer,
            const std::stop_token& stop)
      : store_(store),
        request_(std::move(request)),
        manifest_(request_.manifest),
        observer_(observer),
        stop_(stop) {}

  absl::StatusOr<Manifest> Run(std::unique_ptr<Connection> leader) {
    const auto begin = SteadyClock::now();
    ASSIGN_OR_RETURN(builder_, store_.Begin(request_.database,
                                            {request_.now, manifest_.kind}));
    DescribeSet(*leader);
    RETURN_IF_ERROR(Dump(std::move(leader)));
    manifest_.dump_seconds = SecondsSince(begin);
    RETURN_IF_ERROR(CheckAndDescribe());
    for (const std::string& form : request_.also_as) {
      RETURN_IF_ERROR(WriteAlsoAs(form));
    }
    RETURN_IF_ERROR(AddFileIfThere(kGlobalsFile));
    manifest_.finished = request_.now + absl::Seconds(SecondsSince(begin));
    if (stop_.stop_requested()) return absl::CancelledError("interrupted");
    RETURN_IF_ERROR(
        builder_->Publish(manifest_, RestoreText(manifest_, oldest_release_)));
    return manifest_;
  }

 private:
  std::string Path(const std::string& name) const {
    return absl::StrCat(builder_->folder(), "/", name);
  }

  void DescribeSet(const Connection& leader) {
    manifest_.set = builder_->name().ToString();
    manifest_.database = request_.database;
    manifest_.program_version = ProgramVersion();
    manifest_.started = request_.now;
    manifest_.archive =
        absl::StrCat(FolderNameOfDatabase(request_.database), ".dump");
    manifest_.verify_level = std::string(VerifyLevelName(request_.level));
    manifest_.source.database = leader.database();
    manifest_.source.host = leader.host();
    manifest_.source.port = leader.port();
    manifest_.source.server_version = leader.server_version_text();
  }

  absl::Status Dump(std::unique_ptr<Connection> leader) {
    request_.job.output_path = Path(manifest_.archive);
    request_.job.on_snapshot = [this](Connection& connection) {
      return ReadAtSnapshot(connection);
    };
    ASSIGN_OR_RETURN(
        const DumpSummary summary,
        RunDump(std::move(leader), request_.job, observer_, stop_));
    oldest_release_ = absl::StrCat(summary.version.OldestPgRestore());
    manifest_.archive_version =
        absl::StrCat(int{summary.version.major_number}, ".",
                     int{summary.version.minor_number});
    manifest_.compression = FormatCompressionSpec(summary.compression);
    manifest_.entry_count = summary.entries;
    manifest_.data_bytes = summary.data_bytes;
    for (const std::string& note : summary.notes) {
      manifest_.warnings.push_back(note);
    }
    return absl::OkStatus();
  }

  // Where in the write-ahead log, and the globals, at the dump's snapshot.
  absl::Status ReadAtSnapshot(Connection& connection) {
    ASSIGN_OR_RETURN(
        const Result facts,
        connection.Query("SELECT pg_catalog.pg_is_in_recovery(), CASE WHEN "
                         "pg_catalog.pg_is_in_recovery() THEN "
                         "pg_catalog.pg_last_wal_replay_lsn() ELSE "
                         "pg_catalog.pg_current_wal_lsn() END, "
                         "pg_catalog.txid_current_snapshot()"));
    if (facts.row_count() != 1 || facts.column_count() != 3) {
      return absl::InternalError("the server does not say where its log is");
    }
    manifest_.source.is_standby = facts.Bool(0, 0);
    manifest_.source.lsn = std::string(facts.Text(0, 1));
    manifest_.source.snapshot = std::string(facts.Text(0, 2));
    return ReadGlobals(connection);
  }

  // A backup without globals is better than none: the transaction goes on.
  absl::Status ReadGlobals(Connection& connection) {
    RETURN_IF_ERROR(connection.Execute("SAVEPOINT pgark_globals"));
    GlobalsJobOptions options;
    options.session = request_.job.session;
    StringSink script;
    const auto globals = WriteGlobalsAtSnapshot(connection, options, script);
    if (absl::IsUnavailable(globals.status()) ||
        absl::IsCancelled(globals.status())) {
      return globals.status();
    }
    RETURN_IF_ERROR(connection.Execute(
        globals.ok() ? "RELEASE SAVEPOINT pgark_globals"
                     : "ROLLBACK TO SAVEPOINT pgark_globals"));
    if (!globals.ok()) {
      Warn(absl::StrCat("the set has no globals: ",
                        FormatStatus(globals.status())));
      return absl::OkStatus();
    }
    if (globals->lacks_passwords) {
      Warn(
          "the passwords of roles are left out: only superusers may read "
          "them");
    }
    for (const std::string& warning : globals->warnings) Warn(warning);
    return WriteSmallFile(Path(kGlobalsFile), script.data());
  }

  void Warn(const std::string& text) {
    manifest_.warnings.push_back(text);
    observer_.Warning(text);
  }

  absl::Status CheckAndDescribe() {
    const auto begin = SteadyClock::now();
    ASSIGN_OR_RETURN(const ArchiveCheck check,
                     CheckArchive(Path(manifest_.archive), request_.level,
                                  observer_, stop_));
    manifest_.verify_seconds = SecondsSince(begin);
    manifest_.verdict = VerdictOf(check);
    manifest_.files.push_back({manifest_.archive, check.bytes, check.sha256});
    for (const Finding& finding : check.findings) {
      if (finding.severity == Severity::kError) Warn(FormatFinding(finding));
    }
    // A damaged contents list cannot be described.
    const auto archive = OpenedArchive::Open(Path(manifest_.archive));
    if (archive.ok()) DescribeContents((*archive)->toc(), check.summary);
    return absl::OkStatus();
  }

  void DescribeContents(const Toc& toc, const ValidationSummary& summary) {
    std::set<std::string> roles;
    for (const TocEntry& entry : toc.entries()) {
      if (entry.owner.has_value() && !entry.owner->empty()) {
        roles.insert(*entry.owner);
      }
      if (entry.kind == EntryKind::kExtension) {
        manifest_.extensions.push_back(entry.tag);
      }
      if (entry.kind == EntryKind::kTable) ++manifest_.table_count;
    }
    manifest_.roles.assign(roles.begin(), roles.end());
    const bool has_rows = summary.level >= VerifyLevel::kRows;
    if (has_rows) manifest_.row_count = 0;
    for (const DataSummary& data : summary.data) {
      const TocEntry* entry = toc.Find(data.id);
      if (entry == nullptr || entry->kind != EntryKind::kTableData) continue;
      ManifestTable table = {entry->schema.value_or(""), entry->tag, data.rows,
                             data.raw_bytes, ""};
      if (summary.level >= VerifyLevel::kStreams) {
        table.digest = absl::StrFormat(
            "xxh3-128:%016x%016x", data.raw_digest.high, data.raw_digest.low);
      }
      if (has_rows) *manifest_.row_count += data.rows.value_or(0);
      manifest_.tables.push_back(std::move(table));
    }
  }

  absl::Status WriteAlsoAs(const std::string& form) {
    const std::string name =
        absl::StrCat(FolderNameOfDatabase(request_.database), ".", form);
    observer_.BeginPhase(absl::StrCat("writing ", name), 0);
    ASSIGN_OR_RETURN(const auto archive,
                     OpenedArchive::Open(Path(manifest_.archive)));
    ASSIGN_OR_RETURN(const auto file,
                     OutputFile::Create(Path(name), {.sync = false}));
    GzipSink compressed(*file);
    const bool is_compressed = form == "sql.gz";
    ByteSink& sink = is_compressed ? static_cast<ByteSink&>(compressed) : *file;
    const auto warnings = WriteScript({.header = archive->header(),
                                       .toc = archive->toc(),
                                       .data = archive->data()},
                                      request_.job.script, sink);
    RETURN_IF_ERROR(warnings.status());
    for (const std::string& warning : *warnings) Warn(warning);
    if (is_compressed) RETURN_IF_ERROR(compressed.Finish());
    RETURN_IF_ERROR(file->Commit());
    return AddFileIfThere(name);
  }

  absl::Status AddFileIfThere(const std::string& name) {
    if (!Exists(Path(name))) return absl::OkStatus();
    ASSIGN_OR_RETURN(const auto source, OpenRandomAccess(Path(name)));
    ASSIGN_OR_RETURN(const std::string digest, Sha256OfSource(*source));
    manifest_.files.push_back({name, source->size(), digest});
    return absl::OkStatus();
  }

  Store& store_;
  BackupRequest request_;
  Manifest manifest_;
  JobObserver& observer_;
  const std::stop_token stop_;
  std::unique_ptr<SetBuilder> builder_;
  std::string oldest_release_;
};

}  // namespace

absl::StatusOr<std::string> CheckSpace(const Store& store,
                                       const std::string& database) {
  ASSIGN_OR_RETURN(const std::optional<uint64_t> free_bytes, store.FreeBytes());
  ASSIGN_OR_RETURN(const std::vector<StoredSet> sets, store.Sets(database));
  uint64_t last = 0;
  for (const StoredSet& set : sets) {
    if (set.problem.ok()) last = set.manifest.total_bytes();
  }
  if (!free_bytes.has_value() || last == 0) return std::string();
  const std::string text = absl::StrCat(
      "the store has ", FormatBytes(static_cast<double>(*free_bytes)),
      " free, and the last set took ", FormatBytes(static_cast<double>(last)));
  if (*free_bytes < last) {
    return WithHint(
        WithPath(absl::ResourceExhaustedError(text), store.location()),
        "make room (pgark prune), or begin all the same with "
        "--no-space-check");
  }
  return *free_bytes / 2 < last ? text : "";
}

absl::StatusOr<Manifest> RunBackup(Store& store,
                                   std::unique_ptr<Connection> leader,
                                   BackupRequest request, JobObserver& observer,
                                   const std::stop_token& stop) {
  if (request.check_space) {
    ASSIGN_OR_RETURN(const std::string warning,
                     CheckSpace(store, request.database));
    if (!warning.empty()) observer.Warning(warning);
  }
  return BackupRun(store, std::move(request), observer, stop)
      .Run(std::move(leader));
}

}  // namespace pgark
