#ifndef PGARK_ARCHIVE_PIPE_RECORDER_H_
#define PGARK_ARCHIVE_PIPE_RECORDER_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "archive/archive_index.h"
#include "archive/digest.h"
#include "archive/finding_collector.h"
#include "base/file_source.h"

namespace pgark {

// Remembers the digests of what goes through a pipe, because the index that
// they are to be compared with comes last. Sits between the pipe and the
// reader, who tells it what each octet was: contents list, framing, or chunk.
//
// Memory is bounded: an archive of so many chunks that their digests need
// more is not compared (is_complete()). pgark's own never are like that.
//
// thread-compatible
class PipeRecorder : public SequentialSource {
 public:
  // `source` must outlive this.
  explicit PipeRecorder(SequentialSource& source) : source_(source) {}

  absl::StatusOr<size_t> Read(std::span<char> buffer) override;

  // All octets before `end` that were not named yet are header and contents
  // list, framing in front of a block or within one, or the payload of one
  // chunk (in as many calls as its pieces).
  // REQUIRES: `end` does not decrease, and has been read.
  void TakeContents(uint64_t end);
  void TakeFraming(uint64_t end);
  void TakeChunk(uint64_t end);
  // With `keeps_chunk` the payload of the block's first chunk is kept, since
  // it may be a segment of the index.
  void BeginBlock(uint64_t begin, bool keeps_chunk);
  void EndChunk();
  // Stops: what follows is not recorded.
  void Stop();

  bool is_complete() const { return is_complete_; }
  // Returns the kept payload that was at `offset`, or nullptr.
  const std::string* FindKept(uint64_t offset) const;
  // Compares what was recorded with the index.
  void Compare(const ArchiveIndex& index, FindingCollector& findings) const;

 private:
  struct Chunk {
    uint64_t offset = 0;
    uint64_t size = 0;
    Digest128 digest;
    // Where its payload would stand among the block's framing.
    size_t framing_place = 0;
    // Where its payload is in Block::small_payloads, if it is small.
    size_t payload_begin = 0;
  };
  struct Block {
    uint64_t begin = 0;
    std::string framing;
    std::vector<Chunk> chunks;
    std::string small_payloads;
  };

  // Returns what was retained up to `end`, and forgets it with the next call.
  absl::string_view Take(uint64_t end);
  // Stops when the records have become too large.
  void CheckMemory();
  void CheckBlock(const IndexBlock& indexed, const Block& recorded,
                  FindingCollector& findings) const;

  SequentialSource& source_;
  // The octets from retained_begin_ on that were read but not named yet.
  std::string retained_;
  size_t taken_ = 0;  // at the front of retained_
  uint64_t retained_begin_ = 0;
  bool is_stopped_ = false;

  DigestStream contents_digest_;
  uint64_t contents_end_ = 0;
  std::vector<Block> blocks_;
  DigestStream chunk_digest_;
  uint64_t chunk_begin_ = 0;
  uint64_t chunk_size_ = 0;
  std::string chunk_start_;  // the first octets of the current chunk
  bool keeps_chunk_ = false;
  std::unordered_map<uint64_t, std::string> kept_;  // by offset
  size_t memory_ = 0;
  bool is_complete_ = true;
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_PIPE_RECORDER_H_
