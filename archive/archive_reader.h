#ifndef PGARK_ARCHIVE_ARCHIVE_READER_H_
#define PGARK_ARCHIVE_ARCHIVE_READER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "archive/archive_header.h"
#include "archive/archive_index.h"
#include "archive/block_walker.h"
#include "archive/data_offset.h"
#include "archive/data_reader.h"
#include "archive/data_size.h"
#include "archive/dump_id.h"
#include "archive/frame_reader.h"
#include "archive/read_limits.h"
#include "archive/readable_archive.h"
#include "archive/toc.h"
#include "base/file_source.h"
#include "base/mutex.h"

namespace pgark {

// An archive in the custom format, opened by position. Header and contents
// list are in memory and checked; data is read on demand.
//
// thread-safe: const after Open(); any number of threads read from it.
class ArchiveReader : public ReadableArchive {
 public:
  // Reads header and contents list, and the index if there is one. Returns
  // DATA_LOSS with the offset (and the entry) when they are damaged or the
  // file is no archive, UNIMPLEMENTED for a version or format that we do not
  // read (1.10 to 1.16 custom is read), RESOURCE_EXHAUSTED beyond a limit, or
  // what the source says. A damaged index is no failure: see index_status().
  static absl::StatusOr<std::unique_ptr<ArchiveReader>> Open(
      std::unique_ptr<RandomAccessSource> source,
      const ReadLimits& limits = {});

  ~ArchiveReader() override;
  ArchiveReader(const ArchiveReader&) = delete;
  ArchiveReader& operator=(const ArchiveReader&) = delete;

  ArchiveLayout layout() const override { return ArchiveLayout::kCustom; }
  const ArchiveHeader& header() const override { return header_; }
  const Toc& toc() const override { return toc_; }
  const ReadLimits& limits() const { return limits_; }
  const RandomAccessSource& source() const { return *source_; }

  // Where the contents list begins (behind the header) and where the data
  // area begins (behind the contents list).
  uint64_t toc_begin() const { return toc_begin_; }
  uint64_t data_begin() const { return data_begin_; }

  // The index, or nullptr when the archive has none that can be used.
  const ArchiveIndex* index() const;
  // OK, NOT_FOUND when the archive has none, or what is wrong with it.
  const absl::Status& index_status() const { return index_status_; }
  // The index's block of an entry, or nullptr.
  const IndexBlock* FindIndexBlock(DumpId id) const;

  // Beside toc().entries(): where each begins in the file.
  const std::vector<uint64_t>& entry_begins() const { return entry_begins_; }

  // What the contents list says about the block of an entry; kNoData for an
  // id that is not there.
  DataOffset StoredOffset(DumpId id) const;

  // Returns where the block of an entry begins: the stored offset, otherwise
  // the data area is scanned (once for all threads; the scan reads framing
  // only). The block's header has been read and names the entry. Returns
  // NOT_FOUND when the entry has no data (has_data unset, flag "no data") or
  // there is no such entry, DATA_LOSS when its block is missing, is another
  // one's, or lies in front of the data area.
  absl::StatusOr<BlockHeader> FindBlock(DumpId id) const;

  // Returns the decoded data of an entry, as FindBlock(); UNIMPLEMENTED when
  // the archive's method is unknown. This reader must outlive the result.
  absl::StatusOr<std::unique_ptr<DataReader>> OpenData(
      DumpId id) const override;
  absl::StatusOr<DataAtRow> OpenDataAtRow(DumpId id,
                                          uint64_t row) const override;
  bool HasData(DumpId id) const override;
  DataSizes EstimateSizes() const override { return EstimateBlockSizes(*this); }
  std::string DescribeData(DumpId id) const override;

  const std::vector<IndexFrame>* TableFrames(DumpId id) const override;
  absl::StatusOr<std::unique_ptr<FrameReader>> NewFrameReader() const override;

 private:
  // Where blocks are, by id, as a scan of the data area found them.
  struct ScanResult {
    std::unordered_map<DumpId, uint64_t> begins;  // of the first of each id
    absl::Status status;  // what stopped the scan, if not the end of the file
  };

  ArchiveReader(std::unique_ptr<RandomAccessSource> source,
                const ReadLimits& limits)
      : source_(std::move(source)), limits_(limits) {}

  absl::Status ReadContents();
  absl::Status LoadIndex();
  // Where the entry's block should be: stored, or found by the scan.
  absl::StatusOr<uint64_t> LocateBlock(const TocEntry& entry) const;
  absl::StatusOr<uint64_t> LocateByScan(const TocEntry& entry) const;
  absl::StatusOr<const TocEntry*> FindEntry(DumpId id) const;
  ScanResult Scan() const;

  const std::unique_ptr<RandomAccessSource> source_;
  const ReadLimits limits_;
  // Constant after Open().
  ArchiveHeader header_;
  Toc toc_;
  std::vector<DataOffset> offsets_;     // beside toc_.entries()
  std::vector<uint64_t> entry_begins_;  // the same
  uint64_t toc_begin_ = 0;
  uint64_t data_begin_ = 0;
  ArchiveIndex index_;
  absl::Status index_status_;
  std::unordered_map<DumpId, size_t> index_block_by_id_;
  // The scan happens when the first block without an offset is wanted.
  mutable Mutex mutex_;
  mutable std::unique_ptr<const ScanResult> scan_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_ARCHIVE_READER_H_
