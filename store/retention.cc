#include "store/retention.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "store/clock.h"
#include "store/set_name.h"

namespace pgark {
namespace {

constexpr struct {
  KeepReason reason;
  absl::string_view name;
} kReasonNames[] = {{KeepReason::kLast, "keep-last"},
                    {KeepReason::kWithin, "keep-within"},
                    {KeepReason::kDaily, "keep-daily"},
                    {KeepReason::kWeekly, "keep-weekly"},
                    {KeepReason::kMonthly, "keep-monthly"},
                    {KeepReason::kYearly, "keep-yearly"},
                    {KeepReason::kPinned, "pinned"},
                    {KeepReason::kMinKeep, "min-keep"},
                    {KeepReason::kNewer, "newer than the last good one"},
                    {KeepReason::kFuture, "dated in the future"},
                    {KeepReason::kNoRule, "no rule for its kind"}};

// One rule that gives a place to each of the last N periods that have a set.
struct Calendar {
  KeepReason reason;
  std::optional<int> KeepRules::*count;
  // The day on which the period of a day begins.
  absl::CivilDay (*begin)(absl::CivilDay day);
};

constexpr Calendar kCalendars[] = {
    {KeepReason::kDaily, &KeepRules::daily,
     [](absl::CivilDay day) { return day; }},
    {KeepReason::kWeekly, &KeepRules::weekly,
     [](absl::CivilDay day) {
       return absl::PrevWeekday(day + 1, absl::Weekday::monday);
     }},
    {KeepReason::kMonthly, &KeepRules::monthly,
     [](absl::CivilDay day) { return absl::CivilDay(absl::CivilMonth(day)); }},
    {KeepReason::kYearly, &KeepRules::yearly,
     [](absl::CivilDay day) { return absl::CivilDay(absl::CivilYear(day)); }}};

bool IsPositive(const std::optional<int>& count) {
  return count.has_value() && *count > 0;
}

// One call of DecideRetention().
class Retention {
 public:
  Retention(const std::vector<RetentionSet>& sets,
            const RetentionPolicy& policy, absl::Time now)
      : sets_(sets), policy_(policy), now_(now), decisions_(sets.size()) {
    for (size_t i = 0; i < sets_.size(); ++i) decisions_[i].index = i;
    newest_first_.resize(sets_.size());
    std::iota(newest_first_.begin(), newest_first_.end(), size_t{0});
    std::sort(newest_first_.begin(), newest_first_.end(),
              [this](size_t a, size_t b) {
                return std::tie(sets_[a].time, sets_[a].name) >
                       std::tie(sets_[b].time, sets_[b].name);
              });
  }

  std::vector<RetentionDecision> Decide() {
    for (const size_t i : newest_first_) {
      if (sets_[i].is_pinned) Keep(i, KeepReason::kPinned);
      if (IsFromFuture(i)) Keep(i, KeepReason::kFuture);
    }
    ProtectGoodOnes();
    for (const auto& [series, members] : Series()) ApplyRules(members);
    ApplyToUnverified();
    for (RetentionDecision& decision : decisions_) {
      decision.keep = !decision.reasons.empty();
    }
    CutToMaxCount();
    return std::move(decisions_);
  }

 private:
  bool IsFromFuture(size_t i) const {
    return sets_[i].time > now_ + ClockTolerance();
  }
  bool TakesPlaces(size_t i) const {
    return sets_[i].is_verified && !IsFromFuture(i);
  }
  const KeepRules& RulesFor(size_t i) const {
    const auto kind = policy_.kinds.find(sets_[i].kind);
    return kind == policy_.kinds.end() ? policy_.rules : kind->second;
  }

  void Keep(size_t i, KeepReason reason) {
    decisions_[i].reasons.push_back(reason);
  }

  // The newest good ones: first those that `latest` would choose, then safety
  // sets, then partial ones, which are better than nothing.
  void ProtectGoodOnes() {
    const auto rank = [this](size_t i) {
      if (sets_[i].is_partial) return 2;
      return sets_[i].kind == kSafetyKind ? 1 : 0;
    };
    std::vector<size_t> good;
    for (const int wanted : {0, 1, 2}) {
      for (const size_t i : newest_first_) {
        if (TakesPlaces(i) && rank(i) == wanted) good.push_back(i);
      }
    }
    if (!good.empty()) newest_good_ = good.front();
    const size_t count = std::min(
        good.size(), static_cast<size_t>(std::max(policy_.min_keep, 1)));
    good.resize(count);
    for (const size_t i : good) Keep(i, KeepReason::kMinKeep);
  }

  // Sets that compete for the same places, newest first.
  std::map<std::string, std::vector<size_t>> Series() const {
    std::map<std::string, std::vector<size_t>> series;
    for (const size_t i : newest_first_) {
      if (!TakesPlaces(i)) continue;
      const std::string kind =
          policy_.kinds.contains(sets_[i].kind) ? sets_[i].kind : "";
      series[absl::StrCat(kind, sets_[i].is_partial ? "/partial" : "")]
          .push_back(i);
    }
    return series;
  }

  void ApplyRules(const std::vector<size_t>& members) {
    const KeepRules& rules = RulesFor(members.front());
    if (rules.is_empty()) {
      for (const size_t i : members) Keep(i, KeepReason::kNoRule);
      return;
    }
    for (size_t place = 0; place < members.size(); ++place) {
      const size_t i = members[place];
      if (rules.last.has_value() && place < static_cast<size_t>(*rules.last)) {
        Keep(i, KeepReason::kLast);
      }
      KeepWithin(i, rules);
    }
    for (const Calendar& calendar : kCalendars) {
      KeepByCalendar(members, calendar, (rules.*calendar.count).value_or(0));
    }
  }

  void KeepWithin(size_t i, const KeepRules& rules) {
    if (rules.within.has_value() && now_ - sets_[i].time <= *rules.within) {
      Keep(i, KeepReason::kWithin);
    }
  }

  void KeepByCalendar(const std::vector<size_t>& members,
                      const Calendar& calendar, int places) {
    std::optional<absl::CivilDay> last;
    for (const size_t i : members) {
      const absl::CivilDay period =
          calendar.begin(absl::ToCivilDay(sets_[i].time, policy_.time_zone));
      if (last == period) continue;
      if (places-- <= 0) return;
      last = period;
      Keep(i, calendar.reason);
    }
  }

  void ApplyToUnverified() {
    for (const size_t i : newest_first_) {
      if (sets_[i].is_verified || IsFromFuture(i)) continue;
      if (!newest_good_.has_value() ||
          sets_[*newest_good_].time < sets_[i].time) {
        Keep(i, KeepReason::kNewer);
      }
      KeepWithin(i, RulesFor(i));
      decisions_[i].removal = RemoveReason::kNotVerified;
    }
  }

  void CutToMaxCount() {
    if (!policy_.max_count.has_value()) return;
    int kept = static_cast<int>(
        std::count_if(decisions_.begin(), decisions_.end(),
                      [](const RetentionDecision& d) { return d.keep; }));
    for (auto i = newest_first_.rbegin(); i != newest_first_.rend(); ++i) {
      RetentionDecision& decision = decisions_[*i];
      if (kept <= *policy_.max_count) return;
      if (!decision.keep || IsProtected(decision)) continue;
      decision.keep = false;
      decision.removal = RemoveReason::kMaxCount;
      --kept;
    }
  }

  static bool IsProtected(const RetentionDecision& decision) {
    return std::any_of(decision.reasons.begin(), decision.reasons.end(),
                       [](KeepReason reason) {
                         return reason == KeepReason::kPinned ||
                                reason == KeepReason::kMinKeep ||
                                reason == KeepReason::kNewer ||
                                reason == KeepReason::kFuture;
                       });
  }

  const std::vector<RetentionSet>& sets_;
  const RetentionPolicy& policy_;
  const absl::Time now_;
  std::vector<RetentionDecision> decisions_;
  std::vector<size_t> newest_first_;
  std::optional<size_t> newest_good_;
};

absl::Status CheckRules(const KeepRules& rules, absl::string_view whose) {
  if (rules.is_empty()) return absl::OkStatus();
  const bool keeps_something =
      IsPositive(rules.last) || IsPositive(rules.daily) ||
      IsPositive(rules.weekly) || IsPositive(rules.monthly) ||
      IsPositive(rules.yearly) ||
      (rules.within.has_value() && *rules.within > absl::ZeroDuration());
  if (keeps_something) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      "the retention policy", whose, " keeps nothing: every rule is 0"));
}

}  // namespace

bool KeepRules::is_empty() const { return *this == KeepRules(); }

bool RetentionPolicy::is_empty() const {
  return rules.is_empty() && kinds.empty() && !max_count.has_value();
}

void AddUsualKinds(RetentionPolicy* policy) {
  policy->kinds.try_emplace(kPreMigrationKind,
                            KeepRules{.within = absl::Hours(24 * 90)});
  policy->kinds.try_emplace(kSafetyKind,
                            KeepRules{.within = absl::Hours(24 * 14)});
}

absl::Status CheckPolicy(const RetentionPolicy& policy) {
  if (policy.min_keep < 1) {
    return absl::InvalidArgumentError(
        "--min-keep is at least 1: the last good backup is never removed");
  }
  if (policy.max_count.has_value() && *policy.max_count < policy.min_keep) {
    return absl::InvalidArgumentError(
        absl::StrCat("--max-count=", *policy.max_count,
                     " is less than --min-keep=", policy.min_keep));
  }
  absl::Status status = CheckRules(policy.rules, "");
  for (const auto& [kind, rules] : policy.kinds) {
    if (status.ok()) status = CheckRules(rules, absl::StrCat(" of ", kind));
  }
  return status;
}

absl::string_view KeepReasonName(KeepReason reason) {
  for (const auto& known : kReasonNames) {
    if (known.reason == reason) return known.name;
  }
  return "";
}

absl::string_view RemoveReasonName(RemoveReason reason) {
  switch (reason) {
    case RemoveReason::kNoRuleKeepsIt:
      return "no rule keeps it";
    case RemoveReason::kMaxCount:
      return "more than max-count";
    case RemoveReason::kNotVerified:
      return "not verified, and a good one is newer";
  }
  return "";
}

std::vector<RetentionDecision> DecideRetention(
    const std::vector<RetentionSet>& sets, const RetentionPolicy& policy,
    absl::Time now) {
  return Retention(sets, policy, now).Decide();
}

}  // namespace pgark
