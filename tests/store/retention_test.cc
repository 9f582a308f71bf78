#include "store/retention.h"

#include <algorithm>
#include <filesystem>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "tests/store/sample_manifest.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_directory.h"

namespace pgark {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;

// A file of retention_cases/: the sets, the policy, and what must be kept
// (make_retention_cases.py).
struct RetentionCase {
  RetentionPolicy policy;
  std::vector<RetentionSet> sets;
  absl::Time now;
  std::vector<std::string> kept;  // newest first, with the reasons
};

void SetRule(KeepRules* rules, const std::string& name, int value) {
  if (name == "last") rules->last = value;
  if (name == "within") rules->within = absl::Hours(24 * value);
  if (name == "daily") rules->daily = value;
  if (name == "weekly") rules->weekly = value;
  if (name == "monthly") rules->monthly = value;
  if (name == "yearly") rules->yearly = value;
}

int NumberOf(const std::string& word) {
  int number = 0;
  EXPECT_TRUE(absl::SimpleAtoi(word, &number)) << word;
  return number;
}

RetentionSet SetOf(const std::vector<std::string>& words) {
  RetentionSet set;
  const std::optional<SetName> name = SetName::Parse(words[1]);
  EXPECT_TRUE(name.has_value()) << words[1];
  set.name = words[1];
  set.time = name->time;
  set.kind = name->kind;
  set.is_verified = true;
  for (const std::string& word : words) {
    if (word == "unverified") set.is_verified = false;
    if (word == "partial") set.is_partial = true;
    if (word == "pinned") set.is_pinned = true;
  }
  return set;
}

RetentionCase ReadCase(const std::string& path) {
  RetentionCase read;
  const std::string text = ReadFile(path);
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    const std::vector<std::string> words = absl::StrSplit(line, ' ');
    const std::string& first = words[0];
    if (first == "now") read.now = TimeOf(words[1]);
    if (first == "zone") {
      EXPECT_TRUE(absl::LoadTimeZone(words[1], &read.policy.time_zone));
    }
    if (first == "rule") {
      SetRule(&read.policy.rules, words[1], NumberOf(words[2]));
    }
    if (first == "kind") {
      SetRule(&read.policy.kinds[words[1]], words[2], NumberOf(words[3]));
    }
    if (first == "max-count") read.policy.max_count = NumberOf(words[1]);
    if (first == "min-keep") read.policy.min_keep = NumberOf(words[1]);
    if (first == "set") read.sets.push_back(SetOf(words));
    if (first == "keep") read.kept.emplace_back(line.substr(5));
  }
  return read;
}

std::vector<std::string> Kept(const RetentionCase& one) {
  std::vector<std::string> lines;
  for (const RetentionDecision& decision :
       DecideRetention(one.sets, one.policy, one.now)) {
    if (!decision.keep) continue;
    std::vector<std::string> reasons;
    for (const KeepReason reason : decision.reasons) {
      reasons.emplace_back(KeepReasonName(reason));
    }
    std::sort(reasons.begin(), reasons.end());
    lines.push_back(absl::StrCat(one.sets[decision.index].name, ": ",
                                 absl::StrJoin(reasons, ", ")));
  }
  std::sort(lines.rbegin(), lines.rend());
  return lines;
}

std::vector<std::string> CasePaths() {
  std::vector<std::string> paths;
  for (const auto& entry :
       std::filesystem::directory_iterator(PGARK_RETENTION_CASES)) {
    paths.push_back(entry.path().string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

TEST(RetentionTest, KeepsWhatTheCasesSayForTheReasonsThatTheyGive) {
  ASSERT_THAT(CasePaths(), Not(IsEmpty()));
  for (const std::string& path : CasePaths()) {
    SCOPED_TRACE(path);
    const RetentionCase one = ReadCase(path);
    ASSERT_OK(CheckPolicy(one.policy));
    std::vector<std::string> wanted = one.kept;
    std::sort(wanted.rbegin(), wanted.rend());
    EXPECT_EQ(Kept(one), wanted);
  }
}

TEST(RetentionTest, DoesNotDependOnTheOrderOfTheSets) {
  for (const std::string& path : CasePaths()) {
    RetentionCase one = ReadCase(path);
    const std::vector<std::string> before = Kept(one);
    std::reverse(one.sets.begin(), one.sets.end());
    EXPECT_EQ(Kept(one), before) << path;
  }
}

// Pruning each day of two years never leaves less than what was asked for.
TEST(RetentionTest, PruningDayByDayKeepsWhatPruningOnceWouldKeep) {
  RetentionCase daily;
  daily.policy.rules = {.daily = 7, .weekly = 4, .monthly = 6};
  std::vector<RetentionSet> all;
  const absl::Time begin = TimeOf("2025-01-01T02:00:00Z");
  for (int day = 0; day < 730; ++day) {
    RetentionSet set;
    set.time = begin + absl::Hours(24 * day);
    set.kind = kScheduledKind;
    set.name = SetName{set.time, set.kind}.ToString();
    set.is_verified = true;
    all.push_back(set);
    daily.sets.push_back(set);
    daily.now = set.time + absl::Minutes(5);
    std::vector<RetentionSet> left;
    for (const RetentionDecision& decision :
         DecideRetention(daily.sets, daily.policy, daily.now)) {
      if (decision.keep) left.push_back(daily.sets[decision.index]);
    }
    daily.sets = left;
  }
  RetentionCase once = daily;
  once.sets = all;
  EXPECT_EQ(Kept(daily), Kept(once));
}

TEST(RetentionTest, RefusesPoliciesThatKeepNothing) {
  const RetentionPolicy impossible[] = {
      {.rules = {.last = 0}},
      {.rules = {.within = absl::ZeroDuration(), .daily = 0}},
      {.kinds = {{kSafetyKind, {.weekly = 0}}}},
      {.max_count = 2, .min_keep = 3},
      {.max_count = 0},
      {.rules = {.last = 1}, .min_keep = 0}};
  for (const RetentionPolicy& policy : impossible) {
    EXPECT_THAT(CheckPolicy(policy),
                StatusIs(absl::StatusCode::kInvalidArgument));
  }
  EXPECT_OK(CheckPolicy({.rules = {.last = 0, .yearly = 1}}));
}

TEST(RetentionTest, UsualKindsAreAddedWhereNothingIsSaid) {
  RetentionPolicy policy;
  policy.kinds[kSafetyKind].last = 1;
  AddUsualKinds(&policy);
  EXPECT_EQ(policy.kinds[kSafetyKind], KeepRules{.last = 1});
  EXPECT_EQ(policy.kinds[kPreMigrationKind].within, absl::Hours(24 * 90));
}

}  // namespace
}  // namespace pgark
