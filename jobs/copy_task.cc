#include "jobs/copy_task.h"

#include <algorithm>
#include <unordered_map>

#include "absl/strings/str_cat.h"

namespace pgark {
namespace {

// PostgreSQL's tuple ids hold 32-bit block numbers.
constexpr uint64_t kMaxBlocks = uint64_t{1} << 32;

// Returns the blocks of a piece: the greatest power of two whose bytes (table
// and TOAST, spread evenly) do not exceed `piece_bytes`, at least 1.
uint64_t BlocksPerPiece(const TableDataSource& table, uint64_t piece_bytes) {
  const uint64_t bytes_per_block =
      std::max<uint64_t>(1, table.total_bytes / table.heap_blocks);
  uint64_t blocks = 1;
  while (blocks < kMaxBlocks && blocks * 2 * bytes_per_block <= piece_bytes) {
    blocks *= 2;
  }
  return blocks;
}

// ONLY, always: a parent's piece must not repeat its children's rows, which
// have entries of their own.
std::string PieceStatement(const TableDataSource& table, uint64_t begin_block,
                           uint64_t end_block) {
  // "(a, b)" without its parentheses; a table without columns selects nothing.
  const std::string columns =
      table.columns.size() >= 2
          ? table.columns.substr(1, table.columns.size() - 2)
          : "";
  std::string statement = absl::StrCat(
      "COPY (SELECT ", columns, " FROM ONLY ", table.qualified_name,
      " WHERE ctid >= '(", begin_block, ",0)'");
  if (end_block != 0) {
    absl::StrAppend(&statement, " AND ctid < '(", end_block, ",0)'");
  }
  absl::StrAppend(&statement, ") TO STDOUT");
  return statement;
}

void AddTableTasks(const TableDataSource& table, const CopyTaskOptions& options,
                   std::vector<CopyTask>* tasks) {
  CopyTask task;
  task.entry = table.entry;
  task.qualified_name = table.qualified_name;
  task.has_unstable_order = table.has_unstable_order;
  task.is_foreign = table.is_foreign;
  task.insert = table.insert.has_value() ? &*table.insert : nullptr;
  const bool split = options.piece_bytes > 0 && table.can_split &&
                     table.heap_blocks > 1 &&
                     table.total_bytes > options.piece_bytes;
  if (!split) {
    task.copy_statement = table.copy_statement;
    task.estimated_bytes = table.total_bytes;
    task.description = table.qualified_name;
    tasks->push_back(std::move(task));
    return;
  }
  const uint64_t blocks = BlocksPerPiece(table, options.piece_bytes);
  const uint64_t count = (table.heap_blocks + blocks - 1) / blocks;
  task.piece_count = static_cast<int>(count);
  for (uint64_t piece = 0; piece < count; ++piece) {
    task.piece = static_cast<int>(piece);
    const bool last = piece + 1 == count;
    task.copy_statement =
        PieceStatement(table, piece * blocks, last ? 0 : (piece + 1) * blocks);
    task.estimated_bytes = table.total_bytes / count;
    task.description = absl::StrCat(table.qualified_name, ", piece ", piece + 1,
                                    " of ", count);
    tasks->push_back(task);
  }
}

void AddLargeObjectTasks(const LargeObjectSource& source,
                         const CopyTaskOptions& options,
                         std::vector<CopyTask>* tasks) {
  const auto step = static_cast<size_t>(options.large_objects_per_piece);
  const size_t count =
      std::max<size_t>(1, (source.oids.size() + step - 1) / step);
  for (size_t piece = 0; piece < count; ++piece) {
    CopyTask task;
    task.entry = source.entry;
    task.piece = static_cast<int>(piece);
    task.piece_count = static_cast<int>(count);
    const size_t end = std::min(source.oids.size(), (piece + 1) * step);
    task.large_objects.assign(
        source.oids.begin() + static_cast<ptrdiff_t>(piece * step),
        source.oids.begin() + static_cast<ptrdiff_t>(end));
    if (!source.oids.empty()) {
      task.estimated_bytes = source.estimated_bytes *
                             task.large_objects.size() / source.oids.size();
    }
    task.description =
        task.large_objects.empty()
            ? "large objects"
            : absl::StrCat("large objects ", task.large_objects.front(), "..",
                           task.large_objects.back());
    tasks->push_back(std::move(task));
  }
}

}  // namespace

std::vector<CopyTask> MakeCopyTasks(const DumpPlan& plan,
                                    const CopyTaskOptions& options) {
  std::unordered_map<DumpId, const TableDataSource*> tables;
  for (const TableDataSource& table : plan.table_data) {
    tables[table.entry] = &table;
  }
  std::unordered_map<DumpId, const LargeObjectSource*> large_objects;
  for (const LargeObjectSource& source : plan.large_objects) {
    large_objects[source.entry] = &source;
  }
  std::vector<CopyTask> tasks;
  for (const TocEntry& entry : plan.entries) {
    if (!entry.has_data) continue;
    if (const auto table = tables.find(entry.id); table != tables.end()) {
      AddTableTasks(*table->second, options, &tasks);
    } else if (const auto source = large_objects.find(entry.id);
               source != large_objects.end()) {
      AddLargeObjectTasks(*source->second, options, &tasks);
    }
  }
  return tasks;
}

}  // namespace pgark
