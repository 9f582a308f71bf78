#include "archive/tar_header.h"

#include <algorithm>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "archive/header_codec.h"
#include "archive/member_names.h"

namespace pgark {
namespace {

struct Field {
  size_t begin;
  size_t size;

  absl::string_view In(absl::string_view block) const {
    return block.substr(begin, size);
  }
};
constexpr Field kName = {0, 100};
constexpr Field kSize = {124, 12};
constexpr Field kChecksum = {148, 8};
constexpr size_t kTypePlace = 156;
constexpr Field kMagic = {257, 8};  // and version
constexpr Field kPrefix = {345, 155};

// That of POSIX, which pg_dump writes, that of GNU tar, and one that pg_dump
// wrote before 9.
constexpr absl::string_view kMagics[] = {
    {"ustar\00000", 8}, {"ustar  \0", 8}, {"ustar00\0", 8}};

absl::Status Damaged(absl::string_view what) {
  return absl::DataLossError(absl::StrCat("a tar member's ", what));
}

absl::string_view TextOf(absl::string_view field) {
  return field.substr(0, field.find('\0'));
}

// Digits, then blanks or zero octets up to the end.
std::optional<uint64_t> ParseOctal(absl::string_view field) {
  const size_t begin = field.find_first_not_of(' ');
  if (begin == absl::string_view::npos) return std::nullopt;
  field.remove_prefix(begin);
  const size_t count =
      std::min(field.find_first_not_of("01234567"), field.size());
  if (count == 0) return std::nullopt;
  for (const char rest : field.substr(count)) {
    if (rest != ' ' && rest != '\0') return std::nullopt;
  }
  uint64_t value = 0;
  for (const char digit : field.substr(0, count)) {
    value = value * 8 + static_cast<uint64_t>(digit - '0');
  }
  return value;
}

// Sizes that have no room in octal digits: binary, behind an octet 0x80.
std::optional<uint64_t> ParseBinary(absl::string_view field) {
  uint64_t value = 0;
  for (const char c : field.substr(1)) {
    if (value >> 55 != 0) return std::nullopt;  // would reach 2^63
    value = value << 8 | static_cast<unsigned char>(c);
  }
  return value;
}

std::optional<uint64_t> ParseSize(absl::string_view field) {
  constexpr char kBinaryMark = '\x80';
  return field.front() == kBinaryMark ? ParseBinary(field) : ParseOctal(field);
}

// The sum of all octets, those of the sum itself counted as blanks.
uint64_t ComputeChecksum(absl::string_view block) {
  uint64_t sum = 0;
  for (size_t i = 0; i < block.size(); ++i) {
    const bool is_checksum =
        i >= kChecksum.begin && i < kChecksum.begin + kChecksum.size;
    sum += is_checksum ? ' ' : static_cast<unsigned char>(block[i]);
  }
  return sum;
}

bool HasMagic(absl::string_view block) {
  for (const absl::string_view magic : kMagics) {
    if (kMagic.In(block) == magic) return true;
  }
  return false;
}

}  // namespace

absl::StatusOr<TarHeader> DecodeTarHeader(absl::string_view block) {
  if (block.size() != kTarBlockBytes) return Damaged("header is cut");
  const std::optional<uint64_t> checksum = ParseOctal(kChecksum.In(block));
  if (!checksum.has_value() || *checksum != ComputeChecksum(block)) {
    return Damaged("header has a wrong checksum, or is none");
  }
  if (!HasMagic(block)) return Damaged("header is of another kind of tar");
  TarHeader header;
  header.name = std::string(TextOf(kName.In(block)));
  const absl::string_view prefix = TextOf(kPrefix.In(block));
  if (!prefix.empty() && kMagic.In(block) == kMagics[0]) {
    header.name = absl::StrCat(prefix, "/", header.name);
  }
  const std::optional<uint64_t> size = ParseSize(kSize.In(block));
  if (!size.has_value()) return Damaged("size is no number");
  header.size_bytes = *size;
  header.type = block[kTypePlace];
  return header;
}

bool LooksLikeTar(absl::string_view begin) {
  // A custom archive may hold any text where a tar has its magic number.
  if (absl::StartsWith(begin, kArchiveMagic)) return false;
  const std::string contents_begin =
      absl::StrCat(kContentsFileName, absl::string_view("\0", 1));
  if (absl::StartsWith(begin, contents_begin)) return true;
  if (begin.size() < kTarBlockBytes) return false;
  const absl::string_view block = begin.substr(0, kTarBlockBytes);
  return absl::StartsWith(kMagic.In(block), "ustar") ||
         DecodeTarHeader(block).ok();
}

}  // namespace pgark
