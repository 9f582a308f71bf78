#include "jobs/archive_check.h"

#include "base/status_context.h"
#include "gtest/gtest.h"
#include "tests/jobs/restore_test_data.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

class ArchiveCheckTest : public ::testing::Test {
 protected:
  ArchiveCheckTest() {
    std::vector<TocEntry> entries = SessionEntries();
    for (const int id : {10, 20}) {
      const std::string name = absl::StrCat("t", id);
      entries.push_back(MakeTable(id, name));
      entries.push_back(MakeTableData(id + 1, name, id));
      data_.tables[id + 1] = "x\n\\.\n\n\n";
    }
    toc_ = Toc(std::move(entries));
  }

  absl::Status Check(std::stop_token stop = {}) {
    auto plan = RestorePlan::Create(toc_, options_, data_);
    if (!plan.ok()) return plan.status();
    SilentObserver observer;
    return CheckWantedData(*plan, toc_, data_, observer, stop);
  }

  Toc toc_;
  FakeDataSource data_;
  EntrySelectionOptions options_;
};

TEST_F(ArchiveCheckTest, WholeDataIsWell) { EXPECT_OK(Check()); }

TEST_F(ArchiveCheckTest, DamageIsFoundInWhatIsWantedOnly) {
  for (const char* damaged :
       {"x\ty\n\\.\n\n\n", "x\n", "x", "\xff\n\\.\n\n\n", "x\n\\.\n\n\ny\n"}) {
    data_.tables[21] = damaged;
    options_.tables = {};
    const absl::Status status = Check();
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kDataLoss)) << damaged;
    EXPECT_EQ(GetContext(status, ContextKey::kObject), "21 TABLE DATA app.t20");
    options_.tables = {"t10"};
    EXPECT_OK(Check());
  }
}

TEST_F(ArchiveCheckTest, AStopRequestEndsIt) {
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THAT(Check(stop.get_token()), StatusIs(absl::StatusCode::kCancelled));
}

}  // namespace
}  // namespace pgark
