#include "jobs/frame_cutter.h"

#include <xxhash.h>

#include <utility>

namespace pgark {

namespace {

// A frame that has become so large will probably become a whole one.
constexpr size_t kGrowingBytes = size_t{128} << 10;

}  // namespace

FrameCutter::FrameCutter(const FrameSizes& sizes) : sizes_(sizes) {}

bool FrameCutter::AddRow(absl::string_view row) {
  // By doubling, a string would touch three times the memory.
  if (frame_.size() > kGrowingBytes &&
      frame_.capacity() < sizes_.middle + sizes_.least) {
    frame_.reserve(sizes_.middle + sizes_.least);
  }
  frame_.append(row.data(), row.size());
  ++rows_;
  if (frame_.size() < sizes_.least) return false;
  if (frame_.size() >= sizes_.greatest) return true;
  // P(cut) = row length / (middle - least), so the expected frame has the
  // middle size whatever the rows' lengths are.
  const uint64_t per_byte = ~uint64_t{0} / (sizes_.middle - sizes_.least);
  const uint64_t hash = XXH3_64bits(row.data(), row.size());
  if (row.size() >= sizes_.middle - sizes_.least) return true;
  return hash < per_byte * row.size();
}

std::string FrameCutter::TakeFrame(std::string recycled) {
  recycled.clear();
  rows_ = 0;
  return std::exchange(frame_, std::move(recycled));
}

}  // namespace pgark
