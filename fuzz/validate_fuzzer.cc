// An archive that the validator calls clean can be opened, and all its data
// can be read. The findings do not depend on the number of threads.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "archive/archive_reader.h"
#include "archive/data_reader.h"
#include "archive/validator.h"
#include "base/file_source.h"
#include "fuzz/fuzz_input.h"

namespace pgark {
namespace {

struct Check {
  absl::StatusOr<ValidationSummary> summary = absl::UnknownError("not run");
  std::string findings;
};

Check RunValidator(const std::string& bytes, int jobs, uint64_t* budget) {
  Check check;
  std::stop_source stop;
  ValidatorOptions options;
  options.jobs = jobs;
  options.level = VerifyLevel::kTypes;
  options.limits = FuzzLimits();
  options.stop = stop.get_token();
  FindingList list;
  const auto source = MakeMemorySource(bytes);
  check.summary = Validate(*source, options, list);
  for (const Finding& finding : list.findings()) {
    check.findings += FormatFinding(finding) + "\n";
    FuzzCheck(finding.begin <= finding.end, "a region is one");
    FuzzCheck(finding.severity == FindingSeverity(finding.code),
              "a code has one severity");
  }
  *budget = 0;
  if (check.summary.ok()) {
    for (const DataSummary& data : check.summary->data) {
      *budget += data.raw_bytes;
    }
  }
  return check;
}

void CheckReadable(const std::string& bytes) {
  const auto reader =
      ArchiveReader::Open(MakeMemorySource(bytes), FuzzLimits());
  FuzzCheck(reader.ok(), "a clean archive opens");
  for (const TocEntry& entry : (*reader)->toc().entries()) {
    if (!entry.has_data) continue;
    const auto data = (*reader)->OpenData(entry.id);
    // Without a block, as an entry may say.
    if (absl::IsNotFound(data.status())) continue;
    FuzzCheck(data.ok(), "the data of a clean archive opens");
    while (true) {
      if ((*data)->has_large_objects()) {
        const auto oid = (*data)->NextLargeObject();
        FuzzCheck(oid.ok(), "the large objects of a clean archive are read");
        if (!oid->has_value()) break;
      }
      while (true) {
        const auto piece = (*data)->Next();
        FuzzCheck(piece.ok(), "the data of a clean archive is read");
        if (piece->empty()) break;
      }
      if (!(*data)->has_large_objects()) break;
    }
  }
}

void Run(FuzzInput input) {
  const bool in_parallel = input.TakeNumber(15) == 15;
  const std::string bytes(input.bytes());
  uint64_t raw_bytes = 0;
  const Check one = RunValidator(bytes, 1, &raw_bytes);
  if (!one.summary.ok()) {
    CheckReadFailure(one.summary.status());
    return;
  }
  if (in_parallel) {
    const Check three = RunValidator(bytes, 3, &raw_bytes);
    FuzzCheck(three.findings == one.findings,
              "threads do not change the findings");
  }
  if (one.summary->is_clean()) CheckReadable(bytes);
}

}  // namespace
}  // namespace pgark

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  pgark::Run(pgark::FuzzInput(data, size));
  return 0;
}
