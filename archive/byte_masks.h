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
  uint64_t backslash = 0;
  // Carriage return or zero byte: what must not be there.
  uint64_t forbidden = 0;
  // 0x80 and above.
  uint64_t high = 0;

  friend bool operator==(const ByteMasks&, const ByteMasks&) = default;
};

inline constexpr size_t kByteMaskWidth = 64;

// The portable way: eight bytes a step, for every machine.
namespace byte_masks_internal {

inline constexpr uint64_t kLow = 0x0101010101010101;
inline constexpr uint64_t kHigh = 0x8080808080808080;

// Assembled by hand, so that the order of bytes does not depend on the
// machine; compilers make one load of it.
inline uint64_t LoadWord(const char* data) {
  uint64_t word = 0;
  for (int byte = 7; byte >= 0; --byte) {
    word = (word << 8) | static_cast<unsigned char>(data[byte]);
  }
  return word;
}

// The high bit of each byte of the result says whether that byte is `byte`.
inline uint64_t Equal(uint64_t word, char byte) {
  const uint64_t difference = word ^ (kLow * static_cast<unsigned char>(byte));
  // No carry crosses a byte: the high bits are taken out before.
  const uint64_t low_bits_set = (difference & ~kHigh) + ~kHigh;
  return ~(low_bits_set | difference) & kHigh;
}

// Gathers the eight high bits into one byte.
inline uint64_t Gather(uint64_t bits) {
  return (((bits >> 7) & kLow) * 0x0102040810204080) >> 56;
}

}  // namespace byte_masks_internal

// REQUIRES: 64 readable bytes, here and below.
inline ByteMasks ComputeByteMasksPortably(const char* data) {
  namespace internal = byte_masks_internal;
  ByteMasks masks;
  for (int i = 0; i < 8; ++i) {
    const uint64_t word = internal::LoadWord(data + i * 8);
    const int shift = i * 8;
    masks.newline |= internal::Gather(internal::Equal(word, '\n')) << shift;
    masks.tab |= internal::Gather(internal::Equal(word, '\t')) << shift;
    masks.backslash |= internal::Gather(internal::Equal(word, '\\')) << shift;
    masks.forbidden |= internal::Gather(internal::Equal(word, '\r') |
                                        internal::Equal(word, '\0'))
                       << shift;
    masks.high |= internal::Gather(word & internal::kHigh) << shift;
  }
  return masks;
}

inline uint64_t MatchBytePortably(const char* data, char byte) {
  namespace internal = byte_masks_internal;
  uint64_t mask = 0;
  for (int i = 0; i < 8; ++i) {
    mask |= internal::Gather(
                internal::Equal(internal::LoadWord(data + i * 8), byte))
            << (i * 8);
  }
  return mask;
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
    masks.backslash |= bits(equal('\\')) << shift;
    masks.forbidden |= bits(_mm_or_si128(equal('\r'), equal('\0'))) << shift;
    masks.high |= bits(bytes) << shift;
  }
  return masks;
}

// Where `byte` stands.
inline uint64_t MatchByte(const char* data, char byte) {
  const __m128i wanted = _mm_set1_epi8(byte);
  uint64_t mask = 0;
  for (int i = 0; i < 4; ++i) {
    const __m128i bytes =
        _mm_loadu_si128(reinterpret_cast<const __m128i*>(data + i * 16));
    mask |= uint64_t{static_cast<uint32_t>(
                _mm_movemask_epi8(_mm_cmpeq_epi8(bytes, wanted)))}
            << (i * 16);
  }
  return mask;
}

#else

inline ByteMasks ComputeByteMasks(const char* data) {
  return ComputeByteMasksPortably(data);
}
inline uint64_t MatchByte(const char* data, char byte) {
  return MatchBytePortably(data, byte);
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
