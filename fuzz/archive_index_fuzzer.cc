// A tail or segment of an index that can be read is written to the same octets
// again; the footer, too. Reading an index from a file believes nothing.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "archive/archive_index.h"
#include "archive/digest.h"
#include "archive/index_codec.h"
#include "base/file_source.h"
#include "fuzz/fuzz_input.h"

namespace pgark {
namespace {

std::string FooterOf(const std::string& tail, uint64_t offset) {
  return EncodeIndexFooter({offset, tail.size(), ComputeDigest128(tail)});
}

// The block of a segment at `begin`, and a tail that leads to it and believes
// what it says about the begin of the data.
std::string BlockOf(const std::string& segment, uint64_t begin) {
  constexpr uint64_t kHead = 11;
  constexpr uint64_t kEnd = 5;
  const Digest128 digest = ComputeDigest128(segment);
  IndexBlock block;
  block.id = kIndexSegmentId;
  block.begin = begin;
  block.end = begin + kHead + segment.size() + kEnd;
  block.streams.push_back(
      {0,
       {{begin + kHead, segment.size(), segment.size(), 0, digest, digest}}});
  const std::string tail = EncodeIndexTail(
      {DecodeIndexSegment(segment)->begin, {}, {begin, {block}}});
  return std::string(kHead, 'x') + segment + std::string(kEnd, 'x') + tail +
         FooterOf(tail, block.end);
}

void Run(FuzzInput input) {
  const bool with_footer = input.TakeNumber(1) == 1;
  const bool with_segment = input.TakeNumber(1) == 1;
  const uint32_t before = input.TakeNumber(255);
  const std::string bytes(input.bytes());
  const auto tail = DecodeIndexTail(bytes);
  CheckReadFailure(tail.status());
  if (tail.ok()) {
    FuzzCheck(EncodeIndexTail(*tail) == bytes, "a tail has one encoding");
  }
  const auto segment = DecodeIndexSegment(bytes);
  CheckReadFailure(segment.status());
  if (segment.ok()) {
    FuzzCheck(EncodeIndexSegment(*segment) == bytes,
              "a segment has one encoding");
  }
  if (bytes.size() >= kIndexFooterBytes) {
    const std::string end = bytes.substr(bytes.size() - kIndexFooterBytes);
    const auto footer = DecodeIndexFooter(end);
    if (footer.ok()) {
      FuzzCheck(EncodeIndexFooter(*footer) == end, "a footer has one encoding");
    }
  }
  std::string file(before, 'x');
  if (with_segment && segment.ok()) {
    file += BlockOf(bytes, before);
  } else {
    file += bytes;
    if (with_footer) file += FooterOf(bytes, before);
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
