#ifndef PGARK_ARCHIVE_SEQUENTIAL_ARCHIVE_READER_H_
#define PGARK_ARCHIVE_SEQUENTIAL_ARCHIVE_READER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "archive/archive_header.h"
#include "archive/archive_input.h"
#include "archive/block_walker.h"
#include "archive/data_reader.h"
#include "archive/dump_id.h"
#include "archive/read_limits.h"
#include "archive/toc.h"
#include "base/file_source.h"

namespace pgark {

// An archive in the custom format that comes through a pipe: header and
// contents list first, then the blocks in the order of the file. Offsets in
// the contents list are ignored, as stock pg_restore does.
//
//   while (id = NextBlock()) { read from data(), or not }
//
// thread-compatible
class SequentialArchiveReader {
 public:
  // Returns what ArchiveReader::Open() returns.
  static absl::StatusOr<std::unique_ptr<SequentialArchiveReader>> Open(
      std::unique_ptr<SequentialSource> source, const ReadLimits& limits = {});

  const ArchiveHeader& header() const { return header_; }
  const Toc& toc() const { return toc_; }

  // Skips what is left of the current block and goes to the next one that
  // belongs to an entry; nothing at the end. An index behind the last block
  // is read to its end, so that the writer of the pipe can finish. Returns
  // DATA_LOSS for damage, and when the end is there before each entry with
  // data (except those marked "no data") has had its block; bytes behind the
  // last of these blocks that are none are ignored.
  absl::StatusOr<std::optional<DumpId>> NextBlock();

  // The data of the current block: lives until the next NextBlock(). Returns
  // UNIMPLEMENTED when the archive's method is unknown.
  // REQUIRES: NextBlock() has returned an id (FAILED_PRECONDITION otherwise).
  absl::StatusOr<DataReader*> OpenData();

  // Whether the block of an entry must still come: it has data, is not marked
  // "no data", and NextBlock() has not returned its id yet.
  bool AwaitsBlock(DumpId id) const {
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
