#include "jobs/restore_small_rows.h"

#include <cstddef>

#include "absl/status/status.h"
#include "jobs/restore_copy_stream.h"

namespace pgark {
namespace {

constexpr uint64_t kMaxStoredBytes = uint64_t{64} << 10;
constexpr size_t kMaxTextBytes = size_t{1} << 20;

}  // namespace

bool HasSmallRows(const EntryDataSource& source, const TocEntry& entry) {
  if (entry.kind != EntryKind::kTableData ||
      entry.copy_statement.value_or("").empty() ||
      !source.reads_in_any_order()) {
    return false;
  }
  const uint64_t stored_bytes = source.StoredBytes(entry);
  return stored_bytes > 0 && stored_bytes < kMaxStoredBytes;
}

std::optional<SmallRows> ReadSmallRows(EntryDataSource& source,
                                       const TocEntry& entry) {
  SmallRows small;
  const ByteConsumer collect = [&small](absl::string_view bytes) {
    if (small.text.size() + bytes.size() > kMaxTextBytes) {
      return absl::ResourceExhaustedError("the rows are more than they seemed");
    }
    small.text.append(bytes.data(), bytes.size());
    return absl::OkStatus();
  };
  CopyRowFilter filter(collect);
  absl::Status status = source.ReadTableData(
      entry,
      [&filter](absl::string_view bytes) { return filter.Write(bytes); });
  if (!status.ok() || !filter.Finish().ok()) return std::nullopt;
  small.rows = filter.row_count();
  return small;
}

}  // namespace pgark
