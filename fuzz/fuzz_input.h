#ifndef PGARK_FUZZ_FUZZ_INPUT_H_
#define PGARK_FUZZ_FUZZ_INPUT_H_

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "archive/read_limits.h"
#include "base/status_context.h"

namespace pgark {

// The bytes of one run. Parameters come from the end, so that the front stays
// a valid file however many parameters a target takes.
class FuzzInput {
 public:
  FuzzInput(const uint8_t* data, size_t size)
      : bytes_(reinterpret_cast<const char*>(data), size) {}

  // A number from 0 to `max`; 0 when no bytes are left.
  uint32_t TakeNumber(uint32_t max) {
    if (bytes_.empty()) return 0;
    const auto byte = static_cast<uint8_t>(bytes_.back());
    bytes_.remove_suffix(1);
    return byte % (max + 1);
  }
  // What is left.
  absl::string_view bytes() const { return bytes_; }

 private:
  absl::string_view bytes_;
};

// Ends the program when a property does not hold. Always on.
inline void FuzzCheck(bool holds, const char* property) {
  if (holds) return;
  std::fprintf(stderr, "property violated: %s\n", property);
  std::abort();
}

// A reader of bad bytes may fail in these ways only, and says where.
inline void CheckReadFailure(const absl::Status& status) {
  if (status.ok()) return;
  const bool is_expected = absl::IsDataLoss(status) ||
                           absl::IsUnimplemented(status) ||
                           absl::IsResourceExhausted(status);
  if (!is_expected) std::fprintf(stderr, "%s\n", FormatStatus(status).c_str());
  FuzzCheck(is_expected,
            "bad bytes give DATA_LOSS, UNIMPLEMENTED or "
            "RESOURCE_EXHAUSTED");
  FuzzCheck(!absl::IsDataLoss(status) || GetOffset(status).has_value(),
            "DATA_LOSS has an offset");
}

// So small that a length which is believed shows.
inline ReadLimits FuzzLimits() {
  ReadLimits limits;
  limits.max_string_bytes = 1 << 20;
  limits.max_toc_bytes = 4 << 20;
  limits.max_entries = 10'000;
  limits.max_dependencies = 10'000;
  limits.max_frame_bytes = 1 << 20;
  limits.max_zstd_window_log = 20;
  limits.max_index_bytes = 1 << 20;
  return limits;
}

// What a target decodes at most of one input: a few bytes can stand for
// gigabytes.
inline constexpr uint64_t kMaxFuzzOutput = 4 << 20;

}  // namespace pgark

#endif  // PGARK_FUZZ_FUZZ_INPUT_H_
