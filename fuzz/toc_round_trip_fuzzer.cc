// A header and contents list that can be read can be written, and reading that
// gives the same again.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "archive/archive_input.h"
#include "archive/header_codec.h"
#include "archive/toc_codec.h"
#include "base/file_source.h"
#include "fuzz/fuzz_input.h"

namespace pgark {
namespace {

struct Contents {
  ArchiveHeader header;
  DecodedToc toc;
};

absl::StatusOr<Contents> Decode(const std::string& bytes) {
  const auto source = MakeMemorySource(bytes);
  ArchiveInput input(*source, 0);
  Contents contents;
  absl::StatusOr<ArchiveHeader> header = DecodeHeader(input, FuzzLimits());
  if (!header.ok()) return header.status();
  contents.header = *std::move(header);
  absl::StatusOr<DecodedToc> toc =
      DecodeToc(input, contents.header, FuzzLimits());
  if (!toc.ok()) return toc.status();
  contents.toc = *std::move(toc);
  return contents;
}

void Run(FuzzInput input) {
  const absl::StatusOr<Contents> first = Decode(std::string(input.bytes()));
  if (!first.ok()) {
    CheckReadFailure(first.status());
    return;
  }
  // Contents lists of directories and tars are not written.
  if (first->header.format != ArchiveFormat::kCustom) return;
  // Archives may hold methods that we do not know; they are not written.
  if (first->header.compression > CompressionMethod::kZstd) return;
  std::string bytes;
  std::vector<uint64_t> fields;
  FuzzCheck(EncodeHeader(first->header, &bytes).ok(), "the header is written");
  const absl::Status status = EncodeToc(first->toc.entries, first->toc.offsets,
                                        first->header, &bytes, &fields);
  FuzzCheck(status.ok(), "the contents list is written");
  FuzzCheck(fields.size() == first->toc.entries.size(),
            "each entry has an offset field");
  const absl::StatusOr<Contents> second = Decode(bytes);
  FuzzCheck(second.ok(), "what was written is read");
  FuzzCheck(second->header == first->header, "the header is the same");
  FuzzCheck(second->toc.entries == first->toc.entries,
            "the entries are the same");
  FuzzCheck(second->toc.offsets == first->toc.offsets,
            "the offsets are the same");
}

}  // namespace
}  // namespace pgark

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  pgark::Run(pgark::FuzzInput(data, size));
  return 0;
}
