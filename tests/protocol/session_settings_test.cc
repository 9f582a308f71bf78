#include "gmock/gmock.h"
#include "protocol/session.h"

namespace pgark {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(DumpSessionSettingsTest, SettingsOfNewReleasesGoToThemOnly) {
  EXPECT_THAT(DumpSessionSettings({}, 16),
              Not(HasSubstr("SET transaction_timeout")));
  EXPECT_THAT(DumpSessionSettings({}, 17),
              HasSubstr("SET transaction_timeout = 0"));
}

TEST(DumpSessionSettingsTest, TheRoleIsTakenBeforeTheOtherSettings) {
  const std::string sql = DumpSessionSettings({.role = "a\"b"}, 18);
  EXPECT_EQ(sql.find("SET ROLE \"a\"\"b\";"), 0u);
}

// snapshot_test.cc shows what they do to a plan.
TEST(DumpSessionSettingsTest, PlannerSettingsAreForReadersOfDataOnly) {
  EXPECT_THAT(DumpSessionSettings({}, 18), Not(HasSubstr("enable_tidscan")));
  EXPECT_THAT(DumpSessionSettings({}, 18),
              Not(HasSubstr("enable_seqscan = off")));
}

}  // namespace
}  // namespace pgark
