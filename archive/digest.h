#ifndef PGARK_ARCHIVE_DIGEST_H_
#define PGARK_ARCHIVE_DIGEST_H_

#include <cstdint>
#include <memory>

#include "absl/strings/string_view.h"

namespace pgark {

// An XXH3 digest of 128 bits. It finds damage; it is no proof against
// somebody who wants it to match.
struct Digest128 {
  uint64_t low = 0;
  uint64_t high = 0;

  friend bool operator==(const Digest128&, const Digest128&) = default;
};

inline constexpr int kDigest128Bytes = 16;

Digest128 ComputeDigest128(absl::string_view bytes);
// XXH3 of 64 bits, for what is small.
uint64_t ComputeDigest64(absl::string_view bytes);
// XXH32, which lz4 frames end with.
uint32_t ComputeXxh32(absl::string_view bytes);

// The digest of bytes that come in pieces; equal to ComputeDigest128() of
// them all.
//
// thread-compatible
class DigestStream {
 public:
  DigestStream();
  ~DigestStream();
  DigestStream(DigestStream&&) noexcept;
  DigestStream& operator=(DigestStream&&) noexcept;

  void Update(absl::string_view bytes);
  // Returns the digest of what came so far; more may follow.
  Digest128 Get() const;
  void Reset();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_DIGEST_H_
