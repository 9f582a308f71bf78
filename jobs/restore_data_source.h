#ifndef PGARK_JOBS_RESTORE_DATA_SOURCE_H_
#define PGARK_JOBS_RESTORE_DATA_SOURCE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "archive/dump_id.h"
#include "archive/toc_entry.h"

namespace pgark {

// Takes bytes, cut anywhere; the view lives until it returns. A failure stops
// the reading and is what the reading returns.
using ByteConsumer = std::function<absl::Status(absl::string_view bytes)>;

// Takes large objects, one after the other.
class LargeObjectConsumer {
 public:
  virtual ~LargeObjectConsumer() = default;
  virtual absl::Status Begin(Oid oid) = 0;
  virtual absl::Status Write(absl::string_view bytes) = 0;
  virtual absl::Status End() = 0;
};

// Reads pieces of one table's rows by number.
//
// thread-compatible: one for each thread
class TablePieceReader {
 public:
  virtual ~TablePieceReader() = default;
  // Replaces *rows by those of a piece: whole rows, and behind the last
  // piece's the end marker. Returns DATA_LOSS for damage, or what the system
  // says.
  virtual absl::Status Read(size_t piece, std::string* rows) = 0;
};

// Where the data of entries comes from when an archive becomes SQL: an archive
// (restore_archive_source.h), or a dump that is just running.
//
// thread-safe when reads_in_any_order(), otherwise thread-compatible
class EntryDataSource {
 public:
  virtual ~EntryDataSource() = default;

  // Reads the stream of a TABLE DATA entry as archives hold it, decoded: COPY
  // text with its end marker, or INSERT statements. Returns what `consume`
  // failed with, DATA_LOSS for a damaged archive, or what the system or the
  // server says.
  virtual absl::Status ReadTableData(const TocEntry& entry,
                                     const ByteConsumer& consume) = 0;
  // Reads the objects of a BLOBS entry. Likewise.
  virtual absl::Status ReadLargeObjects(const TocEntry& entry,
                                        LargeObjectConsumer& consumer) = 0;

  // Into how many pieces a table's rows can be told apart without reading them,
  // so that they can be read side by side; 0 when they cannot.
  virtual size_t TablePieceCount(const TocEntry& entry) const {
    (void)entry;
    return 0;
  }
  // Returns what reads them; the source must outlive it. FAILED_PRECONDITION
  // when there are none.
  virtual absl::StatusOr<std::unique_ptr<TablePieceReader>> NewTablePieceReader(
      const TocEntry& entry) const {
    (void)entry;
    return absl::FailedPreconditionError("the rows are one stream");
  }

  // Nothing more will be read. A pipe is read to its end, so that its writer
  // can finish, and so that damage there is seen too.
  virtual absl::Status Finish() { return absl::OkStatus(); }

  // Whether entries can be read in any order and side by side. Otherwise only
  // front to back.
  virtual bool reads_in_any_order() const = 0;
  // The size of the entry's data as stored, to start big entries first; an
  // estimate, 0 when unknown.
  virtual uint64_t StoredBytes(const TocEntry& entry) const {
    (void)entry;
    return 0;
  }
  // The size of the entry's data decoded, for progress; an estimate, 0 when
  // unknown.
  virtual uint64_t DecodedBytes(const TocEntry& entry) const {
    (void)entry;
    return 0;
  }
  // What a verbose script says about the place of the data, for example "Data
  // Pos: 4711"; "" for nothing.
  virtual std::string DescribeLocation(const TocEntry& entry) const {
    (void)entry;
    return "";
  }
};

}  // namespace pgark

#endif  // PGARK_JOBS_RESTORE_DATA_SOURCE_H_
