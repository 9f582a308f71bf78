#ifndef PGARK_ARCHIVE_SEQUENTIAL_ARCHIVE_READER_H_
#define PGARK_ARCHIVE_SEQUENTIAL_ARCHIVE_READER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "archive/archive_header.h"
#include "archive/archive_input.h"
#include "archive/block_walker.h"
#include "archive/data_reader.h"
#include "archive/dump_id.h"
#include "archive/read_limits.h"
#include "archive/readable_archive.h"
#include "archive/toc.h"
#include "base/file_source.h"

namespace pgark {

// An archive in the custom format that comes through a pipe: header and
// contents list first, then the blocks in the order of the file. Offsets in
// the contents list are ignored, as stock pg_restore does.
//
// thread-compatible
class SequentialArchiveReader : public StreamedArchive {
 public:
  // Returns what ArchiveReader::Open() returns.
  static absl::StatusOr<std::unique_ptr<SequentialArchiveReader>> Open(
      std::unique_ptr<SequentialSource> source, const ReadLimits& limits = {});

  ArchiveLayout layout() const override { return ArchiveLayout::kCustom; }
  const ArchiveHeader& header() const override { return header_; }
  const Toc& toc() const override { return toc_; }
  std::string DescribeData(DumpId id) const override;

  // Skips what is left of the current block and goes to the next one that
  // belongs to an entry. An index behind the last block is read to its end,
  // other bytes there that are no block are ignored.
  absl::StatusOr<std::optional<DumpId>> NextData() override;
  absl::StatusOr<DataReader*> OpenData() override;
  bool AwaitsData(DumpId id) const override {
    const auto awaited = awaited_.find(id);
    return awaited != awaited_.end() && awaited->second;
  }

 private:
  SequentialArchiveReader(std::unique_ptr<SequentialSource> source,
                          const ReadLimits& limits);

  absl::Status ReadContents();
  absl::StatusOr<std::optional<DumpId>> End();
  absl::Status Drain();

  const std::unique_ptr<SequentialSource> source_;
  const ReadLimits limits_;
  ArchiveInput input_;
  ArchiveHeader header_;
  Toc toc_;
  // Entries with data whose block has not come, and whether it must come.
  std::unordered_map<DumpId, bool> awaited_;
  size_t required_count_ = 0;  // of them that must come
  std::unique_ptr<BlockWalker> walker_;
  std::optional<BlockHeader> block_;
  std::unique_ptr<DataReader> data_;
  bool ended_ = false;
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_SEQUENTIAL_ARCHIVE_READER_H_
