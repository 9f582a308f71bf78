#include "archive/text_encoding.h"

#include <string>

#include "absl/strings/ascii.h"

namespace pgark {
namespace {

// What the bytes from 0x80 on begin.
struct LeadRange {
  uint8_t first;
  uint8_t last;
  uint8_t length;
};

constexpr std::array<uint8_t, 256> MakeLengths(const LeadRange* ranges,
                                               size_t count) {
  std::array<uint8_t, 256> lengths{};
  for (size_t byte = 0; byte < 0x80; ++byte) lengths[byte] = 1;
  for (size_t i = 0; i < count; ++i) {
    for (size_t byte = ranges[i].first; byte <= ranges[i].last; ++byte) {
      lengths[byte] = ranges[i].length;
    }
  }
  return lengths;
}

template <size_t N>
constexpr std::array<uint8_t, 256> Lengths(const LeadRange (&ranges)[N]) {
  return MakeLengths(ranges, N);
}

// 0x8e and 0x8f introduce the second and third code set.
constexpr auto kEucJapanese =
    Lengths({{0x8e, 0x8e, 2}, {0x8f, 0x8f, 3}, {0xa1, 0xfe, 2}});
constexpr auto kEucTaiwanese = Lengths({{0x8e, 0x8e, 4}, {0xa1, 0xfe, 2}});
constexpr auto kEucPlain = Lengths({{0xa1, 0xfe, 2}});
// Half-width katakana are one byte.
constexpr auto kShiftJis =
    Lengths({{0x81, 0x9f, 2}, {0xa1, 0xdf, 1}, {0xe0, 0xfc, 2}});
constexpr auto kTwoBytes = Lengths({{0x81, 0xfe, 2}});
constexpr auto kGb18030 = Lengths({{0x81, 0xfe, kTwoOrFourBytes}});
constexpr auto kOneByte = Lengths({{0x80, 0xff, 1}});

constexpr TextEncoding kEncodings[] = {
    {"SQL_ASCII", EncodingFamily::kUnchecked, kOneByte},
    {"EUC_JP", EncodingFamily::kHighTrail, kEucJapanese},
    {"EUC_CN", EncodingFamily::kHighTrail, kEucPlain},
    {"EUC_KR", EncodingFamily::kHighTrail, kEucPlain},
    {"EUC_TW", EncodingFamily::kHighTrail, kEucTaiwanese},
    {"EUC_JIS_2004", EncodingFamily::kHighTrail, kEucJapanese},
    {"UTF8", EncodingFamily::kUtf8, kOneByte},
    {"MULE_INTERNAL", EncodingFamily::kUnchecked, kOneByte},
    {"LATIN1", EncodingFamily::kSingleByte, kOneByte},
    {"LATIN2", EncodingFamily::kSingleByte, kOneByte},
    {"LATIN3", EncodingFamily::kSingleByte, kOneByte},
    {"LATIN4", EncodingFamily::kSingleByte, kOneByte},
    {"LATIN5", EncodingFamily::kSingleByte, kOneByte},
    {"LATIN6", EncodingFamily::kSingleByte, kOneByte},
    {"LATIN7", EncodingFamily::kSingleByte, kOneByte},
    {"LATIN8", EncodingFamily::kSingleByte, kOneByte},
    {"LATIN9", EncodingFamily::kSingleByte, kOneByte},
    {"LATIN10", EncodingFamily::kSingleByte, kOneByte},
    {"WIN1256", EncodingFamily::kSingleByte, kOneByte},
    {"WIN1258", EncodingFamily::kSingleByte, kOneByte},
    {"WIN866", EncodingFamily::kSingleByte, kOneByte},
    {"WIN874", EncodingFamily::kSingleByte, kOneByte},
    {"KOI8R", EncodingFamily::kSingleByte, kOneByte},
    {"WIN1251", EncodingFamily::kSingleByte, kOneByte},
    {"WIN1252", EncodingFamily::kSingleByte, kOneByte},
    {"ISO_8859_5", EncodingFamily::kSingleByte, kOneByte},
    {"ISO_8859_6", EncodingFamily::kSingleByte, kOneByte},
    {"ISO_8859_7", EncodingFamily::kSingleByte, kOneByte},
    {"ISO_8859_8", EncodingFamily::kSingleByte, kOneByte},
    {"WIN1250", EncodingFamily::kSingleByte, kOneByte},
    {"WIN1253", EncodingFamily::kSingleByte, kOneByte},
    {"WIN1254", EncodingFamily::kSingleByte, kOneByte},
    {"WIN1255", EncodingFamily::kSingleByte, kOneByte},
    {"WIN1257", EncodingFamily::kSingleByte, kOneByte},
    {"KOI8U", EncodingFamily::kSingleByte, kOneByte},
    {"SJIS", EncodingFamily::kAsciiTrail, kShiftJis},
    {"BIG5", EncodingFamily::kAsciiTrail, kTwoBytes},
    {"GBK", EncodingFamily::kAsciiTrail, kTwoBytes},
    {"UHC", EncodingFamily::kAsciiTrail, kTwoBytes},
    {"GB18030", EncodingFamily::kAsciiTrail, kGb18030},
    {"JOHAB", EncodingFamily::kAsciiTrail, kTwoBytes},
    {"SHIFT_JIS_2004", EncodingFamily::kAsciiTrail, kShiftJis},
};

// Other spellings that the server takes, letters and digits only.
struct Alias {
  absl::string_view alias;
  absl::string_view name;
};
constexpr Alias kAliases[] = {
    {"abc", "WIN1258"},         {"alt", "WIN866"},
    {"iso88591", "LATIN1"},     {"iso885910", "LATIN6"},
    {"iso885913", "LATIN7"},    {"iso885914", "LATIN8"},
    {"iso885915", "LATIN9"},    {"iso885916", "LATIN10"},
    {"iso88592", "LATIN2"},     {"iso88593", "LATIN3"},
    {"iso88594", "LATIN4"},     {"iso88599", "LATIN5"},
    {"koi8", "KOI8R"},          {"mskanji", "SJIS"},
    {"shiftjis", "SJIS"},       {"tcvn", "WIN1258"},
    {"tcvn5712", "WIN1258"},    {"unicode", "UTF8"},
    {"vscii", "WIN1258"},       {"win", "WIN1251"},
    {"win932", "SJIS"},         {"win936", "GBK"},
    {"win949", "UHC"},          {"win950", "BIG5"},
    {"windows1250", "WIN1250"}, {"windows1251", "WIN1251"},
    {"windows1252", "WIN1252"}, {"windows1253", "WIN1253"},
    {"windows1254", "WIN1254"}, {"windows1255", "WIN1255"},
    {"windows1256", "WIN1256"}, {"windows1257", "WIN1257"},
    {"windows1258", "WIN1258"}, {"windows866", "WIN866"},
    {"windows874", "WIN874"},   {"windows932", "SJIS"},
    {"windows936", "GBK"},      {"windows949", "UHC"},
    {"windows950", "BIG5"},
};

std::string Simplify(absl::string_view name) {
  std::string simple;
  for (const char c : name) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c))) {
      simple.push_back(absl::ascii_tolower(static_cast<unsigned char>(c)));
    }
  }
  return simple;
}

}  // namespace

const TextEncoding* FindTextEncoding(absl::string_view name) {
  // The server's names have less than 64 bytes.
  if (name.size() >= 64) return nullptr;
  std::string wanted = Simplify(name);
  for (const Alias& alias : kAliases) {
    if (alias.alias == wanted) wanted = Simplify(alias.name);
  }
  for (const TextEncoding& encoding : kEncodings) {
    if (Simplify(encoding.name) == wanted) return &encoding;
  }
  return nullptr;
}

std::optional<absl::string_view> ParseEncodingDefinition(
    absl::string_view definition) {
  const size_t begin = definition.find('\'');
  if (begin == absl::string_view::npos) return std::nullopt;
  const size_t end = definition.find('\'', begin + 1);
  if (end == absl::string_view::npos) return std::nullopt;
  return definition.substr(begin + 1, end - begin - 1);
}

}  // namespace pgark
