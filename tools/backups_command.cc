#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "store/set_selector.h"
#include "tools/commands.h"
#include "tools/progress_display.h"
#include "tools/report.h"
#include "tools/set_check.h"
#include "tools/set_json.h"
#include "tools/store_flags.h"

namespace pgark {
namespace {

struct BackupsFlags {
  CommonOptions common;
  StoreFlags store;
  std::string kind;  // "" = any
  std::string level = "rows";
  bool yes = false;
  bool force = false;
};

OptionTable MakeBackupsOptions(BackupsFlags* flags) {
  OptionTable table(
      "pgark backups [list|show|check|pin|unpin|remove] [OPTION...] [SET...]",
      "The sets of a store. list (the default) takes databases, the others "
      "take sets: [DB:]latest, oldest, a date, a name or its beginning. check "
      "reads every file of the sets (all when none is named), says what is "
      "damaged, and names what killed runs have left.");
  table.BeginGroup("Which, and how");
  table.Add({.name = "kind",
             .argument = "KIND",
             .help = "only sets of that kind",
             .action = SetKind(&flags->kind)});
  table.Add({.name = "level",
             .argument = "LEVEL",
             .help = "check: toc, blocks, streams, rows (the default) or types",
             .action = SetWord(&flags->level,
                               {"toc", "blocks", "streams", "rows", "types"})});
  table.AddFlags(
      {{"yes", '\0',
        "remove: do it; check: remove what killed runs have left (default: "
        "only say what)",
        &flags->yes},
       {"force", '\0', "remove: also a pinned set, and the last good one",
        &flags->force}});
  AddStoreOptions(table, &flags->store);
  AddCommonOptions(table, &flags->common);
  table.AddEpilogue(
      ExitCodeHelp("check: a set is damaged, or something was left", true));
  return table;
}

// One call of a verb.
class BackupsRun {
 public:
  BackupsRun(const BackupsFlags& flags, Store& store, SignalStop& signals,
             Report& report)
      : flags_(flags),
        store_(store),
        now_(MakeClock(flags.store)->Now()),
        signals_(signals),
        report_(report) {}

  absl::Status List(const std::vector<std::string>& operands) {
    ASSIGN_OR_RETURN(const std::vector<StoredSet> sets, Choose(operands));
    ASSIGN_OR_RETURN(const std::vector<LogRecord> records, store_.ReadLog());
    report_.data()["sets"] = nlohmann::json::array();
    for (const StoredSet& set : sets) {
      nlohmann::json json = SetAsJson(set, now_);
      const LogRecord* drill =
          LastRecord(records, "drill", set.database, set.name.ToString());
      if (drill != nullptr) {
        json["last_drill"] = {{"time", FormatTimestamp(drill->time)},
                              {"verdict", drill->verdict}};
      }
      report_.data()["sets"].push_back(std::move(json));
      if (!flags_.common.json()) PrintLine(set, drill);
    }
    return absl::OkStatus();
  }

  absl::Status Show(const std::vector<std::string>& operands) {
    report_.data()["sets"] = nlohmann::json::array();
    for (const std::string& operand : operands) {
      ASSIGN_OR_RETURN(const StoredSet set, Find(operand));
      report_.data()["sets"].push_back(SetInFullAsJson(set, now_));
      if (!flags_.common.json()) PrintInFull(set);
    }
    return absl::OkStatus();
  }

  absl::Status Check(const std::vector<std::string>& operands) {
    std::vector<StoredSet> sets;
    if (operands.empty()) {
      ASSIGN_OR_RETURN(sets, Choose({}));
    }
    for (const std::string& operand : operands) {
      ASSIGN_OR_RETURN(StoredSet set, Find(operand));
      sets.push_back(std::move(set));
    }
    report_.data()["sets"] = nlohmann::json::array();
    for (const StoredSet& set : sets) RETURN_IF_ERROR(CheckOne(set));
    return CheckLeftovers();
  }

  absl::Status Pin(const std::vector<std::string>& operands, bool pinned) {
    for (const std::string& operand : operands) {
      ASSIGN_OR_RETURN(const StoredSet set, Find(operand));
      ASSIGN_OR_RETURN(const auto lock, Lock(set.database, "pin"));
      RETURN_IF_ERROR(store_.SetPin(set, pinned));
      Tell(absl::StrCat(pinned ? "pinned " : "unpinned ", set.Selector()));
    }
    return absl::OkStatus();
  }

  absl::Status Remove(const std::vector<std::string>& operands) {
    report_.data()["sets"] = nlohmann::json::array();
    report_.data()["is_done"] = flags_.yes;
    for (const std::string& operand : operands) {
      ASSIGN_OR_RETURN(const StoredSet set, Find(operand));
      RETURN_IF_ERROR(CheckRemovable(set));
      report_.data()["sets"].push_back(SetAsJson(set, now_));
      if (!flags_.yes) {
        Tell(absl::StrCat("would remove ", set.Selector(), "; --yes does it"));
        continue;
      }
      ASSIGN_OR_RETURN(const auto lock, Lock(set.database, "remove"));
      // Under the lock: another run may have taken it, or the last but one.
      ASSIGN_OR_RETURN(
          const StoredSet again,
          Find(absl::StrCat(set.database, ":", set.name.ToString())));
      RETURN_IF_ERROR(CheckRemovable(again));
      RETURN_IF_ERROR(store_.Remove(again));
      RETURN_IF_ERROR(store_.UpdateLatest(set.database, now_));
      RETURN_IF_ERROR(store_.AppendLog({.time = now_,
                                        .action = "prune",
                                        .database = set.database,
                                        .set = set.name.ToString(),
                                        .verdict = "done",
                                        .version = ProgramVersion(),
                                        .message = "removed by hand"}));
      Tell(absl::StrCat("removed ", set.Selector()));
    }
    return absl::OkStatus();
  }

  Stage stage() const { return stage_; }
  bool found_something() const { return found_something_; }

 private:
  void Tell(const std::string& line) const {
    if (!flags_.common.json() && !flags_.common.quiet) {
      std::printf("%s\n", line.c_str());
    }
  }

  absl::StatusOr<StoredSet> Find(const std::string& text) const {
    return FindSet(store_, text, flags_.kind, now_);
  }

  absl::StatusOr<std::unique_ptr<StoreLock>> Lock(const std::string& database,
                                                  const std::string& what) {
    stage_ = Stage::kLocking;
    ASSIGN_OR_RETURN(auto lock, store_.Lock(database, ThisProcess(what, now_)));
    stage_ = Stage::kWorking;
    return lock;
  }

  // All sets of the databases, or of all, that are of the kind.
  absl::StatusOr<std::vector<StoredSet>> Choose(
      std::vector<std::string> databases) const {
    ASSIGN_OR_RETURN(const std::vector<std::string> known, store_.Databases());
    for (const std::string& database : databases) {
      RETURN_IF_ERROR(ChooseDatabase({database, ""}, known).status());
    }
    if (databases.empty()) databases = known;
    std::vector<StoredSet> chosen;
    for (const std::string& database : databases) {
      ASSIGN_OR_RETURN(std::vector<StoredSet> sets, store_.Sets(database));
      for (StoredSet& set : sets) {
        if (flags_.kind.empty() || set.name.kind == flags_.kind) {
          chosen.push_back(std::move(set));
        }
      }
    }
    return chosen;
  }

  void PrintLine(const StoredSet& set, const LogRecord* drill) const {
    std::string marks;
    if (set.is_pinned) absl::StrAppend(&marks, " pinned");
    if (set.manifest.is_partial) absl::StrAppend(&marks, " partial");
    if (drill != nullptr) absl::StrAppend(&marks, " drill ", drill->verdict);
    if (!set.manifest.description.empty()) {
      absl::StrAppend(&marks, "  ", set.manifest.description);
    }
    const std::string size =
        set.problem.ok()
            ? FormatBytes(static_cast<double>(set.manifest.total_bytes()))
            : "?";
    std::printf("%s\n", absl::StrFormat("%-44s %8s %10s  %s%s", set.Selector(),
                                        FormatAge(now_ - set.name.time), size,
                                        SetState(set), marks)
                            .c_str());
    if (!set.problem.ok()) {
      std::printf("  %s\n", FormatStatus(set.problem).c_str());
    }
  }

  void PrintInFull(const StoredSet& set) const {
    const Manifest& manifest = set.manifest;
    std::printf("%s\n  %s\n", set.Selector().c_str(), set.location.c_str());
    if (!set.problem.ok()) {
      std::printf("  damaged      %s\n", FormatStatus(set.problem).c_str());
      return;
    }
    const auto line = [](const char* name, const std::string& text) {
      if (!text.empty()) std::printf("  %-12s %s\n", name, text.c_str());
    };
    line("state", absl::StrCat(SetState(set), " (level ", manifest.verify_level,
                               ")", set.is_pinned ? ", pinned" : "",
                               manifest.is_partial ? ", partial" : ""));
    line("for", manifest.description);
    line("made", absl::StrCat(FormatTimestamp(manifest.started), ", ",
                              FormatAge(now_ - manifest.started), " ago, in ",
                              FormatSeconds(manifest.dump_seconds +
                                            manifest.verify_seconds)));
    line("from", absl::StrCat(manifest.source.database, " on ",
                              manifest.source.host, ":", manifest.source.port,
                              ", PostgreSQL ", manifest.source.server_version));
    line("log position", manifest.source.lsn);
    line("contents",
         absl::StrCat(manifest.table_count, " tables, ",
                      manifest.row_count.has_value()
                          ? absl::StrCat(*manifest.row_count, " rows, ")
                          : "",
                      FormatBytes(static_cast<double>(manifest.data_bytes)),
                      " of data"));
    line("roles", absl::StrJoin(manifest.roles, ", "));
    line("extensions", absl::StrJoin(manifest.extensions, ", "));
    for (const ManifestFile& file : manifest.files) {
      line("file", absl::StrCat(file.name, ", ",
                                FormatBytes(static_cast<double>(file.bytes))));
    }
    for (const std::string& warning : manifest.warnings) {
      line("warning", warning);
    }
  }

  absl::Status CheckOne(const StoredSet& set) {
    absl::StatusOr<SetCheck> check;
    {
      ProgressDisplay progress(flags_.common, report_);
      check = CheckSet(set, *ParseVerifyLevel(flags_.level), progress,
                       signals_.token());
    }
    RETURN_IF_ERROR(check.status());
    found_something_ |= !check->problems.empty();
    Tell(absl::StrCat(set.Selector(), ": ",
                      check->problems.empty() ? "ok" : "DAMAGED"));
    for (const std::string& problem : check->problems) {
      Tell(absl::StrCat("  ", problem));
    }
    nlohmann::json json = SetAsJson(set, now_);
    json["verdict"] = std::string(SetVerdictName(check->verdict));
    json["problems"] = nlohmann::json::array();
    for (const std::string& problem : check->problems) {
      nlohmann::json item;
      SetJsonText(item, "message", problem);
      json["problems"].push_back(std::move(item));
    }
    report_.data()["sets"].push_back(std::move(json));
    LogRecord record = {.time = now_,
                        .action = "verify",
                        .database = set.database,
                        .set = set.name.ToString(),
                        .verdict = std::string(SetVerdictName(check->verdict)),
                        .level = flags_.level,
                        .version = ProgramVersion()};
    record.message = absl::StrJoin(check->problems, "; ").substr(0, 4000);
    const absl::Status logged = store_.AppendLog(record);
    // Looking is allowed where writing is not.
    if (!logged.ok()) {
      report_.Warn(absl::StrCat("the store's log cannot be written: ",
                                FormatStatus(logged)));
    }
    return absl::OkStatus();
  }

  absl::Status CheckLeftovers() {
    ASSIGN_OR_RETURN(const std::vector<Leftover> leftovers, store_.Leftovers());
    report_.data()["leftovers"] = nlohmann::json::array();
    for (const Leftover& leftover : leftovers) {
      nlohmann::json json = {{"bytes", leftover.bytes}};
      SetJsonText(json, "path", leftover.path);
      report_.data()["leftovers"].push_back(std::move(json));
      if (flags_.yes) {
        ASSIGN_OR_RETURN(const auto lock, Lock(leftover.database, "check"));
        RETURN_IF_ERROR(store_.RemoveLeftovers(leftover.database));
      } else {
        found_something_ = true;
      }
      Tell(absl::StrCat(leftover.path, ": left by a run that was killed, ",
                        FormatBytes(static_cast<double>(leftover.bytes)),
                        flags_.yes ? "; removed" : "; --yes removes it"));
    }
    return absl::OkStatus();
  }

  absl::Status CheckRemovable(const StoredSet& set) const {
    if (flags_.force) return absl::OkStatus();
    if (set.is_pinned) {
      return WithHint(WithObject(absl::FailedPreconditionError(
                                     "the set is pinned and stays"),
                                 set.Selector()),
                      "unpin it first, or --force");
    }
    if (!set.is_good()) return absl::OkStatus();
    ASSIGN_OR_RETURN(const std::vector<StoredSet> sets,
                     store_.Sets(set.database));
    const auto good =
        std::count_if(sets.begin(), sets.end(),
                      [](const StoredSet& one) { return one.is_good(); });
    if (good > 1) return absl::OkStatus();
    return WithHint(WithObject(absl::FailedPreconditionError(
                                   "it is the last good set of its database"),
                               set.Selector()),
                    "--force removes it");
  }

  const BackupsFlags& flags_;
  Store& store_;
  const absl::Time now_;
  SignalStop& signals_;
  Report& report_;
  Stage stage_ = Stage::kWorking;
  bool found_something_ = false;
};

absl::Status RunVerb(const std::string& verb,
                     const std::vector<std::string>& operands,
                     BackupsRun& run) {
  if (verb == "list") return run.List(operands);
  if (verb == "check") return run.Check(operands);
  if (operands.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("backups ", verb, " needs a set, such as app:latest"));
  }
  if (verb == "show") return run.Show(operands);
  if (verb == "remove") return run.Remove(operands);
  return run.Pin(operands, verb == "pin");
}

}  // namespace

int BackupsCommand(int argc, char** argv, SignalStop& signals) {
  BackupsFlags flags;
  OptionTable table = MakeBackupsOptions(&flags);
  std::vector<std::string> operands;
  if (auto code = ParseCommandLine(table, argc, argv, static_cast<size_t>(argc),
                                   &operands)) {
    return *code;
  }
  static constexpr absl::string_view kVerbs[] = {"list", "show",  "check",
                                                 "pin",  "unpin", "remove"};
  std::string verb = "list";
  if (!operands.empty() && std::find(std::begin(kVerbs), std::end(kVerbs),
                                     operands[0]) != std::end(kVerbs)) {
    verb = operands[0];
    operands.erase(operands.begin());
  }
  Report report(absl::StrCat("backups.", verb), flags.common);
  const auto store = OpenNamedStore(flags.store);
  if (!store.ok()) {
    return report.Finish(ExitCodeFor(store.status(), Stage::kWorking),
                         store.status());
  }
  BackupsRun run(flags, **store, signals, report);
  const absl::Status status = RunVerb(verb, operands, run);
  ExitCode code = ExitCodeFor(status, run.stage(), signals.received());
  if (status.ok() && run.found_something()) code = ExitCode::kAnswerIsNo;
  return report.Finish(code, status);
}

}  // namespace pgark
