#include "jobs/restore_scheduler.h"

#include <map>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/jobs/restore_test_data.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Tells sizes by id.
class SizedSource : public FakeDataSource {
 public:
  std::map<int, uint64_t> sizes;
  uint64_t StoredBytes(const TocEntry& entry) const override {
    const auto found = sizes.find(entry.id.value);
    return found == sizes.end() ? 0 : found->second;
  }
};

TocEntry MakePostData(int id, const std::string& desc,
                      std::vector<DumpId> dependencies) {
  TocEntry entry = MakeEntry(id, desc, desc, Section::kPostData);
  entry.dependencies = std::move(dependencies);
  return entry;
}

// Two tables with data, what is built on them, and the later passes.
class RestoreSchedulerTest : public testing::Test {
 protected:
  void Plan(std::vector<TocEntry> entries,
            const EntrySelectionOptions& options = {}) {
    toc_ = Toc(std::move(entries));
    auto plan = RestorePlan::Create(toc_, options, source_);
    ASSERT_OK(plan);
    plan_.emplace(*std::move(plan));
    scheduler_.emplace(*plan_);
  }

  // The id of what can begin now, 0 for nothing.
  int Take() {
    const std::optional<size_t> place = scheduler_->Take();
    return place.has_value() ? plan_->entries()[*place].entry->id.value : 0;
  }
  void Finish(int id) { scheduler_->Finish(toc_.IndexOf(DumpId{id})); }

  SizedSource source_;
  Toc toc_;
  std::optional<RestorePlan> plan_;
  std::optional<RestoreScheduler> scheduler_;
};

TEST_F(RestoreSchedulerTest, StartsTheBiggestFirstAndThenBySmallerId) {
  source_.sizes = {{11, 5}, {12, 9}, {14, 5}, {13, 5}};
  Plan({MakeTable(1, "a"), MakeTableData(11, "a", 1), MakeTableData(12, "b", 2),
        MakeTableData(14, "d", 4), MakeTableData(13, "c", 3)});
  EXPECT_EQ(Take(), 12);
  EXPECT_EQ(Take(), 11);
  EXPECT_EQ(Take(), 13);
  EXPECT_EQ(Take(), 14);
  EXPECT_EQ(Take(), 0);
}

TEST_F(RestoreSchedulerTest, LetsStatisticsWaitForTheRowsOfTheirTable) {
  TocEntry statistics = MakeEntry(20, "STATISTICS DATA", "a", Section::kData);
  statistics.dependencies = {DumpId{1}};
  Plan({MakeTable(1, "a"), MakeTableData(11, "a", 1), statistics});
  EXPECT_EQ(Take(), 11);
  EXPECT_EQ(Take(), 0);
  Finish(11);
  EXPECT_EQ(Take(), 20);
}

TEST_F(RestoreSchedulerTest, GivesMoreOfTheSameKindAsLongAsItFits) {
  source_.sizes = {{11, 5}, {12, 9}, {13, 4}};
  Plan({MakeTable(1, "a"), MakeTableData(11, "a", 1), MakeTableData(12, "b", 2),
        MakeTableData(13, "c", 3)});
  EXPECT_EQ(Take(), 12);
  EXPECT_EQ(scheduler_->ready_count(), 2u);
  const auto is_tiny = [](const PlannedEntry& planned) {
    return planned.stored_bytes < 5;
  };
  EXPECT_FALSE(scheduler_->TakeAlso(is_tiny).has_value());
  EXPECT_EQ(Take(), 11);
  EXPECT_TRUE(scheduler_->TakeAlso(is_tiny).has_value());
  EXPECT_EQ(scheduler_->running_count(), 3u);
}

TEST_F(RestoreSchedulerTest, LetsWhatIsBuiltOnATableWaitForItsData) {
  Plan({MakeTable(1, "a"), MakeTableData(11, "a", 1),
        MakePostData(21, "INDEX", {DumpId{1}})});
  EXPECT_EQ(Take(), 11);
  EXPECT_EQ(Take(), 0);
  Finish(11);
  EXPECT_EQ(Take(), 21);
}

TEST_F(RestoreSchedulerTest, WaitsForEveryPieceOfATableThatWasCutUp) {
  Plan({MakeTable(1, "a"), MakeTableData(11, "a", 1), MakeTableData(12, "a", 1),
        MakePostData(21, "INDEX", {DumpId{1}})});
  EXPECT_EQ(Take(), 11);
  EXPECT_EQ(Take(), 12);
  Finish(12);
  EXPECT_EQ(Take(), 0);
  Finish(11);
  EXPECT_EQ(Take(), 21);
}

TEST_F(RestoreSchedulerTest, LetsIndexesShareATableButNotConstraints) {
  Plan({MakeTable(1, "a"), MakePostData(21, "INDEX", {DumpId{1}}),
        MakePostData(22, "INDEX", {DumpId{1}}),
        MakePostData(23, "CONSTRAINT", {DumpId{1}}),
        MakePostData(24, "TRIGGER", {DumpId{1}})});
  EXPECT_EQ(Take(), 21);
  EXPECT_EQ(Take(), 22);
  EXPECT_EQ(Take(), 0);
  Finish(21);
  EXPECT_EQ(Take(), 0);
  Finish(22);
  EXPECT_EQ(Take(), 23);
  EXPECT_EQ(Take(), 0);
  Finish(23);
  EXPECT_EQ(Take(), 24);
}

TEST_F(RestoreSchedulerTest, BeginsAPassWhenTheOneBeforeIsDone) {
  TocEntry acl = MakeEntry(31, "ACL", "TABLE a", Section::kNone);
  acl.dependencies = {DumpId{1}};
  Plan({MakeTable(1, "a"), acl, MakeTableData(11, "a", 1),
        MakePostData(21, "MATERIALIZED VIEW DATA", {}),
        MakePostData(22, "EVENT TRIGGER", {})});
  EXPECT_EQ(Take(), 11);
  EXPECT_EQ(Take(), 0);
  Finish(11);
  EXPECT_EQ(Take(), 31);
  EXPECT_EQ(Take(), 0);
  Finish(31);
  EXPECT_EQ(Take(), 21);
  EXPECT_EQ(Take(), 22);
}

TEST_F(RestoreSchedulerTest, DoesNotWaitForWhatIsNotWantedOrNotThere) {
  EntrySelectionOptions options;
  options.data = false;
  Plan({MakeTable(1, "a"), MakeTableData(11, "a", 1),
        MakePostData(21, "INDEX", {DumpId{1}, DumpId{999}, DumpId{21}})},
       options);
  EXPECT_EQ(Take(), 21);
}

TEST_F(RestoreSchedulerTest, LeavesOverWhatDependsOnItselfInACircle) {
  Plan({MakePostData(21, "RULE", {DumpId{22}}),
        MakePostData(22, "RULE", {DumpId{21}}), MakePostData(23, "RULE", {})});
  EXPECT_EQ(Take(), 23);
  Finish(23);
  EXPECT_EQ(Take(), 0);
  EXPECT_EQ(scheduler_->running_count(), 0u);
  EXPECT_THAT(scheduler_->Leftover(), ElementsAre(0u, 1u));
}

TEST_F(RestoreSchedulerTest, CountsWhatComesBeforeTheDataAsDone) {
  TocEntry comment = MakeEntry(2, "COMMENT", "TABLE a", Section::kNone);
  comment.dependencies = {DumpId{1}};
  Plan({MakeTable(1, "a"), comment});
  EXPECT_EQ(Take(), 0);
  EXPECT_THAT(scheduler_->Leftover(), IsEmpty());
}

}  // namespace
}  // namespace pgark
