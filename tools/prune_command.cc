#include <cstdio>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "store/set_selector.h"
#include "tools/commands.h"
#include "tools/prune_run.h"
#include "tools/report.h"
#include "tools/set_json.h"
#include "tools/store_flags.h"

namespace pgark {
namespace {

struct PruneFlags {
  CommonOptions common;
  StoreFlags store;
  RetentionFlags retention;
  bool yes = false;
};

OptionTable MakePruneOptions(PruneFlags* flags) {
  OptionTable table(
      "pgark prune [OPTION...] [DATABASE...]",
      "Applies a retention policy to the sets of a store: says what is kept "
      "and why, and what goes. Deletes only with --yes. Only verified sets "
      "take places; the newest good one, pinned ones and those of other kinds "
      "than the policy speaks of stay.");
  table.BeginGroup("Deleting");
  table.AddFlags(
      {{"yes", '\0', "delete (default: only say what would go)", &flags->yes}});
  AddStoreOptions(table, &flags->store);
  AddRetentionOptions(table, &flags->retention);
  AddCommonOptions(table, &flags->common);
  table.AddEpilogue(ExitCodeHelp("", true));
  return table;
}

void TellPlan(const PrunePlan& plan, const PruneFlags& flags, absl::Time now,
              Report& report) {
  for (const RetentionDecision& decision : plan.decisions) {
    const StoredSet& set = plan.sets[decision.index];
    nlohmann::json json = SetAsJson(set, now);
    json["action"] = decision.keep ? "keep" : "remove";
    json["reason"] = ReasonsText(decision);
    report.data()["sets"].push_back(std::move(json));
    if (flags.common.json() || (flags.common.quiet && decision.keep)) continue;
    std::printf("%s\n",
                absl::StrCat(decision.keep ? "keep    " : "remove  ",
                             set.Selector(), "  ", ReasonsText(decision))
                    .c_str());
  }
}

absl::Status Prune(const PruneFlags& flags,
                   const std::vector<std::string>& operands, Report& report,
                   Stage* stage) {
  ASSIGN_OR_RETURN(const RetentionPolicy policy,
                   ResolveRetention(flags.retention));
  ASSIGN_OR_RETURN(const auto store, OpenNamedStore(flags.store));
  *stage = Stage::kWorking;
  const absl::Time now = MakeClock(flags.store)->Now();
  ASSIGN_OR_RETURN(const std::vector<std::string> known, store->Databases());
  for (const std::string& database : operands) {
    RETURN_IF_ERROR(ChooseDatabase({database, ""}, known).status());
  }
  const std::vector<std::string>& databases =
      operands.empty() ? known : operands;
  report.data()["sets"] = nlohmann::json::array();
  size_t count = 0;
  uint64_t bytes = 0;
  for (const std::string& database : databases) {
    std::unique_ptr<StoreLock> lock;
    if (flags.yes) {
      *stage = Stage::kLocking;
      ASSIGN_OR_RETURN(lock, store->Lock(database, ThisProcess("prune", now)));
      *stage = Stage::kWorking;
      RETURN_IF_ERROR(store->RemoveLeftovers(database));
    }
    ASSIGN_OR_RETURN(const PrunePlan plan,
                     PlanPrune(*store, database, policy, now));
    TellPlan(plan, flags, now, report);
    count += plan.remove_count();
    bytes += plan.remove_bytes();
    if (flags.yes) RETURN_IF_ERROR(ApplyPrune(*store, plan, now));
  }
  report.data()["removed_count"] = count;
  report.data()["removed_bytes"] = bytes;
  report.data()["is_done"] = flags.yes;
  if (!flags.common.json() && !flags.common.quiet) {
    std::printf("%s\n",
                absl::StrCat(flags.yes ? "removed " : "would remove ", count,
                             " sets, ", FormatBytes(static_cast<double>(bytes)),
                             flags.yes || count == 0 ? "" : "; --yes does it")
                    .c_str());
  }
  return absl::OkStatus();
}

}  // namespace

int PruneCommand(int argc, char** argv, SignalStop& signals) {
  PruneFlags flags;
  OptionTable table = MakePruneOptions(&flags);
  std::vector<std::string> operands;
  if (auto code = ParseCommandLine(table, argc, argv, static_cast<size_t>(argc),
                                   &operands)) {
    return *code;
  }
  Report report("prune", flags.common);
  Stage stage = Stage::kUsage;
  const absl::Status status = Prune(flags, operands, report, &stage);
  return report.Finish(ExitCodeFor(status, stage, signals.received()), status);
}

}  // namespace pgark
