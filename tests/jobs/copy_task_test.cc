#include "jobs/copy_task.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace pgark {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

constexpr uint64_t kBlock = 8192;

TocEntry DataEntry(int id) {
  TocEntry entry;
  entry.id = DumpId{id};
  entry.has_data = true;
  return entry;
}

TableDataSource Table(int id, uint64_t heap_blocks, uint64_t total_bytes) {
  TableDataSource table;
  table.entry = DumpId{id};
  table.qualified_name = "public.t";
  table.columns = "(a, b)";
  table.copy_statement = "COPY public.t (a, b) TO stdout";
  table.can_split = true;
  table.heap_blocks = heap_blocks;
  table.total_bytes = total_bytes;
  return table;
}

std::vector<CopyTask> TasksOf(const TableDataSource& table,
                              uint64_t piece_bytes) {
  DumpPlan plan;
  plan.entries = {DataEntry(table.entry.value)};
  plan.table_data = {table};
  return MakeCopyTasks(plan, {.piece_bytes = piece_bytes});
}

TEST(CopyTaskTest, ASmallTableIsOnePlainCopy) {
  const auto tasks = TasksOf(Table(1, 10, 10 * kBlock), 1 << 20);
  ASSERT_THAT(tasks, SizeIs(1));
  EXPECT_EQ(tasks[0].copy_statement, "COPY public.t (a, b) TO stdout");
}

TEST(CopyTaskTest, PiecesMeetAtPowersOfTwoAndTheLastIsOpen) {
  const auto tasks = TasksOf(Table(1, 5, 5 * kBlock), 2 * kBlock);
  ASSERT_THAT(tasks, SizeIs(3));
  EXPECT_EQ(tasks[0].copy_statement,
            "COPY (SELECT a, b FROM ONLY public.t WHERE ctid >= '(0,0)' AND "
            "ctid < '(2,0)') TO STDOUT");
  EXPECT_EQ(tasks[1].copy_statement,
            "COPY (SELECT a, b FROM ONLY public.t WHERE ctid >= '(2,0)' AND "
            "ctid < '(4,0)') TO STDOUT");
  EXPECT_EQ(tasks[2].copy_statement,
            "COPY (SELECT a, b FROM ONLY public.t WHERE ctid >= '(4,0)') TO "
            "STDOUT");
  EXPECT_TRUE(tasks[0].is_first());
  EXPECT_TRUE(tasks[2].is_last());
}

TEST(CopyTaskTest, ToastCountsForTheSizeOfPieces) {
  // Four blocks whose rows are mostly outside: each block is worth 100.
  const auto tasks = TasksOf(Table(1, 4, 400 * kBlock), 200 * kBlock);
  ASSERT_THAT(tasks, SizeIs(2));
}

TEST(CopyTaskTest, ATableThatMustNotBeSplitIsNot) {
  TableDataSource table = Table(1, 1000, 1000 * kBlock);
  table.can_split = false;
  EXPECT_THAT(TasksOf(table, kBlock), SizeIs(1));
  EXPECT_THAT(TasksOf(Table(1, 1000, 1000 * kBlock), 0), SizeIs(1));
}

TEST(CopyTaskTest, TasksFollowTheOrderOfTheEntries) {
  DumpPlan plan;
  plan.entries = {DataEntry(7), DataEntry(3)};
  plan.table_data = {Table(7, 1, kBlock)};
  plan.large_objects = {{.entry = DumpId{3}, .oids = {10, 11, 12}}};
  const auto tasks = MakeCopyTasks(plan, {.large_objects_per_piece = 2});
  ASSERT_THAT(tasks, SizeIs(3));
  EXPECT_EQ(tasks[0].entry, DumpId{7});
  EXPECT_THAT(tasks[1].large_objects, ElementsAre(10u, 11u));
  EXPECT_THAT(tasks[2].large_objects, ElementsAre(12u));
  EXPECT_TRUE(tasks[2].is_last());
}

TEST(CopyTaskTest, AnEntryWithoutObjectsStillGetsATask) {
  DumpPlan plan;
  plan.entries = {DataEntry(3)};
  plan.large_objects = {{.entry = DumpId{3}, .oids = {}}};
  EXPECT_THAT(MakeCopyTasks(plan, {}), SizeIs(1));
}

}  // namespace
}  // namespace pgark
