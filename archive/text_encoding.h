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
  // SQL_ASCII and MULE_INTERNAL: any byte may stand anywhere; not judged.
  kUnchecked,
  // Every byte is a character.
  kSingleByte,
  kUtf8,
  // All bytes of a longer character are above 0x80 (the EUC encodings).
  kHighTrail,
  // A later byte of a character can look like ASCII, a backslash too. Clients
  // only: SJIS, SHIFT_JIS_2004, BIG5, GBK, UHC, GB18030, JOHAB.
  kAsciiTrail,
};

// One of PostgreSQL's encodings. Lives for ever; compare by address.
struct TextEncoding {
  absl::string_view name;  // as PostgreSQL prints it: "UTF8", "EUC_JIS_2004"
  EncodingFamily family;
  // Length of a character by its first byte, for the families kHighTrail and
  // kAsciiTrail; 0 where no character begins so.
  std::array<uint8_t, 256> lengths;
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
