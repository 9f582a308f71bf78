#include "jobs/job_count.h"

#include "gtest/gtest.h"

namespace pgark {
namespace {

TEST(ChooseJobCountTest, CoresAndFourAreTheLimitOfAnIdleServer) {
  EXPECT_EQ(ChooseJobCount(2, 100, 3, 5), 2);
  EXPECT_EQ(ChooseJobCount(64, 100, 3, 5), 4);
}

TEST(ChooseJobCountTest, ABusyServerGivesAQuarterOfWhatIsFree) {
  EXPECT_EQ(ChooseJobCount(64, 100, 3, 85), 3);
  EXPECT_EQ(ChooseJobCount(64, 20, 3, 9), 2);
}

TEST(ChooseJobCountTest, IsNeverLessThanOne) {
  EXPECT_EQ(ChooseJobCount(64, 100, 3, 97), 1);
  EXPECT_EQ(ChooseJobCount(64, 100, 3, 100), 1);
  EXPECT_EQ(ChooseJobCount(0, 100, 3, 5), 1);
}

}  // namespace
}  // namespace pgark
