#include "jobs/restore_work.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace pgark {
namespace {

using ::testing::DoubleNear;
using ::testing::Gt;
using ::testing::Lt;

TEST(WorkEstimateTest, GoesFromNothingToAll) {
  WorkEstimate estimate;
  estimate.Announce(WorkKind::kData, 1e9);
  estimate.Announce(WorkKind::kBuild, 1e9);
  EXPECT_EQ(estimate.Share({}), 0);
  estimate.Finish(WorkKind::kData, {1e9, 10});
  const double behind_data = estimate.Share({});
  EXPECT_THAT(behind_data, Gt(0.3));
  EXPECT_THAT(behind_data, Lt(0.9));
  estimate.Finish(WorkKind::kBuild, {1e9, 10});
  EXPECT_EQ(estimate.Share({}), 1);
}

TEST(WorkEstimateTest, LearnsHowLongTheWorkOfEachKindTakes) {
  WorkEstimate estimate;
  estimate.Announce(WorkKind::kData, 1e9);
  estimate.Announce(WorkKind::kBuild, 4e9);
  estimate.Finish(WorkKind::kData, {1e9, 10});
  // The first of four indexes took three times as long as all the data.
  estimate.Finish(WorkKind::kBuild, {1e9, 30});
  EXPECT_THAT(estimate.Share({}), DoubleNear(40.0 / 130, 0.02));
}

TEST(WorkEstimateTest, CountsTheTimeOfDataThatIsStillComing) {
  WorkEstimate estimate;
  estimate.Announce(WorkKind::kData, 1e9);
  estimate.Finish(WorkKind::kData, {5e8, 0});  // octets come one by one
  WorkEstimate::Amounts running{};
  running[0].seconds = 50;
  EXPECT_THAT(estimate.Share(running), DoubleNear(0.5, 0.02));
}

TEST(WorkEstimateTest, NeverTakesUnfinishedWorkForDone) {
  WorkEstimate estimate;
  estimate.Announce(WorkKind::kBuild, 1e9);
  EXPECT_THAT(estimate.UnitsAfter(WorkKind::kBuild, 1e9, 1e6), Lt(1e9));
  WorkEstimate::Amounts running{};
  running[1] = {estimate.UnitsAfter(WorkKind::kBuild, 1e9, 1e6), 1e6};
  EXPECT_THAT(estimate.Share(running), Lt(1));
}

}  // namespace
}  // namespace pgark
