#include "archive/digest.h"

// Compiled in, XXH32 is nearly twice as fast as in the libraries of Debian 12.
#define XXH_INLINE_ALL
#include <xxhash.h>

namespace pgark {

// The library's state wants an alignment of its own, so the library makes it.
struct DigestStream::State {
  State() : xxh3(XXH3_createState()) {}
  ~State() { XXH3_freeState(xxh3); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  XXH3_state_t* const xxh3;
};

Digest128 ComputeDigest128(absl::string_view bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return {hash.low64, hash.high64};
}

uint64_t ComputeDigest64(absl::string_view bytes) {
  return XXH3_64bits(bytes.data(), bytes.size());
}

uint32_t ComputeXxh32(absl::string_view bytes) {
  return XXH32(bytes.data(), bytes.size(), 0);
}

DigestStream::DigestStream() : state_(std::make_unique<State>()) { Reset(); }
DigestStream::~DigestStream() = default;
DigestStream::DigestStream(DigestStream&&) noexcept = default;
DigestStream& DigestStream::operator=(DigestStream&&) noexcept = default;

void DigestStream::Update(absl::string_view bytes) {
  // The only failure is a null pointer with a length.
  (void)XXH3_128bits_update(state_->xxh3, bytes.data(), bytes.size());
}

Digest128 DigestStream::Get() const {
  const XXH128_hash_t hash = XXH3_128bits_digest(state_->xxh3);
  return {hash.low64, hash.high64};
}

void DigestStream::Reset() { (void)XXH3_128bits_reset(state_->xxh3); }

}  // namespace pgark
