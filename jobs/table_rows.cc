#include "jobs/table_rows.h"

#include <utility>

#include "archive/copy_row.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "jobs/restore_archive_source.h"

namespace pgark {
namespace {

// Lets the rows of a range through and counts the others.
class RangeFilter {
 public:
  RangeFilter(const RowRange& range, uint64_t rows_before,
              CopyRowSplitter::Consumer consumer)
      : range_(range), row_(rows_before), consumer_(consumer) {}

  absl::Status Take(absl::string_view row) {
    ++row_;
    if (row_ < range_.first || row_ > range_.last) return absl::OkStatus();
    return consumer_(row);
  }
  bool is_complete() const { return row_ >= range_.last; }

 private:
  const RowRange range_;
  uint64_t row_;
  CopyRowSplitter::Consumer consumer_;
};

absl::Status ReadInAnyOrder(const ReadableArchive& archive,
                            const TocEntry& entry, const RowRange& range,
                            CopyRowSplitter::Consumer consumer) {
  // Other programs mark empty tables so.
  if (!archive.HasData(entry.id)) return absl::OkStatus();
  const uint64_t first = range.first > 0 ? range.first - 1 : 0;
  ASSIGN_OR_RETURN(const DataAtRow at_row,
                   archive.OpenDataAtRow(entry.id, first));
  RangeFilter filter(range, at_row.rows_before, consumer);
  const auto take = [&filter](absl::string_view row) {
    return filter.Take(row);
  };
  CopyRowSplitter rows(take);
  while (!filter.is_complete()) {
    ASSIGN_OR_RETURN(const absl::string_view piece, at_row.data->Next());
    if (piece.empty()) return rows.Finish();
    RETURN_IF_ERROR(rows.Write(piece));
  }
  return absl::OkStatus();
}

absl::Status ReadInOrder(StreamedArchive& archive, const TocEntry& entry,
                         const RowRange& range,
                         CopyRowSplitter::Consumer consumer) {
  SequentialDataSource source(archive);
  RangeFilter filter(range, 0, consumer);
  const auto take = [&filter](absl::string_view row) {
    return filter.Take(row);
  };
  CopyRowSplitter rows(take);
  RETURN_IF_ERROR(source.ReadTableData(
      entry, [&rows](absl::string_view piece) { return rows.Write(piece); }));
  RETURN_IF_ERROR(rows.Finish());
  return source.Finish();
}

}  // namespace

absl::Status ReadTableRows(
    const ReadingArchive& archive, const TocEntry& entry, const RowRange& range,
    absl::FunctionRef<absl::Status(absl::string_view row)> consumer) {
  if (entry.copy_statement.value_or("").empty()) {
    return WithHint(
        WithObject(absl::UnimplementedError("the rows are INSERT statements"),
                   DescribeEntry(entry)),
        "pgark restore -a -t TABLE -f - prints them");
  }
  absl::Status status =
      archive.in_any_order != nullptr
          ? ReadInAnyOrder(*archive.in_any_order, entry, range, consumer)
          : ReadInOrder(*archive.in_order, entry, range, consumer);
  return WithObject(std::move(status), DescribeEntry(entry));
}

}  // namespace pgark
