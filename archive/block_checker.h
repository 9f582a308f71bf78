#ifndef PGARK_ARCHIVE_BLOCK_CHECKER_H_
#define PGARK_ARCHIVE_BLOCK_CHECKER_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "archive/block_walker.h"
#include "archive/pipe_recorder.h"
#include "archive/stream_checker.h"
#include "archive/validation_context.h"
#include "archive/validator.h"

namespace pgark {

// The block of an entry, as it was met in the data area.
struct CheckedBlock {
  BlockHeader header;
  DataSummary summary;
};

// Adds the finding that the block at `region` belongs to no entry.
void ReportUnknownBlock(int32_t id, FileRegion region,
                        FindingCollector& findings);

// Checks blocks one by one as a walker meets them: framing always, streams and
// rows as the level says.
//
// thread-compatible: one for each thread
class BlockChecker {
 public:
  // No block may reach up to or beyond the limit, where another begins.
  static constexpr uint64_t kNoLimit = ~uint64_t{0};

  // With a pipe, `recorder` (else nullptr) is told what each octet was.
  explicit BlockChecker(ValidationContext& context,
                        PipeRecorder* recorder = nullptr);

  // Checks the block whose header `walker` has just read, and adds it to
  // *blocks if it belongs to an entry. Returns whether its framing is whole:
  // then the walker stands behind it. A status as Validate().
  absl::StatusOr<bool> Check(BlockWalker& walker, const BlockHeader& header,
                             uint64_t limit, std::vector<CheckedBlock>* blocks);

 private:
  absl::Status BeginBlock(const BlockHeader& header, uint64_t limit);
  void CheckOwner();
  // Whether the block is, or in a pipe may be, a segment of the index.
  bool IsSegment();
  bool IsRemembered();
  absl::Status WalkBlock(BlockWalker& walker);
  absl::Status WalkLargeObjects(BlockWalker& walker);
  absl::Status WalkStream(BlockWalker& walker, Oid oid);
  absl::Status ReadChunk(BlockWalker& walker, FileRegion chunk);
  void BeginStream(Oid oid);
  absl::Status EndStream(uint64_t end_offset);
  void AddLargeObjects(uint64_t end_offset);
  // Up to here the file has been checked.
  absl::Status AdvanceTo(uint64_t offset);
  // Fails when [..., offset) reaches into what follows the block.
  absl::Status CheckLimit(uint64_t offset);
  void Report(FindingCode code, FileRegion region, absl::string_view message);

  ValidationContext& context_;
  PipeRecorder* const recorder_;
  // Null when nothing is decoded.
  std::unique_ptr<StreamChecker> stream_checker_;

  // The current block.
  BlockHeader header_;
  uint64_t limit_ = 0;
  const TocEntry* entry_ = nullptr;  // that has it, or nullptr
  bool is_decoded_ = false;
  bool is_overrun_ = false;
  DataSummary summary_;
  uint64_t advanced_to_ = 0;
  const IndexBlock* index_block_ = nullptr;
  size_t next_index_stream_ = 0;
  DigestStream raw_digest_;
  std::vector<Oid> oids_;
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_BLOCK_CHECKER_H_
