#ifndef PGARK_ARCHIVE_READABLE_ARCHIVE_H_
#define PGARK_ARCHIVE_READABLE_ARCHIVE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "archive/archive_header.h"
#include "archive/archive_index.h"
#include "archive/archive_layout.h"
#include "archive/data_reader.h"
#include "archive/data_size.h"
#include "archive/dump_id.h"
#include "archive/frame_reader.h"
#include "archive/toc.h"

namespace pgark {

// What archives of all formats are to those who read them.
class Archive {
 public:
  virtual ~Archive() = default;

  virtual ArchiveLayout layout() const = 0;
  virtual const ArchiveHeader& header() const = 0;
  virtual const Toc& toc() const = 0;
  // What a verbose script says about the place of an entry's data: "Data Pos:
  // 4711", "File: 3559.dat".
  virtual std::string DescribeData(DumpId id) const = 0;
};

// The data of a table, from the begin of a row on.
struct DataAtRow {
  std::unique_ptr<DataReader> data;
  uint64_t rows_before = 0;  // how many rows were left out
};

// An archive whose data is read in any order.
//
// thread-safe: const once it is open; any number of threads read from it.
class ReadableArchive : public Archive {
 public:
  // Whether the entry is there, and not marked to have no data.
  virtual bool HasData(DumpId id) const = 0;
  // Returns the decoded data of an entry: NOT_FOUND when it has none (see
  // HasData()), DATA_LOSS when it is missing or is not where it should be,
  // UNIMPLEMENTED when its compression is unknown. The archive must outlive
  // the result.
  virtual absl::StatusOr<std::unique_ptr<DataReader>> OpenData(
      DumpId id) const = 0;
  // The frames of a table's data, by the index: each holds whole rows, the last
  // one the end marker. nullptr where there are none, or no index.
  virtual const std::vector<IndexFrame>* TableFrames(DumpId /*id*/) const {
    return nullptr;
  }
  // Returns what reads single frames, for one thread; UNIMPLEMENTED where there
  // are none, and when the archive's method is unknown. The archive must
  // outlive the result.
  virtual absl::StatusOr<std::unique_ptr<FrameReader>> NewFrameReader() const {
    return absl::UnimplementedError("the archive has no frames");
  }
  // The same for table data, from a row on that is at or before row `row`
  // (from 0), as near as can be found without reading what is in front of it:
  // with an index its frame, otherwise the first row.
  virtual absl::StatusOr<DataAtRow> OpenDataAtRow(DumpId id,
                                                  uint64_t /*row*/) const {
    absl::StatusOr<std::unique_ptr<DataReader>> data = OpenData(id);
    if (!data.ok()) return std::move(data).status();
    return DataAtRow{*std::move(data), 0};
  }
  // The sizes of what could be found out without reading data.
  virtual DataSizes EstimateSizes() const = 0;
};

// An archive that comes through a pipe: header and contents list first, then
// the data of the entries in the order of the archive.
//
//   while (id = NextData()) { read from OpenData(), or not }
//
// thread-compatible
class StreamedArchive : public Archive {
 public:
  // Skips what is left of the current data and goes to the next that belongs
  // to an entry; nothing at the end. The pipe is then read to its end, so that
  // its writer can finish. Returns DATA_LOSS for damage, and when the end is
  // there before each entry with data (except those marked to have none) has
  // had its own.
  virtual absl::StatusOr<std::optional<DumpId>> NextData() = 0;
  // The current data: lives until the next NextData(). Returns UNIMPLEMENTED
  // when its compression is unknown.
  // REQUIRES: NextData() has returned an id (FAILED_PRECONDITION otherwise).
  virtual absl::StatusOr<DataReader*> OpenData() = 0;
  // Whether the data of an entry must still come.
  virtual bool AwaitsData(DumpId id) const = 0;
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_READABLE_ARCHIVE_H_
