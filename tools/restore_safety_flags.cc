#include "tools/restore_safety_flags.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "tools/confirmation.h"
#include "tools/report.h"
#include "tools/selection_flags.h"

namespace pgark {
namespace {

absl::string_view WhatIsLost(LossKind kind) {
  switch (kind) {
    case LossKind::kClean:
      return "What the archive also has (or, with -C, the database) is dropped "
             "and restored; all rows in it are lost.";
    case LossKind::kReplace:
      return "The database is dropped and created; everything in it is lost.";
    case LossKind::kDropOld:
      return "Once its successor is complete, the database is dropped with "
             "everything in it.";
  }
  return "";
}

std::string Question(LossKind kind, const TargetContents& contents) {
  return absl::StrCat(
      "Host:      ", contents.host, "\nPort:      ", contents.port,
      "\nDatabase:  ", contents.database,
      "\nSize:      ", FormatBytes(static_cast<double>(contents.size_bytes)),
      "\nHolds:     ", contents.Describe(), "\n", WhatIsLost(kind));
}

}  // namespace

void AddRestoreSafetyOptions(OptionTable& table, RestoreSafetyFlags* flags) {
  table.BeginGroup("What is there (a whole archive needs an empty database)");
  table.AddFlags({
      {"into-existing", '\0', "add to what is in the database",
       &flags->into_existing},
      {"new", '\0', "create the database of -d", &flags->create_new},
      {"replace", '\0', "drop the database of -d and create it",
       &flags->replace},
      {"swap", '\0',
       "restore into a database beside that of -d, check it, then exchange "
       "their names; the old one is kept under a dated name",
       &flags->swap},
      {"drop-old", '\0', "with --swap: do not keep the old database",
       &flags->drop_old},
      {"disconnect-others", '\0',
       "end other sessions, keep new ones out to the end",
       &flags->disconnect_others},
      {"no-check", '\0',
       "drop without having checked what the archive will give",
       &flags->no_check},
      {"yes", '\0', "do not ask", &flags->yes},
  });
  table.AddFlags({
      {"dry-run", '\0', "say what would happen, and do nothing",
       &flags->dry_run},
      {"create-missing-roles", '\0',
       "create the roles that the archive names and the server lacks",
       &flags->create_missing_roles},
  });
  table.AddLists({{"map-role", '\0', "OLD=NEW",
                   "what OLD owns or may do, NEW does; may be repeated",
                   &flags->renamed_roles}});
  table.Add({.name = "abort-window",
             .argument = "TIME",
             .help = "wait between the answer and the first drop (default: 5s)",
             .action = SetDuration(&flags->abort_window_milliseconds)});
}

absl::StatusOr<SafetyOptions> ResolveSafetyFlags(
    const RestoreSafetyFlags& flags, bool is_part) {
  const struct {
    bool given;
    const char* name;
    TargetMode mode;
  } kModes[] = {
      {flags.into_existing, "--into-existing", TargetMode::kIntoExisting},
      {flags.create_new, "--new", TargetMode::kNew},
      {flags.replace, "--replace", TargetMode::kReplace},
      {flags.swap, "--swap", TargetMode::kSwap},
  };
  SafetyOptions options;
  const char* chosen = nullptr;
  for (const auto& mode : kModes) {
    if (!mode.given) continue;
    if (chosen != nullptr) return ExclusionError(chosen, mode.name);
    chosen = mode.name;
    options.mode = mode.mode;
  }
  if (flags.drop_old && !flags.swap) {
    return absl::InvalidArgumentError("--drop-old needs --swap");
  }
  if (flags.create_new && flags.disconnect_others) {
    return ExclusionError("--new", "--disconnect-others");
  }
  for (const std::string& pair : flags.renamed_roles) {
    const std::vector<std::string> names = absl::StrSplit(pair, '=');
    if (names.size() != 2 || names[0].empty() || names[1].empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat("--map-role: \"", pair, "\" is not OLD=NEW"));
    }
    if (!options.roles.renamed.emplace(names[0], names[1]).second) {
      return absl::InvalidArgumentError(
          absl::StrCat("--map-role: ", names[0], " is mapped twice"));
    }
  }
  options.roles.create_missing = flags.create_missing_roles;
  options.is_part = is_part;
  options.drop_old = flags.drop_old;
  options.disconnect_others = flags.disconnect_others;
  return options;
}

absl::Status AgreeToLoss(const RestoreSafetyFlags& flags, LossKind kind,
                         const TargetContents& contents,
                         const std::stop_token& stop) {
  if (flags.yes) return absl::OkStatus();
  if (CanAskPerson()) {
    return AskToType(Question(kind, contents), contents.database,
                     flags.abort_window_milliseconds, stop);
  }
  if (kind == LossKind::kClean) return absl::OkStatus();
  return WithHint(
      absl::InvalidArgumentError(absl::StrCat(
          "database \"", contents.database, "\" holds ", contents.Describe(),
          ", which would be lost, and there is no terminal to ask at")),
      "--yes says that this is meant");
}

}  // namespace pgark
