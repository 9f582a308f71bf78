#ifndef PGARK_BASE_BYTE_ORDER_H_
#define PGARK_BASE_BYTE_ORDER_H_

#include <cstdint>
#include <string>

namespace pgark {

// Little-endian integers in byte strings, whatever the machine's order.
// The caller guarantees that `data` holds the bytes that are read.

inline uint64_t DecodeLittleEndian(const char* data, int byte_count) {
  uint64_t value = 0;
  for (int i = byte_count - 1; i >= 0; --i) {
    value = (value << 8) | static_cast<unsigned char>(data[i]);
  }
  return value;
}

inline void AppendLittleEndian(uint64_t value, int byte_count,
                               std::string* out) {
  for (int i = 0; i < byte_count; ++i) {
    out->push_back(static_cast<char>(value & 0xff));
    value >>= 8;
  }
}

inline uint32_t DecodeBigEndian32(const char* data) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(data);
  return (uint32_t{bytes[0]} << 24) | (uint32_t{bytes[1]} << 16) |
         (uint32_t{bytes[2]} << 8) | uint32_t{bytes[3]};
}

inline void AppendBigEndian32(uint32_t value, std::string* out) {
  for (int shift = 24; shift >= 0; shift -= 8) {
    out->push_back(static_cast<char>((value >> shift) & 0xff));
  }
}

}  // namespace pgark

#endif  // PGARK_BASE_BYTE_ORDER_H_
