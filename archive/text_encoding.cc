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

constexpr std::array<uint8_t, 256> MakeTable(const LeadRange* ranges,
                                             size_t count, uint8_t ascii) {
  std::array<uint8_t, 256> lengths{};
  for (size_t byte = 0; byte < 0x80; ++byte) lengths[byte] = ascii;
  for (size_t i = 0; i < count; ++i) {
    for (size_t byte = ranges[i].first; byte <= ranges[i].last; ++byte) {
      lengths[byte] = ranges[i].length;
    }
  }
  return lengths;
}

template <size_t N>
constexpr std::array<uint8_t, 256> Lengths(const LeadRange (&ranges)[N]) {
  return MakeTable(ranges, N, 1);
}

// 1 for the bytes in the ranges.
template <size_t N>
constexpr std::array<uint8_t, 256> Bytes(const LeadRange (&ranges)[N]) {
  return MakeTable(ranges, N, 0);
}

// 0x8e and 0x8f introduce the second and third code set.
constexpr auto kEucJapanese =
    Lengths({{0x8e, 0x8e, 2}, {0x8f, 0x8f, 3}, {0xa1, 0xfe, 2}});
constexpr auto kEucTaiwanese = Lengths({{0x8e, 0x8e, 4}, {0xa1, 0xfe, 2}});
constexpr auto kEucPlain = Lengths({{0xa1, 0xfe, 2}});
constexpr auto kMule = Lengths({{0x80, 0x80, 1},
                                {0x81, 0x8d, 2},
                                {0x8e, 0x8f, 1},
                                {0x90, 0x9b, 3},
                                {0x9c, 0x9d, 4},
                                {0x9e, 0xff, 1}});
// Half-width katakana are one byte.
constexpr auto kShiftJis =
    Lengths({{0x81, 0x9f, 2}, {0xa1, 0xdf, 1}, {0xe0, 0xfc, 2}});
constexpr auto kTwoBytes = Lengths({{0x81, 0xfe, 2}});
constexpr auto kGb18030 = Lengths({{0x81, 0xfe, kTwoOrFourBytes}});
constexpr auto kOneByte = Lengths({{0x80, 0xff, 1}});

constexpr std::array<uint8_t, 256> kNoTrails{};
constexpr auto kEucTrails = Bytes({{0xa1, 0xfe, 1}});
constexpr auto kHighTrails = Bytes({{0x80, 0xff, 1}});
// Those of characters that convert to UTF-8, which each server that takes
// such an archive has to do.
constexpr auto kShiftJisTrails = Bytes({{0x40, 0x7e, 1}, {0x80, 0xfc, 1}});
constexpr auto kBig5Trails = Bytes({{0x40, 0x7e, 1}, {0xa1, 0xfe, 1}});
constexpr auto kGbkTrails = Bytes({{0x40, 0x7e, 1}, {0x80, 0xfe, 1}});
constexpr auto kUhcTrails =
    Bytes({{0x41, 0x5a, 1}, {0x61, 0x7a, 1}, {0x81, 0xfe, 1}});

// Which bytes convert_from() has no character for, in releases 15 and 17.
constexpr auto kIso88596 = Lengths({{0x80, 0xa0, 1},
                                    {0xa4, 0xa4, 1},
                                    {0xac, 0xad, 1},
                                    {0xbb, 0xbb, 1},
                                    {0xbf, 0xbf, 1},
                                    {0xc1, 0xda, 1},
                                    {0xe0, 0xf2, 1}});
constexpr auto kIso88597 =
    Lengths({{0x80, 0xad, 1}, {0xaf, 0xd1, 1}, {0xd3, 0xfe, 1}});
constexpr auto kIso88598 = Lengths(
    {{0x80, 0xa0, 1}, {0xa2, 0xbe, 1}, {0xdf, 0xfa, 1}, {0xfd, 0xfe, 1}});
constexpr auto kLatin3 = Lengths({{0x80, 0xa4, 1},
                                  {0xa6, 0xad, 1},
                                  {0xaf, 0xbd, 1},
                                  {0xbf, 0xc2, 1},
                                  {0xc4, 0xcf, 1},
                                  {0xd1, 0xe2, 1},
                                  {0xe4, 0xef, 1},
                                  {0xf1, 0xff, 1}});
constexpr auto kWin1250 = Lengths({{0x80, 0x80, 1},
                                   {0x82, 0x82, 1},
                                   {0x84, 0x87, 1},
                                   {0x89, 0x8f, 1},
                                   {0x91, 0x97, 1},
                                   {0x99, 0xff, 1}});
constexpr auto kWin1251 = Lengths({{0x80, 0x97, 1}, {0x99, 0xff, 1}});
constexpr auto kWin1252 = Lengths({{0x80, 0x80, 1},
                                   {0x82, 0x8c, 1},
                                   {0x8e, 0x8e, 1},
                                   {0x91, 0x9c, 1},
                                   {0x9e, 0xff, 1}});
constexpr auto kWin1253 = Lengths({{0x80, 0x80, 1},
                                   {0x82, 0x87, 1},
                                   {0x89, 0x89, 1},
                                   {0x8b, 0x8b, 1},
                                   {0x91, 0x97, 1},
                                   {0x99, 0x99, 1},
                                   {0x9b, 0x9b, 1},
                                   {0xa0, 0xa9, 1},
                                   {0xab, 0xd1, 1},
                                   {0xd3, 0xfe, 1}});
constexpr auto kWin1254 = Lengths(
    {{0x80, 0x80, 1}, {0x82, 0x8c, 1}, {0x91, 0x9c, 1}, {0x9f, 0xff, 1}});
constexpr auto kWin1255 = Lengths({{0x80, 0x80, 1},
                                   {0x82, 0x89, 1},
                                   {0x8b, 0x8b, 1},
                                   {0x91, 0x99, 1},
                                   {0x9b, 0x9b, 1},
                                   {0xa0, 0xc9, 1},
                                   {0xcb, 0xd8, 1},
                                   {0xe0, 0xfa, 1},
                                   {0xfd, 0xfe, 1}});
constexpr auto kWin1257 = Lengths({{0x80, 0x80, 1},
                                   {0x82, 0x82, 1},
                                   {0x84, 0x87, 1},
                                   {0x89, 0x89, 1},
                                   {0x8b, 0x8b, 1},
                                   {0x8d, 0x8f, 1},
                                   {0x91, 0x97, 1},
                                   {0x99, 0x99, 1},
                                   {0x9b, 0x9b, 1},
                                   {0x9d, 0x9e, 1},
                                   {0xa0, 0xa0, 1},
                                   {0xa2, 0xa4, 1},
                                   {0xa6, 0xff, 1}});
constexpr auto kWin1258 = Lengths({{0x80, 0x80, 1},
                                   {0x82, 0x89, 1},
                                   {0x8b, 0x8c, 1},
                                   {0x91, 0x99, 1},
                                   {0x9b, 0x9c, 1},
                                   {0x9f, 0xff, 1}});
constexpr auto kWin874 = Lengths({{0x80, 0x80, 1},
                                  {0x85, 0x85, 1},
                                  {0x91, 0x97, 1},
                                  {0xa0, 0xda, 1},
                                  {0xdf, 0xfb, 1}});

constexpr TextEncoding kEncodings[] = {
    {"SQL_ASCII", EncodingFamily::kUnchecked, kOneByte, kNoTrails},
    {"EUC_JP", EncodingFamily::kHighTrail, kEucJapanese, kEucTrails, 0xdf},
    {"EUC_CN", EncodingFamily::kHighTrail, kEucPlain, kEucTrails},
    {"EUC_KR", EncodingFamily::kHighTrail, kEucPlain, kEucTrails},
    {"EUC_TW", EncodingFamily::kHighTrail, kEucTaiwanese, kEucTrails, 0xa7},
    {"EUC_JIS_2004", EncodingFamily::kHighTrail, kEucJapanese, kEucTrails,
     0xdf},
    {"UTF8", EncodingFamily::kUtf8, kOneByte, kNoTrails},
    {"MULE_INTERNAL", EncodingFamily::kHighTrail, kMule, kHighTrails},
    {"LATIN1", EncodingFamily::kSingleByte, kOneByte, kNoTrails},
    {"LATIN2", EncodingFamily::kSingleByte, kOneByte, kNoTrails},
    {"LATIN3", EncodingFamily::kSingleByte, kLatin3, kNoTrails},
    {"LATIN4", EncodingFamily::kSingleByte, kOneByte, kNoTrails},
    {"LATIN5", EncodingFamily::kSingleByte, kOneByte, kNoTrails},
    {"LATIN6", EncodingFamily::kSingleByte, kOneByte, kNoTrails},
    {"LATIN7", EncodingFamily::kSingleByte, kOneByte, kNoTrails},
    {"LATIN8", EncodingFamily::kSingleByte, kOneByte, kNoTrails},
    {"LATIN9", EncodingFamily::kSingleByte, kOneByte, kNoTrails},
    {"LATIN10", EncodingFamily::kSingleByte, kOneByte, kNoTrails},
    {"WIN1256", EncodingFamily::kSingleByte, kOneByte, kNoTrails},
    {"WIN1258", EncodingFamily::kSingleByte, kWin1258, kNoTrails},
    {"WIN866", EncodingFamily::kSingleByte, kOneByte, kNoTrails},
    {"WIN874", EncodingFamily::kSingleByte, kWin874, kNoTrails},
    {"KOI8R", EncodingFamily::kSingleByte, kOneByte, kNoTrails},
    {"WIN1251", EncodingFamily::kSingleByte, kWin1251, kNoTrails},
    {"WIN1252", EncodingFamily::kSingleByte, kWin1252, kNoTrails},
    {"ISO_8859_5", EncodingFamily::kSingleByte, kOneByte, kNoTrails},
    {"ISO_8859_6", EncodingFamily::kSingleByte, kIso88596, kNoTrails},
    {"ISO_8859_7", EncodingFamily::kSingleByte, kIso88597, kNoTrails},
    {"ISO_8859_8", EncodingFamily::kSingleByte, kIso88598, kNoTrails},
    {"WIN1250", EncodingFamily::kSingleByte, kWin1250, kNoTrails},
    {"WIN1253", EncodingFamily::kSingleByte, kWin1253, kNoTrails},
    {"WIN1254", EncodingFamily::kSingleByte, kWin1254, kNoTrails},
    {"WIN1255", EncodingFamily::kSingleByte, kWin1255, kNoTrails},
    {"WIN1257", EncodingFamily::kSingleByte, kWin1257, kNoTrails},
    {"KOI8U", EncodingFamily::kSingleByte, kOneByte, kNoTrails},
    {"SJIS", EncodingFamily::kAsciiTrail, kShiftJis, kShiftJisTrails},
    {"BIG5", EncodingFamily::kAsciiTrail, kTwoBytes, kBig5Trails},
    {"GBK", EncodingFamily::kAsciiTrail, kTwoBytes, kGbkTrails},
    {"UHC", EncodingFamily::kAsciiTrail, kTwoBytes, kUhcTrails},
    {"GB18030", EncodingFamily::kAsciiTrail, kGb18030, kGbkTrails},
    {"JOHAB", EncodingFamily::kAsciiTrail, kTwoBytes, kEucTrails},
    {"SHIFT_JIS_2004", EncodingFamily::kAsciiTrail, kShiftJis, kShiftJisTrails},
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
