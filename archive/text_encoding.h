#ifndef PGARK_ARCHIVE_TEXT_ENCODING_H_
#define PGARK_ARCHIVE_TEXT_ENCODING_H_

#include <array>
#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"

namespace pgark {

// How the bytes of an encoding form characters, as far as reading COPY text
// and checking it needs to know.
enum class EncodingFamily : uint8_t {
  // SQL_ASCII: any byte may stand anywhere; not judged.
  kUnchecked,
  // Every byte is a character, or undefined.
  kSingleByte,
  kUtf8,
  // All bytes of a longer character are from 0x80 on (the EUC encodings and
  // MULE_INTERNAL).
  kHighTrail,
  // A later byte of a character can look like ASCII, a backslash too. Clients
  // only: SJIS, SHIFT_JIS_2004, BIG5, GBK, UHC, GB18030, JOHAB.
  kAsciiTrail,
};

// One of PostgreSQL's encodings. Lives for ever; compare by address.
struct TextEncoding {
  absl::string_view name;  // as PostgreSQL prints it: "UTF8", "EUC_JIS_2004"
  EncodingFamily family;
  // Length of a character by its first byte, but for kUtf8; 0 where no
  // character begins so, or (kSingleByte) where the byte is undefined: a
  // database of this encoding keeps it, no other takes it.
  std::array<uint8_t, 256> lengths;
  // The families kHighTrail and kAsciiTrail: 1 for the bytes that the later
  // bytes of a character can be (of two in GB18030).
  std::array<uint8_t, 256> trails;
  // kHighTrail: the greatest byte behind 0x8e, where fewer are taken.
  uint8_t last_behind_8e = 0xff;

  // kSingleByte: whether there is any undefined byte.
  constexpr bool has_undefined_bytes() const {
    for (const uint8_t length : lengths) {
      if (length == 0) return true;
    }
    return false;
  }
};

// In `lengths`: two bytes, or four if the second one is a digit.
inline constexpr uint8_t kTwoOrFourBytes = 24;

// Returns the encoding of that name, or nullptr. As the server does, ignores
// case and everything but letters and digits, and knows the usual aliases
// ("unicode", "latin1", "windows1252").
const TextEncoding* FindTextEncoding(absl::string_view name);

// Returns the name between the first two quotes of an ENCODING entry's
// definition ("SET client_encoding = 'UTF8';\n"), or nothing.
std::optional<absl::string_view> ParseEncodingDefinition(
    absl::string_view definition);

}  // namespace pgark

#endif  // PGARK_ARCHIVE_TEXT_ENCODING_H_
