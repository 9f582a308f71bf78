// Whatever the bytes are, opening them as an archive and reading all its data
// ends, with success or with a status that says where the damage is.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "archive/archive_reader.h"
#include "archive/data_reader.h"
#include "base/file_source.h"
#include "fuzz/fuzz_input.h"

namespace pgark {
namespace {

absl::Status ReadStream(DataReader& reader, uint64_t* budget) {
  while (*budget > 0) {
    const absl::StatusOr<absl::string_view> piece = reader.Next();
    if (!piece.ok() || piece->empty()) return piece.status();
    *budget -= std::min<uint64_t>(*budget, piece->size());
  }
  return absl::OkStatus();
}

absl::Status ReadAll(DataReader& reader, uint64_t* budget) {
  if (!reader.has_large_objects()) return ReadStream(reader, budget);
  while (*budget > 0) {
    const absl::StatusOr<std::optional<Oid>> oid = reader.NextLargeObject();
    if (!oid.ok() || !oid->has_value()) return oid.status();
    const absl::Status status = ReadStream(reader, budget);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

void ReadFrames(const ArchiveReader& reader) {
  if (reader.index() == nullptr) return;
  const auto frames = reader.NewFrameReader();
  if (!frames.ok()) return;
  std::string raw;
  int count = 0;
  for (const IndexBlock& block : reader.index()->blocks) {
    for (const IndexStream& stream : block.streams) {
      for (const IndexFrame& frame : stream.frames) {
        if (++count > 100) return;
        CheckReadFailure((*frames)->Read(frame, &raw));
      }
    }
  }
}

void Run(FuzzInput input) {
  const auto reader = ArchiveReader::Open(
      MakeMemorySource(std::string(input.bytes())), FuzzLimits());
  if (!reader.ok()) {
    CheckReadFailure(reader.status());
    return;
  }
  uint64_t budget = kMaxFuzzOutput;
  for (const TocEntry& entry : (*reader)->toc().entries()) {
    const auto data = (*reader)->OpenData(entry.id);
    if (data.ok()) {
      CheckReadFailure(ReadAll(**data, &budget));
    } else if (!absl::IsNotFound(data.status())) {
      CheckReadFailure(data.status());
    }
  }
  ReadFrames(**reader);
}

}  // namespace
}  // namespace pgark

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  pgark::Run(pgark::FuzzInput(data, size));
  return 0;
}
