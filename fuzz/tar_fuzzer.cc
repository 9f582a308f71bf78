// Whatever the bytes are, reading them as a tar archive ends, from a file and
// from a pipe. One that is clean can be read in both ways, with the same data,
// and what is clean in a pipe is clean in a file.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "archive/sequential_tar_reader.h"
#include "archive/tar_archive.h"
#include "archive/validator.h"
#include "base/file_source.h"
#include "fuzz/fuzz_input.h"

namespace pgark {
namespace {

// Data by entry and large object.
using Data = std::map<std::pair<int32_t, Oid>, std::string>;

absl::Status ReadStream(DataReader& reader, std::string* text) {
  while (true) {
    const absl::StatusOr<absl::string_view> piece = reader.Next();
    if (!piece.ok() || piece->empty()) return piece.status();
    text->append(piece->data(), piece->size());
  }
}

absl::Status ReadEntry(DataReader& reader, DumpId id, Data* data) {
  if (!reader.has_large_objects()) {
    return ReadStream(reader, &(*data)[{id.value, 0}]);
  }
  while (true) {
    const absl::StatusOr<std::optional<Oid>> oid = reader.NextLargeObject();
    if (!oid.ok() || !oid->has_value()) return oid.status();
    absl::Status status = ReadStream(reader, &(*data)[{id.value, **oid}]);
    if (!status.ok()) return status;
  }
}

absl::Status ReadFile(const std::string& bytes, Data* data) {
  const auto archive = TarArchive::Open(MakeMemorySource(bytes), FuzzLimits());
  if (!archive.ok()) return archive.status();
  absl::Status first;
  for (const TocEntry& entry : (*archive)->toc().entries()) {
    const auto reader = (*archive)->OpenData(entry.id);
    if (absl::IsNotFound(reader.status())) continue;
    absl::Status status =
        reader.ok() ? ReadEntry(**reader, entry.id, data) : reader.status();
    CheckReadFailure(status);
    if (first.ok()) first = std::move(status);
  }
  return first;
}

absl::Status ReadPipe(const std::string& bytes, size_t piece, Data* data) {
  const auto archive =
      SequentialTarReader::Open(MakeMemoryStream(bytes, piece), FuzzLimits());
  if (!archive.ok()) return archive.status();
  while (true) {
    const auto id = (*archive)->NextData();
    if (!id.ok() || !id->has_value()) return id.status();
    const auto reader = (*archive)->OpenData();
    if (!reader.ok()) return reader.status();
    absl::Status status = ReadEntry(**reader, **id, data);
    if (!status.ok()) return status;
  }
}

absl::StatusOr<ValidationSummary> Check(ArchiveSource source) {
  ValidatorOptions options;
  options.limits = FuzzLimits();
  FindingList findings;
  auto summary = ValidateArchive(source, options, findings);
  for (const Finding& finding : findings.findings()) {
    FuzzCheck(finding.begin <= finding.end, "a region is one");
  }
  CheckReadFailure(summary.status());
  return summary;
}

void Run(FuzzInput input) {
  const size_t piece = 1 + input.TakeNumber(255);
  const std::string bytes(input.bytes());
  Data from_file;
  Data from_pipe;
  const absl::Status file_status = ReadFile(bytes, &from_file);
  const absl::Status pipe_status = ReadPipe(bytes, piece, &from_pipe);
  CheckReadFailure(file_status);
  CheckReadFailure(pipe_status);

  ArchiveSource file;
  file.layout = ArchiveLayout::kTar;
  file.random_access = MakeMemorySource(bytes);
  const auto file_summary = Check(std::move(file));
  ArchiveSource pipe;
  pipe.layout = ArchiveLayout::kTar;
  pipe.sequential = MakeMemoryStream(bytes, piece);
  const auto pipe_summary = Check(std::move(pipe));
  if (!file_summary.ok() || !pipe_summary.ok()) return;
  FuzzCheck(file_summary->is_clean() == pipe_summary->is_clean(),
            "what is clean in a pipe is clean in a file, and the reverse");
  if (!file_summary->is_clean()) return;
  FuzzCheck(file_status.ok(), "a clean tar is read by position");
  FuzzCheck(pipe_status.ok(), "a clean tar is read from a pipe");
  FuzzCheck(from_file == from_pipe, "both give the same data");
}

}  // namespace
}  // namespace pgark

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  pgark::Run(pgark::FuzzInput(data, size));
  return 0;
}
