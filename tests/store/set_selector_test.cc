#include "store/set_selector.h"

#include "tests/store/sample_manifest.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

const std::vector<std::string> kDatabases = {"app", "app:old", "shop"};

TEST(SetSelectorTest, SplitsTheDatabaseFromWhichSet) {
  const struct {
    const char* text;
    const char* database;
    const char* which;
  } kCases[] = {{"latest", "", "latest"},
                {"app:latest", "app", "latest"},
                {"app:old:latest", "app:old", "latest"},
                {"app:2026-11-20T02:30", "app", "2026-11-20T02:30"},
                {"2026-11-20T02:30", "", "2026-11-20T02:30"},
                {"nobody:latest", "nobody", "latest"},
                {":latest", "", "latest"}};
  for (const auto& one : kCases) {
    const SetSelector selector = ParseSetSelector(one.text, kDatabases);
    EXPECT_EQ(selector.database, one.database) << one.text;
    EXPECT_EQ(selector.which, one.which) << one.text;
  }
}

TEST(SetSelectorTest, ADatabaseMustBeNamedWhereThereAreSeveral) {
  EXPECT_THAT(ChooseDatabase({"", "latest"}, kDatabases),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ChooseDatabase({"nobody", "latest"}, kDatabases),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(ChooseDatabase({"", "latest"}, {}),
              StatusIs(absl::StatusCode::kNotFound));
  ASSERT_OK_AND_ASSIGN(const std::string only,
                       ChooseDatabase({"", "latest"}, {"app"}));
  EXPECT_EQ(only, "app");
}

class SelectSetTest : public testing::Test {
 protected:
  StoredSet& Add(const std::string& name,
                 SetVerdict verdict = SetVerdict::kVerified) {
    StoredSet set;
    set.database = "app";
    const std::optional<SetName> parsed = SetName::Parse(name);
    EXPECT_TRUE(parsed.has_value()) << name;
    set.name = *parsed;
    set.verdict = verdict;
    sets_.push_back(set);
    return sets_.back();
  }

  std::string Select(const std::string& which, const std::string& kind = "") {
    const auto set = SelectSet(sets_, which, kind, now_);
    if (set.ok()) return (*set)->name.ToString();
    return absl::StatusCodeToString(set.status().code());
  }

  const absl::Time now_ = TimeOf("2026-11-20T12:00:00Z");
  std::vector<StoredSet> sets_;
};

TEST_F(SelectSetTest, LatestIsVerifiedWholeAndNoSafetySet) {
  Add("20261101T020000Z-scheduled");
  Add("20261118T020000Z-scheduled");
  Add("20261119T010000Z-scheduled", SetVerdict::kFailed);
  Add("20261119T020000Z-safety");
  Add("20261119T030000Z-scheduled").manifest.is_partial = true;
  Add("20261119T040000Z-scheduled", SetVerdict::kUnverified);
  Add("20261119T050000Z-scheduled").problem = absl::DataLossError("edited");
  EXPECT_EQ(Select("latest"), "20261118T020000Z-scheduled");
  EXPECT_EQ(Select("oldest"), "20261101T020000Z-scheduled");
  EXPECT_EQ(Select("latest", kSafetyKind), "20261119T020000Z-safety");
  EXPECT_EQ(Select("latest", kManualKind), "NOT_FOUND");
}

TEST_F(SelectSetTest, ADateIsTheNewestSetInIt) {
  Add("20251231T020000Z-manual");
  Add("20261118T020000Z-manual");
  Add("20261118T023000Z-manual");
  EXPECT_EQ(Select("2026-11-18"), "20261118T023000Z-manual");
  EXPECT_EQ(Select("2026-11"), "20261118T023000Z-manual");
  EXPECT_EQ(Select("2025"), "20251231T020000Z-manual");
  EXPECT_EQ(Select("2026-11-18T02:00"), "20261118T020000Z-manual");
  EXPECT_EQ(Select("2026-11-18T02:00:00Z"), "20261118T020000Z-manual");
  EXPECT_EQ(Select("2024-01-01"), "NOT_FOUND");
}

TEST_F(SelectSetTest, ANameOrItsUniqueBeginningTakesAnySet) {
  Add("20261118T020000Z-manual");
  Add("20261118T020001Z-manual", SetVerdict::kFailed);
  EXPECT_EQ(Select("20261118T020001Z"), "20261118T020001Z-manual");
  EXPECT_EQ(Select("20261118T020001Z-manual"), "20261118T020001Z-manual");
  EXPECT_EQ(Select("20261118T02"), "INVALID_ARGUMENT");
  EXPECT_EQ(Select("20271118T02"), "NOT_FOUND");
  EXPECT_EQ(Select(""), "NOT_FOUND");
}

TEST_F(SelectSetTest, ASetFromTheFutureIsLatestOnlyWhereThereIsNoOther) {
  Add("20261118T020000Z-manual");
  Add("20310101T020000Z-manual");
  EXPECT_EQ(Select("latest"), "20261118T020000Z-manual");
  sets_.erase(sets_.begin());
  EXPECT_EQ(Select("latest"), "20310101T020000Z-manual");
}

}  // namespace
}  // namespace pgark
