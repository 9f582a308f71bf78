// An index that can be read is written to the same octets again; its footer,
// too. Reading one from the end of a file believes nothing.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "archive/archive_index.h"
#include "archive/digest.h"
#include "base/file_source.h"
#include "fuzz/fuzz_input.h"

namespace pgark {
namespace {

void Run(FuzzInput input) {
  const bool with_footer = input.TakeNumber(1) == 1;
  const uint32_t before = input.TakeNumber(255);
  const std::string bytes(input.bytes());
  const auto index = DecodeIndex(bytes, FuzzLimits());
  CheckReadFailure(index.status());
  if (index.ok()) {
    FuzzCheck(EncodeIndex(*index) == bytes, "an index has one encoding");
  }
  if (bytes.size() >= kIndexFooterBytes) {
    const std::string end = bytes.substr(bytes.size() - kIndexFooterBytes);
    const auto footer = DecodeIndexFooter(end);
    if (footer.ok()) {
      FuzzCheck(EncodeIndexFooter(*footer) == end, "a footer has one encoding");
    }
  }
  std::string file(before, 'x');
  file += bytes;
  if (with_footer) {
    IndexFooter footer;
    footer.index_offset = before;
    footer.index_bytes = bytes.size();
    footer.index_digest = ComputeDigest128(bytes);
    file += EncodeIndexFooter(footer);
  }
  const auto source = MakeMemorySource(file);
  const auto read = ReadIndex(*source, FuzzLimits());
  if (!read.ok() && !absl::IsNotFound(read.status())) {
    CheckReadFailure(read.status());
  }
}

}  // namespace
}  // namespace pgark

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  pgark::Run(pgark::FuzzInput(data, size));
  return 0;
}
