#ifndef PGARK_JOBS_RESTORE_ARCHIVE_SOURCE_H_
#define PGARK_JOBS_RESTORE_ARCHIVE_SOURCE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "archive/data_reader.h"
#include "archive/data_size.h"
#include "archive/dump_id.h"
#include "archive/readable_archive.h"
#include "jobs/restore_data_source.h"

namespace pgark {

// The data of an archive that is read in any order.
//
// thread-safe
class ArchiveDataSource : public EntryDataSource {
 public:
  // The archive must outlive the source.
  explicit ArchiveDataSource(const ReadableArchive& archive);

  absl::Status ReadTableData(const TocEntry& entry,
                             const ByteConsumer& consume) override;
  absl::Status ReadLargeObjects(const TocEntry& entry,
                                LargeObjectConsumer& consumer) override;
  size_t TablePieceCount(const TocEntry& entry) const override;
  absl::StatusOr<std::unique_ptr<TablePieceReader>> NewTablePieceReader(
      const TocEntry& entry) const override;
  bool reads_in_any_order() const override { return true; }
  uint64_t StoredBytes(const TocEntry& entry) const override;
  uint64_t DecodedBytes(const TocEntry& entry) const override;
  std::string DescribeLocation(const TocEntry& entry) const override;

 private:
  DataSize SizeOf(const TocEntry& entry) const;

  const ReadableArchive& archive_;
  const DataSizes sizes_;
};

// The data of an archive that comes through a pipe: entries are read in the
// order of their data, those in between are passed over.
//
// Returns FAILED_PRECONDITION, with a hint, for an entry whose data has passed
// already.
//
// thread-compatible
class SequentialDataSource : public EntryDataSource {
 public:
  // The archive must outlive the source.
  explicit SequentialDataSource(StreamedArchive& archive) : archive_(archive) {}

  absl::Status ReadTableData(const TocEntry& entry,
                             const ByteConsumer& consume) override;
  absl::Status ReadLargeObjects(const TocEntry& entry,
                                LargeObjectConsumer& consumer) override;
  absl::Status Finish() override;
  bool reads_in_any_order() const override { return false; }
  std::string DescribeLocation(const TocEntry& entry) const override;

 private:
  // Returns the entry's data, nullptr when it is marked to have none.
  absl::StatusOr<DataReader*> OpenData(const TocEntry& entry);

  StreamedArchive& archive_;
  std::optional<DumpId> current_;
  std::unordered_set<DumpId> passed_;
};

}  // namespace pgark

#endif  // PGARK_JOBS_RESTORE_ARCHIVE_SOURCE_H_
