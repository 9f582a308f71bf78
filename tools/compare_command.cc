#include <sys/stat.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/parallel_for.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "jobs/comparison.h"
#include "jobs/live_database.h"
#include "jobs/object_filter.h"
#include "jobs/restore_selection.h"
#include "jobs/restore_session.h"
#include "protocol/connection_url.h"
#include "tools/commands.h"
#include "tools/comparison_report.h"
#include "tools/connection_flags.h"
#include "tools/opened_archive.h"
#include "tools/option_table.h"
#include "tools/progress_display.h"
#include "tools/report.h"

namespace pgark {
namespace {

constexpr int kMaxDefaultJobs = 4;
constexpr int kOldestRelease = 12;
constexpr int kNewestRelease = 18;

struct CompareFlags {
  CommonOptions common;
  ConnectionFlags connection;
  ObjectPatterns patterns;
  bool schema_only = false;
  bool data_only = false;
  int jobs = 0;
};

// One of the two, opened.
struct OpenedSide {
  std::string name;
  bool is_database = false;
  std::unique_ptr<OpenedArchive> archive;
  std::unique_ptr<LiveDatabase> database;

  const Toc& toc() const {
    return archive != nullptr ? archive->toc() : database->toc();
  }
  EntryDataSource& data() const {
    return archive != nullptr ? archive->data() : database->data();
  }
};

OptionTable MakeCompareOptions(CompareFlags* flags) {
  OptionTable table(
      "pgark compare [OPTION...] A B",
      "Compares two databases: definitions object by object, rows by a digest "
      "of each table that does not depend on their order, values of "
      "sequences, large objects. A and B are archives (a file in the custom or "
      "tar format, a directory, or - for standard input), or a live database "
      "(postgresql://..., or \"dbname=... host=...\"), which is read at one "
      "snapshot; nothing is written.");
  table.BeginGroup("What is compared (patterns as for pg_dump)");
  table.AddFlags({
      {"schema-only", 's', "only the definitions", &flags->schema_only},
      {"data-only", 'a', "only rows, sequences and large objects",
       &flags->data_only},
  });
  table.AddLists({
      {"schema", 'n', "PATTERN", "only what is in these schemas",
       &flags->patterns.schemas},
      {"exclude-schema", 'N', "PATTERN", "nothing in these schemas",
       &flags->patterns.excluded_schemas},
      {"table", 't', "PATTERN",
       "only these relations, and what belongs to them",
       &flags->patterns.tables},
      {"exclude-table", 'T', "PATTERN",
       "not these relations, nor what belongs to them",
       &flags->patterns.excluded_tables},
  });
  table.Add({.name = "jobs",
             .short_name = 'j',
             .argument = "N",
             .help = "threads that read an archive (default: cores, at most 4)",
             .action = SetInteger(&flags->jobs, 1, 1024)});
  table.BeginGroup("Connection");
  table.AddFlags({
      {"no-password", 'w', "never ask for a password",
       &flags->connection.no_password},
      {"password", 'W', "ask for a password before the first attempt",
       &flags->connection.password},
  });
  table.Add(
      {.name = "wait-for-server",
       .argument = "TIME",
       .help = "keep trying to connect for so long (default: one attempt)",
       .action = SetDuration(&flags->connection.wait_milliseconds)});
  AddCommonOptions(table, &flags->common);
  table.AddEpilogue(ExitCodeHelp("compared, and they are different"));
  return table;
}

// A connection string, unless there is a file of that name.
bool IsDatabase(const std::string& text) {
  struct stat info {};
  if (text == "-" || stat(text.c_str(), &info) == 0) return false;
  return LooksLikeUrl(text) || absl::StrContains(text, "=");
}

// The database as the program would dump it that made the other side.
absl::StatusOr<LiveDatabaseOptions> ChooseForm(const CompareFlags& flags,
                                               const OpenedSide& other) {
  LiveDatabaseOptions live;
  live.with_data = !flags.schema_only;
  if (other.archive == nullptr) return live;
  const ArchiveHeader& header = other.archive->header();
  ASSIGN_OR_RETURN(const ArchiveSession settings,
                   ReadArchiveSession(other.toc()));
  live.encoding = settings.encoding;
  live.large_object_groups = header.version.HasRelationKind();
  const int release = ReleaseOfVersionText(header.dump_version);
  if (release >= kOldestRelease && release <= kNewestRelease) {
    live.as_release = release;
  }
  return live;
}

// Chooses what is compared of one side. *data are the entries to read.
absl::StatusOr<ComparedSide> ChooseEntries(const CompareFlags& flags,
                                           const OpenedSide& opened,
                                           const ObjectFilter& filter,
                                           std::vector<const TocEntry*>* data) {
  ComparedSide side;
  side.toc = &opened.toc();
  ASSIGN_OR_RETURN(const ArchiveSession session,
                   ReadArchiveSession(opened.toc()));
  side.encoding = session.encoding;
  EntrySelectionOptions options;
  options.schema = !flags.data_only;
  options.data = !flags.schema_only;
  options.statistics = false;
  ASSIGN_OR_RETURN(const RestoreSelection selection,
                   SelectEntries(opened.toc(), options));
  const std::unordered_set<DumpId> chosen = filter.Choose(opened.toc());
  for (const SelectedEntry& selected : selection.entries) {
    const TocEntry& entry = *selected.entry;
    if (!flags.patterns.empty() && chosen.count(entry.id) == 0) continue;
    // Refreshes fill, so they are data; a dump without data has none.
    if (flags.schema_only && entry.kind == EntryKind::kMaterializedViewData) {
      continue;
    }
    if (selected.parts.schema) side.definitions.insert(entry.id);
    if (!selected.parts.data) continue;
    side.data.insert(entry.id);
    if (entry.has_data) data->push_back(&entry);
  }
  return side;
}

class Comparer {
 public:
  Comparer(const CompareFlags& flags, SignalStop& signals, Report& report)
      : flags_(flags), signals_(signals), report_(report) {}

  absl::StatusOr<Comparison> Run(const std::string& a, const std::string& b,
                                 Stage* stage) {
    ASSIGN_OR_RETURN(const ObjectFilter filter,
                     ObjectFilter::Create(flags_.patterns));
    ProgressDisplay progress(flags_.common, report_);
    RETURN_IF_ERROR(OpenBoth(a, b, progress, stage));
    progress.BeginPhase("comparing", 0);
    RETURN_IF_ERROR(ParallelFor(2, 2, [&](size_t i) {
      absl::Status status = Read(i, filter, progress);
      const std::string& name = opened_[i].name;
      return opened_[i].is_database
                 ? std::move(status)
                 : WithPath(std::move(status),
                            name == "-" ? "standard input" : name);
    }));
    return CompareSides(sides_[0], sides_[1]);
  }
  const ComparedSide& side(size_t i) const { return sides_[i]; }

 private:
  absl::Status OpenBoth(const std::string& a, const std::string& b,
                        JobObserver& observer, Stage* stage) {
    opened_[0].name = a;
    opened_[1].name = b;
    *stage = Stage::kWorking;
    for (OpenedSide& side : opened_) {
      side.is_database = IsDatabase(side.name);
      if (side.is_database) continue;
      ASSIGN_OR_RETURN(side.archive, OpenedArchive::Open(side.name));
    }
    for (size_t i = 0; i < 2; ++i) {
      if (!opened_[i].is_database) continue;
      RETURN_IF_ERROR(
          OpenDatabase(opened_[1 - i], observer, &opened_[i], stage));
    }
    return absl::OkStatus();
  }

  absl::Status OpenDatabase(const OpenedSide& other, JobObserver& observer,
                            OpenedSide* side, Stage* stage) {
    ConnectionFlags connection = flags_.connection;
    connection.database = side->name;
    ConnectionOptions options =
        MakeConnectionOptions(connection, "pgark compare");
    options.on_note = [this](const std::string& note) { report_.Warn(note); };
    *stage = Stage::kConnecting;
    ASSIGN_OR_RETURN(auto session, Connection::Open(options, signals_.token()));
    *stage = Stage::kWorking;
    ASSIGN_OR_RETURN(const LiveDatabaseOptions live, ChooseForm(flags_, other));
    ASSIGN_OR_RETURN(side->database,
                     LiveDatabase::Open(std::move(session), live, observer));
    return absl::OkStatus();
  }

  absl::Status Read(size_t i, const ObjectFilter& filter,
                    JobObserver& observer) {
    std::vector<const TocEntry*> data;
    ASSIGN_OR_RETURN(sides_[i],
                     ChooseEntries(flags_, opened_[i], filter, &data));
    if (data.empty()) return absl::OkStatus();
    ContentDigestOptions options;
    options.stop = signals_.token();
    options.jobs =
        flags_.jobs > 0
            ? flags_.jobs
            : std::clamp(static_cast<int>(std::thread::hardware_concurrency()),
                         1, kMaxDefaultJobs);
    return DigestContents(data, opened_[i].data(), options, observer,
                          &sides_[i].digests);
  }

  const CompareFlags& flags_;
  SignalStop& signals_;
  Report& report_;
  OpenedSide opened_[2];
  ComparedSide sides_[2];
};

absl::Status CheckFlags(const CompareFlags& flags,
                        const std::vector<std::string>& operands) {
  if (operands.size() != 2) {
    return absl::InvalidArgumentError("two to compare are needed");
  }
  if (operands[0] == "-" && operands[1] == "-") {
    return absl::InvalidArgumentError("only one can come from standard input");
  }
  if (flags.schema_only && flags.data_only) {
    return absl::InvalidArgumentError(
        "--schema-only and --data-only exclude each other");
  }
  return absl::OkStatus();
}

}  // namespace

int CompareCommand(int argc, char** argv, SignalStop& signals) {
  CompareFlags flags;
  OptionTable table = MakeCompareOptions(&flags);
  std::vector<std::string> operands;
  if (auto code = ParseCommandLine(table, argc, argv, 2, &operands)) {
    return *code;
  }
  const absl::Status usage = CheckFlags(flags, operands);
  if (!usage.ok()) return ReportUsage(argv[0], usage);
  Report report("compare", flags.common);
  Stage stage = Stage::kUsage;
  Comparer comparer(flags, signals, report);
  const absl::StatusOr<Comparison> comparison =
      comparer.Run(operands[0], operands[1], &stage);
  ExitCode code = ExitCodeFor(comparison.status(), stage, signals.received());
  if (comparison.ok()) {
    report.data() =
        ComparisonAsJson(comparer.side(0), comparer.side(1), *comparison);
    if (!flags.common.json() && !flags.common.quiet) {
      const std::string text =
          FormatComparison(comparer.side(0), comparer.side(1), *comparison);
      std::fwrite(text.data(), 1, text.size(), stdout);
    }
    if (!comparison->is_equal()) code = ExitCode::kAnswerIsNo;
  }
  return report.Finish(code, comparison.status());
}

}  // namespace pgark
