// Blocks are walked through in the same way whether their chunks are read or
// skipped, from a file or from a pipe that gives a few octets at a time.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "archive/archive_input.h"
#include "archive/block_walker.h"
#include "base/file_source.h"
#include "fuzz/fuzz_input.h"

namespace pgark {
namespace {

// What a walk came by, as numbers.
struct Walk {
  std::vector<uint64_t> steps;
  absl::Status status;
};

absl::Status WalkStream(BlockWalker& walker, bool reads, Walk* walk) {
  while (true) {
    const auto length = walker.NextChunk();
    if (!length.ok() || !length->has_value()) return length.status();
    walk->steps.push_back(**length);
    walk->steps.push_back(walker.position());
    if (!reads) continue;
    uint64_t read = 0;
    while (true) {
      const auto piece = walker.ReadPiece();
      if (!piece.ok()) return piece.status();
      if (piece->empty()) break;
      read += piece->size();
    }
    FuzzCheck(read == **length, "a chunk is as long as it says");
  }
}

absl::Status WalkBlocks(BlockWalker& walker, bool reads, Walk* walk) {
  while (true) {
    const auto header = walker.NextBlock();
    if (!header.ok() || !header->has_value()) return header.status();
    walk->steps.push_back((*header)->begin);
    walk->steps.push_back(static_cast<uint64_t>((*header)->id));
    if ((*header)->type == BlockType::kData) {
      const absl::Status status = WalkStream(walker, reads, walk);
      if (!status.ok()) return status;
      continue;
    }
    while (true) {
      const auto oid = walker.NextLargeObject();
      if (!oid.ok()) return oid.status();
      if (!oid->has_value()) break;
      walk->steps.push_back(**oid);
      const absl::Status status = WalkStream(walker, reads, walk);
      if (!status.ok()) return status;
    }
  }
}

Walk WalkAll(ArchiveInput& input, int integer_size, bool reads) {
  Walk walk;
  BlockWalker walker(input, integer_size, FuzzLimits());
  walk.status = WalkBlocks(walker, reads, &walk);
  CheckReadFailure(walk.status);
  return walk;
}

void Run(FuzzInput input) {
  const int integer_size = 1 + static_cast<int>(input.TakeNumber(7));
  const size_t piece = 1 + input.TakeNumber(100);
  const std::string bytes(input.bytes());
  const auto source = MakeMemorySource(bytes);
  ArchiveInput reading(*source, 0);
  const Walk read = WalkAll(reading, integer_size, true);
  ArchiveInput skipping(*source, 0);
  const Walk skipped = WalkAll(skipping, integer_size, false);
  const auto pipe = MakeMemoryStream(bytes, piece);
  ArchiveInput piped(*pipe, 64);
  const Walk from_pipe = WalkAll(piped, integer_size, true);
  FuzzCheck(read.steps == skipped.steps, "reading and skipping agree");
  FuzzCheck(read.steps == from_pipe.steps, "file and pipe agree");
  FuzzCheck(read.status.ok() == skipped.status.ok() &&
                read.status.ok() == from_pipe.status.ok(),
            "all walks end alike");
}

}  // namespace
}  // namespace pgark

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  pgark::Run(pgark::FuzzInput(data, size));
  return 0;
}
