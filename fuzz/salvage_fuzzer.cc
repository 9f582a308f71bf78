// What salvage writes is an archive that verify finds nothing wrong with,
// whatever it was read from.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "archive/validator.h"
#include "base/byte_sink.h"
#include "fuzz/fuzz_input.h"
#include "jobs/data_salvager.h"
#include "jobs/salvage_job.h"

namespace pgark {
namespace {

void Run(FuzzInput input) {
  SalvageOptions options;
  options.whole_tables = input.TakeNumber(1) == 1;
  options.program_version = "0";
  ArchiveSource source;
  source.random_access = MakeMemorySource(std::string(input.bytes()));
  StringSink sink;
  SilentObserver observer;
  const auto report =
      SalvageArchive(std::move(source), options, sink, observer, {});
  if (!report.ok()) {
    FuzzCheck(IsDamage(report.status()), "bad bytes are damage");
    return;
  }
  const auto saved = MakeMemorySource(sink.TakeData());
  FindingList findings;
  const auto summary = Validate(*saved, {}, findings);
  FuzzCheck(summary.ok() && summary->is_clean(), "what is saved is whole");
}

}  // namespace
}  // namespace pgark

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  pgark::Run(pgark::FuzzInput(data, size));
  return 0;
}
