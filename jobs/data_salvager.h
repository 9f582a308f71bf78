#ifndef PGARK_JOBS_DATA_SALVAGER_H_
#define PGARK_JOBS_DATA_SALVAGER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "archive/archive_header.h"
#include "archive/archive_input.h"
#include "archive/block_walker.h"
#include "archive/codec.h"
#include "archive/frame_reader.h"
#include "archive/read_limits.h"
#include "archive/readable_archive.h"
#include "base/file_source.h"
#include "jobs/salvage_blocks.h"
#include "jobs/salvage_loss.h"
#include "jobs/salvage_rows.h"

namespace pgark {

// Takes large objects; only at the end it is known whether one was whole.
class ObjectSalvageConsumer {
 public:
  virtual ~ObjectSalvageConsumer() = default;
  virtual absl::Status Begin(Oid oid) = 0;
  virtual absl::Status Write(absl::string_view bytes) = 0;
  virtual absl::Status End(bool is_whole) = 0;
};

// Reads the data of entries of a damaged archive. Damage is described in
// *losses and is no failure; what is returned is what the source fails with, or
// the consumer. The same data is read the same way each time.
//
// thread-compatible
class DataSalvager {
 public:
  virtual ~DataSalvager() = default;

  virtual absl::Status ReadTable(const TocEntry& entry, RowSalvager& rows,
                                 std::vector<SalvageLoss>* losses) = 0;
  virtual absl::Status ReadObjects(const TocEntry& entry,
                                   ObjectSalvageConsumer& consumer,
                                   std::vector<SalvageLoss>* losses) = 0;
};

// In the blocks of a custom archive.
//
// Through the index frame by frame: each is proved by its checksum, and a
// damaged one costs its own rows. Without it chunk by chunk: behind damage it
// goes on where a frame of zstd or lz4 begins, or a piece of gzip that pgark
// wrote; in streams of stock pg_dump nothing behind damage can be decoded.
class BlockSalvager : public DataSalvager {
 public:
  // All must outlive this. `is_ours`: pgark wrote the archive.
  BlockSalvager(const RandomAccessSource& source, const ArchiveHeader& header,
                const LocatedBlocks& blocks, const SalvagedIndex& index,
                bool is_ours);
  ~BlockSalvager() override;

  absl::Status ReadTable(const TocEntry& entry, RowSalvager& rows,
                         std::vector<SalvageLoss>* losses) override;
  absl::Status ReadObjects(const TocEntry& entry,
                           ObjectSalvageConsumer& consumer,
                           std::vector<SalvageLoss>* losses) override;

 private:
  class ChunkDecoder;

  absl::Status ReadFrames(const IndexBlock& block, RowSalvager& rows,
                          std::vector<SalvageLoss>* losses);
  absl::Status ReadChunks(uint64_t begin, const TocEntry& entry,
                          RowSalvager& rows, std::vector<SalvageLoss>* losses);
  absl::Status ReadFramesOfObjects(const IndexBlock& block,
                                   ObjectSalvageConsumer& consumer,
                                   std::vector<SalvageLoss>* losses);
  absl::Status ReadChunksOfObjects(uint64_t begin, const TocEntry& entry,
                                   ObjectSalvageConsumer& consumer,
                                   std::vector<SalvageLoss>* losses);
  absl::StatusOr<FrameReader*> Frames();

  const RandomAccessSource& source_;
  const ArchiveHeader& header_;
  const LocatedBlocks& blocks_;
  const SalvagedIndex& index_;
  const bool is_ours_;
  const ReadLimits limits_;
  std::unique_ptr<FrameReader> frames_;
};

// In the files of a directory, the members of a tar: up to the first damage in
// each.
class MemberSalvager : public DataSalvager {
 public:
  // `archive` must outlive this.
  explicit MemberSalvager(const ReadableArchive& archive) : archive_(archive) {}

  absl::Status ReadTable(const TocEntry& entry, RowSalvager& rows,
                         std::vector<SalvageLoss>* losses) override;
  absl::Status ReadObjects(const TocEntry& entry,
                           ObjectSalvageConsumer& consumer,
                           std::vector<SalvageLoss>* losses) override;

 private:
  const ReadableArchive& archive_;
};

// Whether a status says that the octets are wrong, rather than that they could
// not be read.
bool IsDamage(const absl::Status& status);

}  // namespace pgark

#endif  // PGARK_JOBS_DATA_SALVAGER_H_
