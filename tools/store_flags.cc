#include "tools/store_flags.h"

#include <unistd.h>

#include <array>
#include <cstdlib>
#include <limits>

#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "store/set_selector.h"

namespace pgark {
namespace {

std::string Variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

OptionAction SetCount(std::optional<int>* target) {
  return [target](const std::string& value) {
    int count = 0;
    RETURN_IF_ERROR(
        SetInteger(&count, 0, std::numeric_limits<int>::max())(value));
    *target = count;
    return absl::OkStatus();
  };
}

OptionAction SetAge(std::optional<absl::Duration>* target) {
  return [target](const std::string& value) {
    int64_t milliseconds = 0;
    RETURN_IF_ERROR(SetDuration(&milliseconds)(value));
    *target = absl::Milliseconds(milliseconds);
    return absl::OkStatus();
  };
}

}  // namespace

OptionAction SetKind(std::string* target) {
  return [target](const std::string& value) {
    if (!IsKindName(value)) {
      return absl::InvalidArgumentError(absl::StrCat(
          "\"", value, "\" is not a word of small letters, digits and dashes"));
    }
    *target = value;
    return absl::OkStatus();
  };
}

void AddStoreOptions(OptionTable& table, StoreFlags* flags) {
  table.BeginGroup("Store");
  table.Add({.name = "store",
             .argument = "FOLDER",
             .help = "where the sets are (default: $PGARK_STORE, then "
                     "$BACKUP_DIR)",
             .action = SetText(&flags->location)});
  table.Add({.name = "now",
             .argument = "TIME",
             .help = "the time, for rehearsals: 2026-11-20T02:00:00Z",
             .action =
                 [flags](const std::string& value) {
                   flags->now = ParseTimestamp(value);
                   return flags->now.has_value()
                              ? absl::OkStatus()
                              : absl::InvalidArgumentError(
                                    absl::StrCat("\"", value,
                                                 "\" is not a time such as "
                                                 "2026-11-20T02:00:00Z"));
                 },
             .hidden = true});
}

absl::StatusOr<std::unique_ptr<Store>> OpenNamedStore(const StoreFlags& flags) {
  std::string location = flags.location;
  if (location.empty()) location = Variable("PGARK_STORE");
  if (location.empty()) location = Variable("BACKUP_DIR");
  if (location.empty()) {
    return WithHint(absl::InvalidArgumentError("no store is named"),
                    "name a folder with --store=FOLDER, with PGARK_STORE or "
                    "with BACKUP_DIR");
  }
  return OpenStore(location);
}

std::unique_ptr<Clock> MakeClock(const StoreFlags& flags) {
  if (flags.now.has_value()) return std::make_unique<FixedClock>(*flags.now);
  return std::make_unique<SystemClock>();
}

void AddRetentionOptions(OptionTable& table, RetentionFlags* flags) {
  table.BeginGroup("Retention (a set is kept if any rule keeps it)");
  KeepRules* rules = &flags->policy.rules;
  const struct {
    const char* name;
    const char* help;
    std::optional<int>* target;
  } kCounts[] = {
      {"keep-last", "the newest N", &rules->last},
      {"keep-daily", "the last one of each of N days", &rules->daily},
      {"keep-weekly", "the last one of each of N weeks", &rules->weekly},
      {"keep-monthly", "the last one of each of N months", &rules->monthly},
      {"keep-yearly", "the last one of each of N years", &rules->yearly},
      {"max-count", "then at most N, the oldest go first",
       &flags->policy.max_count}};
  for (const auto& count : kCounts) {
    table.Add({.name = count.name,
               .argument = "N",
               .help = count.help,
               .action = SetCount(count.target)});
  }
  table.Add({.name = "keep-within",
             .argument = "TIME",
             .help = "those that are younger: 30d, 12w",
             .action = SetAge(&rules->within)});
  table.Add({.name = "min-keep",
             .argument = "N",
             .help = "never fewer good ones than N (default: 1)",
             .action = SetInteger(&flags->policy.min_keep, 0,
                                  std::numeric_limits<int>::max())});
  table.Add({.name = "keep-kind",
             .argument = "KIND:TIME",
             .help =
                 "sets of that kind for so long, by no other rule (default: "
                 "pre-migration:90d, safety:14d)",
             .action = [flags](const std::string& value) {
               const size_t colon = value.find(':');
               const std::string kind = value.substr(0, colon);
               if (colon == std::string::npos || !IsKindName(kind)) {
                 return absl::InvalidArgumentError(
                     absl::StrCat("\"", value, "\" is not KIND:TIME"));
               }
               return SetAge(&flags->policy.kinds[kind].within)(
                   value.substr(colon + 1));
             }});
  table.Add({.name = "time-zone",
             .argument = "ZONE",
             .help = "whose days, weeks and months count (default: UTC)",
             .action = SetText(&flags->time_zone)});
}

absl::StatusOr<RetentionPolicy> ResolveRetention(const RetentionFlags& flags) {
  RetentionPolicy policy = flags.policy;
  if (policy.is_empty()) {
    return WithHint(absl::InvalidArgumentError("there is no retention policy"),
                    "say what is kept, for example --keep-daily=30 "
                    "--keep-monthly=12");
  }
  RETURN_IF_ERROR(CheckPolicy(policy));
  AddUsualKinds(&policy);
  if (!flags.time_zone.empty() &&
      !absl::LoadTimeZone(flags.time_zone, &policy.time_zone)) {
    return absl::InvalidArgumentError(
        absl::StrCat("--time-zone: \"", flags.time_zone,
                     "\" is not a zone of this system, such as Europe/Berlin"));
  }
  return policy;
}

absl::StatusOr<StoredSet> FindSet(const Store& store, absl::string_view text,
                                  absl::string_view kind, absl::Time now) {
  ASSIGN_OR_RETURN(const std::vector<std::string> databases, store.Databases());
  const SetSelector selector = ParseSetSelector(text, databases);
  absl::StatusOr<std::string> database = ChooseDatabase(selector, databases);
  if (!database.ok()) return WithPath(database.status(), store.location());
  ASSIGN_OR_RETURN(const std::vector<StoredSet> sets, store.Sets(*database));
  const auto set = SelectSet(sets, selector.which, kind, now);
  if (!set.ok()) return WithPath(set.status(), store.location());
  return **set;
}

LockHolder ThisProcess(const std::string& what, absl::Time now) {
  std::array<char, 256> host{};
  if (gethostname(host.data(), host.size() - 1) != 0) host[0] = '\0';
  return {host.data(), getpid(), now, what};
}

}  // namespace pgark
