#include "jobs/restore_forecast.h"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "jobs/database_blueprint.h"
#include "jobs/restore_plan.h"
#include "jobs/restore_session.h"
#include "jobs/target_profile.h"
#include "protocol/database_choice.h"
#include "protocol/sql_text.h"

namespace pgark {
namespace {

std::vector<ObjectCount> Sorted(const std::map<std::string, uint64_t>& counts) {
  std::vector<ObjectCount> sorted;
  sorted.reserve(counts.size());
  for (const auto& [kind, count] : counts) sorted.push_back({kind, count});
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const ObjectCount& a, const ObjectCount& b) {
                     return a.count > b.count;
                   });
  return sorted;
}

bool TakesLock(EntryKind kind) {
  switch (kind) {
    case EntryKind::kTable:
    case EntryKind::kForeignTable:
    case EntryKind::kView:
    case EntryKind::kMaterializedView:
    case EntryKind::kSequence:
    case EntryKind::kIndex:
    case EntryKind::kConstraint:
    case EntryKind::kType:
      return true;
    default:
      return false;
  }
}

bool IsDatabase(EntryKind kind) {
  return kind == EntryKind::kDatabase || kind == EntryKind::kDatabaseProperties;
}

class Forecaster {
 public:
  Forecaster(const GuardedRestore& restore, const std::stop_token& stop)
      : restore_(restore), stop_(stop) {}

  absl::StatusOr<RestoreForecast> Run() {
    RETURN_IF_ERROR(Connect());
    ASSIGN_OR_RETURN(
        const RestorePlan plan,
        RestorePlan::Create(restore_.source.toc, restore_.options.selection,
                            restore_.source.data));
    Count(plan);
    AdaptedContents adapted =
        AdaptToTarget(restore_.source.toc, plan, restore_.options,
                      restore_.safety.roles, profile_);
    forecast_.left_out = std::move(adapted.left_out);
    JudgeRoles(adapted.missing_roles);
    JudgeTarget();
    JudgeLocks();
    RETURN_IF_ERROR(JudgeEncoding());
    return std::move(forecast_);
  }

 private:
  bool makes_database() const {
    return restore_.safety.mode == TargetMode::kNew ||
           restore_.safety.mode == TargetMode::kReplace ||
           restore_.safety.mode == TargetMode::kSwap;
  }

  void Problem(bool is_fatal, std::string text, std::string remedy = "") {
    forecast_.problems.push_back(
        {is_fatal, std::move(text), std::move(remedy)});
  }

  absl::Status Connect();
  absl::Status LookInto(const std::string& database);
  void Count(const RestorePlan& plan);
  void JudgeRoles(const std::set<std::string>& missing);
  void JudgeTarget();
  void JudgeLocks();
  absl::Status JudgeEncoding();

  const GuardedRestore& restore_;
  const std::stop_token& stop_;
  std::unique_ptr<Connection> session_;  // with any database of the server
  TargetProfile profile_;
  bool may_create_ = true;  // objects in the database
  std::optional<DatabaseBlueprint> present_;
  RestoreForecast forecast_;
};

absl::Status Forecaster::LookInto(const std::string& database) {
  ASSIGN_OR_RETURN(const ConnectionOptions options,
                   WithDatabase(restore_.target.connection, database));
  ASSIGN_OR_RETURN(session_, restore_.target.connect(options, stop_));
  ASSIGN_OR_RETURN(forecast_.contents, ReadTargetContents(*session_));
  ASSIGN_OR_RETURN(present_, DatabaseBlueprint::OfSession(*session_));
  ASSIGN_OR_RETURN(const Result right,
                   session_->Query("SELECT pg_catalog.has_database_privilege("
                                   "pg_catalog.current_database(), 'CREATE')"));
  may_create_ = right.Bool(0, 0);
  return absl::OkStatus();
}

absl::Status Forecaster::Connect() {
  const std::string created =
      DatabaseToCreate(restore_.source.toc, restore_.options.selection);
  if (makes_database()) {
    ASSIGN_OR_RETURN(forecast_.database,
                     ChosenDatabase(restore_.target.connection));
    ASSIGN_OR_RETURN(
        AdminSession admin,
        OpenAdminSession(restore_.target, forecast_.database, stop_));
    session_ = std::move(admin.connection);
  } else {
    ASSIGN_OR_RETURN(
        session_, restore_.target.connect(restore_.target.connection, stop_));
    forecast_.database = created.empty() ? session_->database() : created;
  }
  ASSIGN_OR_RETURN(forecast_.exists,
                   DatabaseExists(*session_, forecast_.database));
  if (forecast_.exists) RETURN_IF_ERROR(LookInto(forecast_.database));
  ASSIGN_OR_RETURN(profile_, ReadTargetProfile(*session_));
  forecast_.server_release = profile_.release;
  return absl::OkStatus();
}

void Forecaster::Count(const RestorePlan& plan) {
  const bool drops_database =
      restore_.options.selection.create_database && restore_.options.clean;
  std::map<std::string, uint64_t> dropped;
  std::map<std::string, uint64_t> created;
  for (const PlannedEntry& planned : plan.entries()) {
    const TocEntry& entry = *planned.entry;
    if (!planned.parts.Any()) continue;
    ++created[entry.desc];
    if (restore_.options.clean && forecast_.exists &&
        !entry.drop_statement.value_or("").empty() &&
        drops_database == IsDatabase(entry.kind)) {
      ++dropped[entry.desc];
    }
    if (entry.kind == EntryKind::kExtension) {
      forecast_.extensions.push_back(entry.tag);
    }
    if (TakesLock(entry.kind)) ++forecast_.lock_count;
    if (entry.kind == EntryKind::kIndex ||
        entry.kind == EntryKind::kConstraint) {
      ++forecast_.index_count;
    }
    if (!planned.parts.data || !entry.has_data) continue;
    const uint64_t bytes = restore_.source.data.DecodedBytes(entry);
    forecast_.data_bytes += bytes;
    if (entry.kind == EntryKind::kTableData) {
      forecast_.tables.push_back(
          {absl::StrCat(entry.schema.value_or(""), ".", entry.tag), bytes});
    }
  }
  forecast_.dropped = Sorted(dropped);
  forecast_.created = Sorted(created);
  std::stable_sort(forecast_.tables.begin(), forecast_.tables.end(),
                   [](const ForecastTable& a, const ForecastTable& b) {
                     return a.data_bytes > b.data_bytes;
                   });
}

void Forecaster::JudgeRoles(const std::set<std::string>& missing) {
  if (missing.empty() || profile_.may_create_roles) return;
  Problem(true,
          absl::StrCat("roles that are missing: ", missing.size(), "; ",
                       profile_.user, " may not create them"),
          "--map-role OLD=NEW");
}

void Forecaster::JudgeTarget() {
  const SafetyOptions& safety = restore_.safety;
  forecast_.database_action = "as it is";
  if (safety.mode == TargetMode::kNew) {
    forecast_.database_action = "created";
    if (forecast_.exists) {
      Problem(true, "the database exists already", "--replace or --swap");
    }
  } else if (safety.mode == TargetMode::kReplace) {
    forecast_.database_action =
        forecast_.exists ? "dropped and created" : "created";
  } else if (safety.mode == TargetMode::kSwap) {
    forecast_.database_action =
        safety.drop_old ? "restored beside it, exchanged, the old one dropped"
                        : "restored beside it, exchanged, the old one kept";
    forecast_.kept_bytes = forecast_.contents.size_bytes;
    if (!forecast_.exists) {
      Problem(true, "there is no database to exchange", "--new");
    }
  } else if (JudgeRestoreInto(safety, restore_.options.clean,
                              forecast_.contents) == Verdict::kRefuse) {
    Problem(true,
            absl::StrCat("the database is not empty: ",
                         forecast_.contents.Describe()),
            "-c, --into-existing, --new, --replace or --swap");
  }
  if (profile_.in_recovery) Problem(true, "the server is a standby");
  if (makes_database() && !profile_.may_create_databases) {
    Problem(true, absl::StrCat(profile_.user, " may not create databases"),
            "ALTER ROLE ... CREATEDB");
  }
  if (!makes_database() && forecast_.exists && !may_create_ &&
      restore_.options.selection.schema) {
    Problem(
        false,
        absl::StrCat(profile_.user, " may not create schemas in the database"),
        "GRANT CREATE ON DATABASE");
  }
  const int made_for =
      ReleaseOfVersionText(restore_.source.header.server_version);
  if (made_for > profile_.release) {
    Problem(false, absl::StrCat("the archive is of PostgreSQL ", made_for,
                                ", the server is ", profile_.release,
                                ": what is new cannot be restored"));
  }
}

void Forecaster::JudgeLocks() {
  forecast_.lock_room =
      static_cast<uint64_t>(std::max<int64_t>(profile_.max_locks, 0));
  if (!restore_.options.single_transaction) {
    // A batch of small entries at a time, and one big one for each job.
    forecast_.lock_count = std::min<uint64_t>(forecast_.lock_count, 64);
    return;
  }
  if (forecast_.lock_count > forecast_.lock_room) {
    Problem(
        true,
        absl::StrCat("one transaction holds about ", forecast_.lock_count,
                     " locks, the server has room for ", forecast_.lock_room),
        "restore without -1, or raise max_locks_per_transaction");
  }
}

absl::Status Forecaster::JudgeEncoding() {
  ASSIGN_OR_RETURN(const DatabaseBlueprint described,
                   DatabaseBlueprint::OfArchive(restore_.source.toc));
  ASSIGN_OR_RETURN(const ArchiveSession archive,
                   ReadArchiveSession(restore_.source.toc));
  if (!present_.has_value()) return absl::OkStatus();
  const DatabaseObject& there = present_->database();
  const DatabaseObject& wanted = described.database();
  if (archive.encoding != there.encoding && archive.encoding != "SQL_ASCII" &&
      there.encoding != "SQL_ASCII") {
    ASSIGN_OR_RETURN(
        const Result conversion,
        session_->Query(absl::StrCat(
            "SELECT 1 FROM pg_catalog.pg_conversion WHERE condefault AND "
            "pg_catalog.pg_encoding_to_char(conforencoding) = ",
            QuoteLiteralForQuery(archive.encoding),
            " AND pg_catalog.pg_encoding_to_char(contoencoding) = ",
            QuoteLiteralForQuery(there.encoding))));
    const bool is_impossible = conversion.row_count() == 0;
    Problem(is_impossible,
            absl::StrCat("the archive's text is ", archive.encoding,
                         ", the database's ", there.encoding,
                         is_impossible ? ", and nothing converts it"
                                       : ": characters that it lacks fail"),
            "a database with that encoding");
  }
  if (!wanted.collate.empty() && wanted.collate != there.collate) {
    Problem(false,
            absl::StrCat("the archive's database sorts as ", wanted.collate,
                         ", this one as ", there.collate));
  }
  return absl::OkStatus();
}

}  // namespace

bool RestoreForecast::can_work() const {
  return std::none_of(
             problems.begin(), problems.end(),
             [](const ForecastProblem& problem) { return problem.is_fatal; }) &&
         std::none_of(left_out.begin(), left_out.end(),
                      [](const LeftOut& one) { return one.is_loss; });
}

absl::StatusOr<RestoreForecast> ForecastRestore(const GuardedRestore& restore,
                                                const std::stop_token& stop) {
  return Forecaster(restore, stop).Run();
}

}  // namespace pgark
