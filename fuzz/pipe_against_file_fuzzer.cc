// Differential: an archive that is clean when read by position is clean
// through a pipe, with the same data, if its blocks are in order; and the two
// readers give the same data for it.

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "archive/archive_reader.h"
#include "archive/data_reader.h"
#include "archive/sequential_archive_reader.h"
#include "archive/validator.h"
#include "base/file_source.h"
#include "fuzz/fuzz_input.h"

namespace pgark {
namespace {

// All data of a block; large objects with their numbers in between.
std::string ReadAll(DataReader& reader) {
  std::string all;
  while (true) {
    if (reader.has_large_objects()) {
      const auto oid = reader.NextLargeObject();
      FuzzCheck(oid.ok(), "a clean archive is read");
      if (!oid->has_value()) return all;
      all += "#" + std::to_string(**oid) + ":";
    }
    while (true) {
      const auto piece = reader.Next();
      FuzzCheck(piece.ok(), "a clean archive is read");
      if (piece->empty()) break;
      all.append(piece->data(), piece->size());
    }
    if (!reader.has_large_objects()) return all;
  }
}

void CompareReaders(const std::string& bytes, size_t piece) {
  const auto file = ArchiveReader::Open(MakeMemorySource(bytes), FuzzLimits());
  const auto pipe = SequentialArchiveReader::Open(
      MakeMemoryStream(bytes, piece), FuzzLimits());
  FuzzCheck(file.ok() && pipe.ok(), "both readers open a clean archive");
  FuzzCheck((*file)->toc().entries() == (*pipe)->toc().entries(),
            "both have the same contents list");
  while (true) {
    const auto id = (*pipe)->NextData();
    FuzzCheck(id.ok(), "a clean archive goes through a pipe");
    if (!id->has_value()) return;
    const auto from_pipe = (*pipe)->OpenData();
    const auto from_file = (*file)->OpenData(**id);
    FuzzCheck(from_pipe.ok() && from_file.ok(), "both open the data");
    FuzzCheck(ReadAll(**from_pipe) == ReadAll(**from_file),
              "both give the same data");
  }
}

bool IsSame(const DataSummary& a, const DataSummary& b) {
  return a.id == b.id && a.begin == b.begin && a.end == b.end &&
         a.stored_bytes == b.stored_bytes && a.raw_bytes == b.raw_bytes &&
         a.raw_digest == b.raw_digest && a.rows == b.rows &&
         a.large_objects == b.large_objects;
}

void Run(FuzzInput input) {
  const size_t piece = 1 + input.TakeNumber(255);
  const std::string bytes(input.bytes());
  ValidatorOptions options;
  options.limits = FuzzLimits();
  FindingList file_findings;
  const auto source = MakeMemorySource(bytes);
  const auto file = Validate(*source, options, file_findings);
  FindingList pipe_findings;
  const auto stream = MakeMemoryStream(bytes, piece);
  const auto pipe = ValidateStream(*stream, options, pipe_findings);
  CheckReadFailure(file.status());
  CheckReadFailure(pipe.status());
  if (!file.ok() || !pipe.ok()) return;
  if (pipe->is_clean()) {
    FuzzCheck(file->is_clean(), "what is clean in a pipe is clean in a file");
  }
  if (!file->is_clean()) return;
  FuzzCheck(pipe->is_clean(), "what is clean in a file is clean in a pipe");
  FuzzCheck(file->data.size() == pipe->data.size(),
            "the same blocks are there");
  for (size_t i = 0; i < file->data.size(); ++i) {
    FuzzCheck(IsSame(file->data[i], pipe->data[i]), "each block is the same");
  }
  CompareReaders(bytes, piece);
}

}  // namespace
}  // namespace pgark

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  pgark::Run(pgark::FuzzInput(data, size));
  return 0;
}
