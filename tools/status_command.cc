#include <algorithm>
#include <cstdio>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "store/set_selector.h"
#include "store/suspicion.h"
#include "tools/commands.h"
#include "tools/report.h"
#include "tools/set_json.h"
#include "tools/store_flags.h"

namespace pgark {
namespace {

struct StatusFlags {
  CommonOptions common;
  std::string form = "text";
  StoreFlags store;
  RetentionFlags retention;
  std::string kind;
  int64_t max_age_milliseconds = 0;  // 0 = any
  int max_shrink_percent = 50;
};

OptionTable MakeStatusOptions(StatusFlags* flags) {
  OptionTable table(
      "pgark status [OPTION...] [DATABASE...]",
      "Is all well with the backups? Of each database the newest good set and "
      "its age, what there is, what was checked last, and what looks wrong.");
  table.BeginGroup("What is asked for");
  table.Add({.name = "max-age",
             .argument = "TIME",
             .help = "the newest good set may be so old: 26h",
             .action = SetDuration(&flags->max_age_milliseconds)});
  table.Add({.name = "max-shrink",
             .argument = "PERCENT",
             .help = "a set is suspicious when its data, the number of its "
                     "tables or the rows of a table fell by more (default: 50)",
             .action = SetInteger(&flags->max_shrink_percent, 1, 100)});
  table.Add({.name = "kind",
             .argument = "KIND",
             .help = "only sets of that kind",
             .action = SetKind(&flags->kind)});
  table.Add({.name = "output",
             .argument = "FORM",
             .help = "text, json, nagios (one line, exit codes 0 to 3 as "
                     "Nagios has them) or prometheus",
             .action = SetWord(&flags->form,
                               {"text", "json", "nagios", "prometheus"})});
  AddStoreOptions(table, &flags->store);
  AddRetentionOptions(table, &flags->retention);
  table.BeginGroup("Messages");
  table.AddFlags(
      {{"quiet", 'q', "say nothing but errors", &flags->common.quiet}});
  table.AddEpilogue(ExitCodeHelp(
      "not well: too old, the last one failed, or a set is suspicious"));
  return table;
}

// What is known about one database.
struct DatabaseStatus {
  std::string database;
  std::optional<StoredSet> newest;   // the newest good one
  std::optional<StoredSet> before;   // the one before it
  std::map<std::string, int> kinds;  // number of sets
  std::map<std::string, int> classes;
  int set_count = 0;
  uint64_t total_bytes = 0;
  std::optional<LogRecord> last_backup;
  std::optional<LogRecord> last_verify;
  std::optional<LogRecord> last_drill;
  std::vector<std::string> problems;
};

class StatusRun {
 public:
  StatusRun(const StatusFlags& flags, const Store& store)
      : flags_(flags), store_(store), now_(MakeClock(flags.store)->Now()) {}

  absl::Status Look(const std::vector<std::string>& operands) {
    ASSIGN_OR_RETURN(records_, store_.ReadLog());
    ASSIGN_OR_RETURN(free_bytes_, store_.FreeBytes());
    std::vector<std::string> databases = operands;
    if (databases.empty()) {
      ASSIGN_OR_RETURN(databases, store_.Databases());
      AddFailedDatabases(&databases);
    }
    if (databases.empty()) problems_.emplace_back("the store holds no sets");
    for (const std::string& database : databases) {
      ASSIGN_OR_RETURN(DatabaseStatus one, LookAt(database));
      statuses_.push_back(std::move(one));
    }
    return absl::OkStatus();
  }

  bool is_well() const {
    if (!problems_.empty()) return false;
    for (const DatabaseStatus& one : statuses_) {
      if (!one.problems.empty()) return false;
    }
    return true;
  }
  // Nothing to restore from: worse than old or suspicious.
  bool is_critical() const {
    if (!problems_.empty()) return true;
    for (const DatabaseStatus& one : statuses_) {
      if (!one.newest.has_value() || IsTooOld(one)) return true;
    }
    return false;
  }

  void Print(Report& report) const;

 private:
  // Those whose every backup has failed have no sets.
  void AddFailedDatabases(std::vector<std::string>* databases) const {
    for (const LogRecord& record : records_) {
      if (record.action == "backup" && !record.database.empty() &&
          std::find(databases->begin(), databases->end(), record.database) ==
              databases->end() &&
          LastRecord(records_, "backup", record.database, "")->verdict ==
              "failed") {
        databases->push_back(record.database);
      }
    }
  }

  absl::StatusOr<DatabaseStatus> LookAt(const std::string& database) const {
    DatabaseStatus status;
    status.database = database;
    ASSIGN_OR_RETURN(const std::vector<StoredSet> sets, store_.Sets(database));
    for (const StoredSet& set : sets) Count(set, &status);
    CountClasses(sets, &status);
    status.last_backup = Last("backup", database);
    status.last_verify = Last("verify", database);
    status.last_drill = Last("drill", database);
    FindProblems(&status);
    return status;
  }

  std::optional<LogRecord> Last(absl::string_view action,
                                const std::string& database) const {
    const LogRecord* record = LastRecord(records_, action, database, "");
    if (record == nullptr) return std::nullopt;
    return *record;
  }

  void Count(const StoredSet& set, DatabaseStatus* status) const {
    if (!flags_.kind.empty() && set.name.kind != flags_.kind) return;
    ++status->set_count;
    ++status->kinds[set.name.kind];
    status->total_bytes += set.manifest.total_bytes();
    if (!set.problem.ok()) {
      status->problems.push_back(
          absl::StrCat(set.name.ToString(), ": ", set.problem.message()));
    }
    const bool counts = flags_.kind.empty()
                            ? set.is_latest_candidate()
                            : set.is_good() && !set.manifest.is_partial;
    if (!counts) return;
    if (set.name.time > now_ + ClockTolerance()) {
      status->problems.push_back(
          absl::StrCat(set.name.ToString(), " is dated in the future"));
      return;
    }
    status->before = std::move(status->newest);
    status->newest = set;
  }

  // How many days, weeks and months have a set: by the policy's places when
  // there is one, otherwise by all of them.
  void CountClasses(const std::vector<StoredSet>& sets,
                    DatabaseStatus* status) const {
    std::vector<RetentionSet> candidates;
    for (const StoredSet& set : sets) {
      if (set.is_good()) {
        candidates.push_back({.name = set.name.ToString(),
                              .time = set.name.time,
                              .kind = set.name.kind,
                              .is_verified = true,
                              .is_partial = set.manifest.is_partial,
                              .is_pinned = set.is_pinned});
      }
    }
    RetentionPolicy policy = flags_.retention.policy;
    if (policy.is_empty()) {
      constexpr int kAll = 1 << 20;
      policy.rules = {.daily = kAll, .weekly = kAll, .monthly = kAll};
    }
    for (const RetentionDecision& decision :
         DecideRetention(candidates, policy, now_)) {
      for (const KeepReason reason : decision.reasons) {
        ++status->classes[std::string(KeepReasonName(reason))];
      }
    }
  }

  bool IsTooOld(const DatabaseStatus& status) const {
    return flags_.max_age_milliseconds > 0 && status.newest.has_value() &&
           now_ - status.newest->name.time >
               absl::Milliseconds(flags_.max_age_milliseconds);
  }

  void FindProblems(DatabaseStatus* status) const {
    std::vector<std::string>& problems = status->problems;
    if (!status->newest.has_value()) {
      problems.emplace_back("there is no good set");
    }
    if (IsTooOld(*status)) {
      problems.push_back(
          absl::StrCat("the newest good set is ",
                       FormatAge(now_ - status->newest->name.time), " old"));
    }
    if (status->last_backup.has_value() &&
        status->last_backup->verdict == "failed") {
      problems.push_back(absl::StrCat("the last backup failed: ",
                                      status->last_backup->message));
    }
    if (!status->newest.has_value()) return;
    const Manifest* before =
        status->before.has_value() ? &status->before->manifest : nullptr;
    for (const std::string& suspicion : FindSuspicions(
             status->newest->manifest, before,
             {.share = flags_.max_shrink_percent / 100.0, .least_rows = 100})) {
      problems.push_back(
          absl::StrCat(status->newest->name.ToString(), ": ", suspicion));
    }
  }

  nlohmann::json AsJson(const DatabaseStatus& one) const;
  void PrintText() const;
  void PrintNagios() const;
  void PrintPrometheus() const;

  const StatusFlags& flags_;
  const Store& store_;
  const absl::Time now_;
  std::vector<LogRecord> records_;
  std::optional<uint64_t> free_bytes_;
  std::vector<DatabaseStatus> statuses_;
  std::vector<std::string> problems_;  // of the store
};

nlohmann::json StatusRun::AsJson(const DatabaseStatus& one) const {
  nlohmann::json json = nlohmann::json::object();
  SetJsonText(json, "database", one.database);
  json["is_well"] = one.problems.empty();
  if (one.newest.has_value()) json["latest"] = SetAsJson(*one.newest, now_);
  json["set_count"] = one.set_count;
  json["total_bytes"] = one.total_bytes;
  if (one.newest.has_value() && one.before.has_value()) {
    json["growth_bytes"] =
        static_cast<int64_t>(one.newest->manifest.total_bytes()) -
        static_cast<int64_t>(one.before->manifest.total_bytes());
  }
  json["kinds"] = one.kinds;
  json["classes"] = one.classes;
  const auto record = [&json](const char* key,
                              const std::optional<LogRecord>& last) {
    if (!last.has_value()) return;
    json[key] = {{"time", FormatTimestamp(last->time)},
                 {"verdict", last->verdict}};
    if (!last->set.empty()) json[key]["set"] = last->set;
  };
  record("last_backup", one.last_backup);
  record("last_verify", one.last_verify);
  record("last_drill", one.last_drill);
  json["problems"] = nlohmann::json::array();
  for (const std::string& problem : one.problems) {
    nlohmann::json item;
    SetJsonText(item, "message", problem);
    json["problems"].push_back(std::move(item));
  }
  return json;
}

std::string CountsText(const std::map<std::string, int>& counts) {
  return absl::StrJoin(counts, ", ", [](std::string* out, const auto& count) {
    absl::StrAppend(out, count.second, " ", count.first);
  });
}

void StatusRun::PrintText() const {
  for (const DatabaseStatus& one : statuses_) {
    std::printf("%s: %s\n", one.database.c_str(),
                one.problems.empty() ? "ok" : "NOT WELL");
    for (const std::string& problem : one.problems) {
      std::printf("  ! %s\n", problem.c_str());
    }
    if (one.newest.has_value()) {
      const Manifest& manifest = one.newest->manifest;
      std::printf(
          "  latest   %s, %s old, %s\n", one.newest->name.ToString().c_str(),
          FormatAge(now_ - one.newest->name.time).c_str(),
          FormatBytes(static_cast<double>(manifest.total_bytes())).c_str());
    }
    std::printf("  sets     %d (%s), %s\n", one.set_count,
                CountsText(one.kinds).c_str(),
                FormatBytes(static_cast<double>(one.total_bytes)).c_str());
    std::printf("  kept     %s\n", CountsText(one.classes).c_str());
    const auto line = [this](const char* what,
                             const std::optional<LogRecord>& last) {
      std::printf("  %-8s %s\n", what,
                  last.has_value()
                      ? absl::StrCat(last->verdict, ", ",
                                     FormatAge(now_ - last->time), " ago")
                            .c_str()
                      : "never");
    };
    line("checked", one.last_verify);
    line("drilled", one.last_drill);
  }
  for (const std::string& problem : problems_) {
    std::printf("! %s\n", problem.c_str());
  }
  if (free_bytes_.has_value()) {
    std::printf("free space %s\n",
                FormatBytes(static_cast<double>(*free_bytes_)).c_str());
  }
}

void StatusRun::PrintNagios() const {
  std::vector<std::string> problems = problems_;
  std::vector<std::string> figures;
  for (const DatabaseStatus& one : statuses_) {
    for (const std::string& problem : one.problems) {
      problems.push_back(absl::StrCat(one.database, ": ", problem));
    }
    if (!one.newest.has_value()) continue;
    figures.push_back(
        absl::StrFormat("'%s_age'=%ds", one.database,
                        absl::ToInt64Seconds(now_ - one.newest->name.time)));
    figures.push_back(absl::StrFormat("'%s_size'=%dB", one.database,
                                      one.newest->manifest.total_bytes()));
  }
  const char* word = is_well() ? "OK" : is_critical() ? "CRITICAL" : "WARNING";
  // The bar and line breaks have a meaning of their own there.
  const std::string text = absl::StrReplaceAll(
      problems.empty() ? absl::StrCat(statuses_.size(), " databases")
                       : absl::StrJoin(problems, "; "),
      {{"|", "/"}, {"\n", " "}});
  std::printf("PGARK %s - %s | %s\n", word, text.c_str(),
              absl::StrJoin(figures, " ").c_str());
}

void StatusRun::PrintPrometheus() const {
  struct Metric {
    const char* name;
    const char* help;
    std::optional<double> (*value)(const DatabaseStatus& one);
  };
  static constexpr Metric kMetrics[] = {
      {"pgark_well", "1 when nothing is wrong with the backups.",
       [](const DatabaseStatus& one) -> std::optional<double> {
         return one.problems.empty() ? 1 : 0;
       }},
      {"pgark_last_success_timestamp_seconds",
       "When the newest good set was begun.",
       [](const DatabaseStatus& one) -> std::optional<double> {
         if (!one.newest.has_value()) return std::nullopt;
         return absl::ToDoubleSeconds(one.newest->name.time -
                                      absl::UnixEpoch());
       }},
      {"pgark_latest_bytes", "The size of the newest good set.",
       [](const DatabaseStatus& one) -> std::optional<double> {
         if (!one.newest.has_value()) return std::nullopt;
         return static_cast<double>(one.newest->manifest.total_bytes());
       }},
      {"pgark_sets", "The number of sets.",
       [](const DatabaseStatus& one) -> std::optional<double> {
         return one.set_count;
       }},
      {"pgark_sets_bytes", "The size of all sets.",
       [](const DatabaseStatus& one) -> std::optional<double> {
         return static_cast<double>(one.total_bytes);
       }},
      {"pgark_last_verify_timestamp_seconds", "When a set was last checked.",
       [](const DatabaseStatus& one) -> std::optional<double> {
         if (!one.last_verify.has_value()) return std::nullopt;
         return absl::ToDoubleSeconds(one.last_verify->time -
                                      absl::UnixEpoch());
       }},
      {"pgark_last_drill_timestamp_seconds", "When a set was last drilled.",
       [](const DatabaseStatus& one) -> std::optional<double> {
         if (!one.last_drill.has_value()) return std::nullopt;
         return absl::ToDoubleSeconds(one.last_drill->time - absl::UnixEpoch());
       }}};
  for (const Metric& metric : kMetrics) {
    std::printf("# HELP %s %s\n# TYPE %s gauge\n", metric.name, metric.help,
                metric.name);
    for (const DatabaseStatus& one : statuses_) {
      const std::optional<double> value = metric.value(one);
      if (!value.has_value()) continue;
      const std::string label = absl::StrReplaceAll(
          one.database, {{"\\", "\\\\"}, {"\"", "\\\""}, {"\n", "\\n"}});
      std::printf("%s{database=\"%s\"} %.0f\n", metric.name, label.c_str(),
                  *value);
    }
  }
  if (free_bytes_.has_value()) {
    std::printf(
        "# HELP pgark_free_bytes Free space of the store.\n"
        "# TYPE pgark_free_bytes gauge\npgark_free_bytes %.0f\n",
        static_cast<double>(*free_bytes_));
  }
}

void StatusRun::Print(Report& report) const {
  if (flags_.form == "nagios") return PrintNagios();
  if (flags_.form == "prometheus") return PrintPrometheus();
  if (flags_.form == "text") {
    if (!flags_.common.quiet) PrintText();
    return;
  }
  nlohmann::json& data = report.data();
  data["is_well"] = is_well();
  if (free_bytes_.has_value()) data["free_bytes"] = *free_bytes_;
  data["databases"] = nlohmann::json::array();
  for (const DatabaseStatus& one : statuses_) {
    data["databases"].push_back(AsJson(one));
  }
  data["problems"] = problems_;
}

// Nagios has codes of its own: 0 ok, 1 warning, 2 critical, 3 unknown.
int NagiosCode(const absl::Status& status, const StatusRun* run) {
  if (!status.ok() || run == nullptr) {
    std::printf("PGARK UNKNOWN - %s\n", std::string(status.message()).c_str());
    return 3;
  }
  if (run->is_well()) return 0;
  return run->is_critical() ? 2 : 1;
}

}  // namespace

int StatusCommand(int argc, char** argv, SignalStop&) {
  StatusFlags flags;
  OptionTable table = MakeStatusOptions(&flags);
  std::vector<std::string> operands;
  if (auto code = ParseCommandLine(table, argc, argv, static_cast<size_t>(argc),
                                   &operands)) {
    return *code;
  }
  if (flags.form == "json") flags.common.output = "json";
  Report report("status", flags.common);
  const auto store = OpenNamedStore(flags.store);
  absl::Status status = store.status();
  std::optional<StatusRun> run;
  if (store.ok()) {
    run.emplace(flags, **store);
    status = run->Look(operands);
  }
  if (status.ok()) run->Print(report);
  if (flags.form == "nagios") {
    return NagiosCode(status, run.has_value() ? &*run : nullptr);
  }
  ExitCode code = ExitCodeFor(status, Stage::kWorking);
  if (status.ok() && !run->is_well()) code = ExitCode::kAnswerIsNo;
  return report.Finish(code, status);
}

}  // namespace pgark
