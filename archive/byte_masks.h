#ifndef PGARK_ARCHIVE_BYTE_MASKS_H_
#define PGARK_ARCHIVE_BYTE_MASKS_H_

#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace pgark {

// Where the bytes that structure COPY text stand in 64 bytes of it: bit i is
// byte i.
struct ByteMasks {
  uint64_t newline = 0;
  uint64_t tab = 0;
  // Backslash, carriage return or zero byte: what needs a closer look.
  uint64_t special = 0;
  // 0x80 and above.
  uint64_t high = 0;

  friend bool operator==(const ByteMasks&, const ByteMasks&) = default;
};

inline constexpr size_t kByteMaskWidth = 64;

// Eight bytes a step, for every machine. REQUIRES: 64 readable bytes.
inline ByteMasks ComputeByteMasksPortably(const char* data) {
  constexpr uint64_t kLow = 0x0101010101010101;
  constexpr uint64_t kHigh = 0x8080808080808080;
  // The high bit of each byte of the result says whether that byte is `byte`.
  const auto equal = [](uint64_t word, uint64_t byte) {
    const uint64_t difference = word ^ (kLow * byte);
    // No borrow can cross a byte: the high bits are taken out before.
    const uint64_t low_bits_set = (difference & ~kHigh) + ~kHigh;
    return ~(low_bits_set | difference) & kHigh;
  };
  // Gathers the eight high bits into one byte.
  const auto gather = [](uint64_t bits) {
    return (((bits >> 7) & kLow) * 0x0102040810204080) >> 56;
  };
  ByteMasks masks;
  for (int i = 0; i < 8; ++i) {
    // Assembled by hand, so that the order of bytes does not depend on the
    // machine; compilers make one load of it.
    uint64_t word = 0;
    for (int byte = 7; byte >= 0; --byte) {
      word = (word << 8) | static_cast<unsigned char>(data[i * 8 + byte]);
    }
    const int shift = i * 8;
    masks.newline |= gather(equal(word, '\n')) << shift;
    masks.tab |= gather(equal(word, '\t')) << shift;
    masks.special |=
        gather(equal(word, '\\') | equal(word, '\r') | equal(word, 0)) << shift;
    masks.high |= gather(word & kHigh) << shift;
  }
  return masks;
}

#if defined(__SSE2__)

inline ByteMasks ComputeByteMasks(const char* data) {
  ByteMasks masks;
  for (int i = 0; i < 4; ++i) {
    const __m128i bytes =
        _mm_loadu_si128(reinterpret_cast<const __m128i*>(data + i * 16));
    const auto bits = [](__m128i vector) {
      return uint64_t{static_cast<uint32_t>(_mm_movemask_epi8(vector))};
    };
    const auto equal = [bytes](char c) {
      return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(c));
    };
    const int shift = i * 16;
    masks.newline |= bits(equal('\n')) << shift;
    masks.tab |= bits(equal('\t')) << shift;
    masks.special |=
        bits(_mm_or_si128(equal('\\'), _mm_or_si128(equal('\r'), equal('\0'))))
        << shift;
    masks.high |= bits(bytes) << shift;
  }
  return masks;
}

#else

inline ByteMasks ComputeByteMasks(const char* data) {
  return ComputeByteMasksPortably(data);
}

#endif

// The number of set bits. Spelled out, since the instruction is not part of
// the x86-64 that we compile for, and the library's replacement is slow.
inline uint64_t CountBits(uint64_t bits) {
  bits -= (bits >> 1) & 0x5555555555555555;
  bits = (bits & 0x3333333333333333) + ((bits >> 2) & 0x3333333333333333);
  bits = (bits + (bits >> 4)) & 0x0f0f0f0f0f0f0f0f;
  return (bits * 0x0101010101010101) >> 56;
}

}  // namespace pgark

#endif  // PGARK_ARCHIVE_BYTE_MASKS_H_
