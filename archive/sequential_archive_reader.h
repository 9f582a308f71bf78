#ifndef PGARK_ARCHIVE_SEQUENTIAL_ARCHIVE_READER_H_
#define PGARK_ARCHIVE_SEQUENTIAL_ARCHIVE_READER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_set>

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

 private:
  SequentialArchiveReader(std::unique_ptr<SequentialSource> source,
                          const ReadLimits& limits);

  absl::Status ReadContents();
  // What the end of the data area means: OK, or which block is missing.
  absl::Status CheckEnd();
  absl::Status Drain();

  const std::unique_ptr<SequentialSource> source_;
  const ReadLimits limits_;
  ArchiveInput input_;
  ArchiveHeader header_;
  Toc toc_;
  std::unordered_set<DumpId> missing_;  // entries that wait for their block
  std::unique_ptr<BlockWalker> walker_;
  std::optional<BlockHeader> block_;
  std::unique_ptr<DataReader> data_;
  uint64_t padding_blocks_ = 0;
  bool ended_ = false;
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_SEQUENTIAL_ARCHIVE_READER_H_
