#include "tools/failure_causes.h"

#include "base/status_context.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace pgark {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

RestoreFailure MakeFailure(const std::string& name, const std::string& sqlstate,
                           const std::string& message) {
  return {DumpId{1}, name,
          WithContext(absl::NotFoundError(message), ContextKey::kSqlState,
                      sqlstate)};
}

TEST(FailureCausesTest, GroupsByCauseWithTheMostFrequentFirst) {
  const auto causes = GroupByCause({
      MakeFailure("1 TABLE a", "42704", "role \"bob\" does not exist"),
      MakeFailure("2 TABLE b", "42P07", "relation \"b\" already exists"),
      MakeFailure("3 TYPE c", "42710", "type \"c\" already exists"),
      MakeFailure("4 TABLE d", "42704", "type \"x\" does not exist"),
  });
  ASSERT_THAT(causes, SizeIs(3));
  EXPECT_EQ(causes[0].code, "exists_already");
  EXPECT_EQ(causes[0].count, 2u);
  EXPECT_EQ(causes[0].first, "2 TABLE b");
  EXPECT_EQ(causes[1].code, "missing_role");
  EXPECT_EQ(causes[2].code, "missing_object");
}

TEST(FailureCausesTest, HasNoRemedyForWhatItDoesNotKnow) {
  const auto causes = GroupByCause({MakeFailure("1 TABLE a", "99999", "?")});
  ASSERT_THAT(causes, SizeIs(1));
  EXPECT_EQ(causes[0].code, "sqlstate_99999");
  EXPECT_THAT(causes[0].remedy, IsEmpty());
}

TEST(FailureCausesTest, KnowsADamagedArchive) {
  const auto causes =
      GroupByCause({{DumpId{1}, "1 TABLE DATA a", absl::DataLossError("x")}});
  ASSERT_THAT(causes, SizeIs(1));
  EXPECT_EQ(causes[0].code, "damaged_archive");
}

}  // namespace
}  // namespace pgark
