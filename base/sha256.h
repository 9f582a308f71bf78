#ifndef PGARK_BASE_SHA256_H_
#define PGARK_BASE_SHA256_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/file_source.h"

namespace pgark {

// SHA-256 (FIPS 180-4) of what comes piece by piece.
//
// thread-compatible
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void Update(absl::string_view bytes);
  // 64 lower-case hexadecimal digits; no other call may follow. Returns
  // INTERNAL when the library refuses (a policy that forbids the algorithm).
  absl::StatusOr<std::string> Finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

absl::StatusOr<std::string> Sha256Of(absl::string_view bytes);

// Reads all of `source`, calling `on_bytes` (may be null) with the number of
// octets read since the last call; a failure of that ends the reading and is
// returned. Returns what the source says.
absl::StatusOr<std::string> Sha256OfSource(
    const RandomAccessSource& source,
    const std::function<absl::Status(uint64_t)>& on_bytes = nullptr);

}  // namespace pgark

#endif  // PGARK_BASE_SHA256_H_
