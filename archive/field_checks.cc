#include "archive/field_checks.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <limits>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"

namespace pgark {
namespace {

using Kind = ColumnTypeKind;

bool IsDigit(char c) {
  return absl::ascii_isdigit(static_cast<unsigned char>(c));
}
bool IsHexDigit(char c) {
  return absl::ascii_isxdigit(static_cast<unsigned char>(c));
}

// Eats parts from the front of a field.
class FieldReader {
 public:
  explicit FieldReader(absl::string_view text) : text_(text) {}

  bool AtEnd() const { return text_.empty(); }
  bool Take(char c) {
    if (text_.empty() || text_.front() != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  bool TakeWord(absl::string_view word) {
    if (!absl::StartsWithIgnoreCase(text_, word)) return false;
    text_.remove_prefix(word.size());
    return true;
  }
  void TakeSign() {
    if (!Take('-')) Take('+');
  }
  // All digits that stand here; their number.
  size_t TakeDigits() {
    size_t count = 0;
    while (count < text_.size() && IsDigit(text_[count])) ++count;
    text_.remove_prefix(count);
    return count;
  }
  // A number of so many digits, at least `least`.
  bool TakeNumber(size_t digits, int least, int greatest) {
    if (text_.size() < digits) return false;
    int value = 0;
    for (size_t i = 0; i < digits; ++i) {
      if (!IsDigit(text_[i])) return false;
      value = value * 10 + (text_[i] - '0');
    }
    text_.remove_prefix(digits);
    return value >= least && value <= greatest;
  }
  absl::string_view rest() const { return text_; }

 private:
  absl::string_view text_;
};

template <typename T>
bool IsInteger(absl::string_view field) {
  int64_t value = 0;
  // SimpleAtoi takes spaces and signs as the server does.
  return absl::SimpleAtoi(field, &value) &&
         value >= std::numeric_limits<T>::min() &&
         value <= std::numeric_limits<T>::max();
}

bool IsOid(absl::string_view field) {
  uint32_t value = 0;
  return absl::SimpleAtoi(field, &value);
}

// Decimal digits with point and exponent, or one of the special values.
bool IsDecimal(absl::string_view field) {
  FieldReader reader(field);
  reader.TakeSign();
  if (reader.TakeWord("Infinity") || reader.TakeWord("NaN") ||
      reader.TakeWord("inf")) {
    return reader.AtEnd();
  }
  size_t digits = reader.TakeDigits();
  if (reader.Take('.')) digits += reader.TakeDigits();
  if (digits == 0) return false;
  if (reader.TakeWord("e")) {
    reader.TakeSign();
    if (reader.TakeDigits() == 0) return false;
  }
  return reader.AtEnd();
}

bool IsBoolean(absl::string_view field) {
  constexpr absl::string_view kWords[] = {
      "t", "f", "true", "false", "y", "n", "yes", "no", "on", "off", "1", "0"};
  return std::any_of(std::begin(kWords), std::end(kWords),
                     [field](absl::string_view word) {
                       return absl::EqualsIgnoreCase(field, word);
                     });
}

bool TakeDate(FieldReader& reader) {
  // Years have four digits, or more.
  const absl::string_view text = reader.rest();
  const size_t year_digits = reader.TakeDigits();
  if (year_digits < 4 || year_digits > 7) return false;
  int year = 0;
  if (!absl::SimpleAtoi(text.substr(0, year_digits), &year) || year == 0) {
    return false;
  }
  if (!reader.Take('-')) return false;
  int month = 0;
  if (!absl::SimpleAtoi(reader.rest().substr(0, 2), &month) ||
      !reader.TakeNumber(2, 1, 12) || !reader.Take('-')) {
    return false;
  }
  constexpr int kDays[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  // February has 29 days in leap years, before Christ counted differently:
  // let it be.
  return reader.TakeNumber(2, 1, kDays[month - 1]);
}

bool TakeTime(FieldReader& reader) {
  if (reader.TakeWord("24:00:00")) return true;
  if (!reader.TakeNumber(2, 0, 23) || !reader.Take(':') ||
      !reader.TakeNumber(2, 0, 59) || !reader.Take(':') ||
      !reader.TakeNumber(2, 0, 59)) {
    return false;
  }
  if (!reader.Take('.')) return true;
  const size_t digits = reader.TakeDigits();
  return digits >= 1 && digits <= 6;
}

bool TakeZone(FieldReader& reader) {
  if (!reader.Take('+') && !reader.Take('-')) return false;
  if (!reader.TakeNumber(2, 0, 15)) return false;
  for (int part = 0; part < 2 && reader.Take(':'); ++part) {
    if (!reader.TakeNumber(2, 0, 59)) return false;
  }
  return true;
}

bool EndsDate(FieldReader& reader) {
  reader.TakeWord(" BC");
  return reader.AtEnd();
}

bool IsInfinity(absl::string_view field) {
  return field == "infinity" || field == "-infinity";
}

bool IsDate(absl::string_view field) {
  FieldReader reader(field);
  return IsInfinity(field) || (TakeDate(reader) && EndsDate(reader));
}

bool IsTime(absl::string_view field, bool has_zone) {
  FieldReader reader(field);
  return TakeTime(reader) && (!has_zone || TakeZone(reader)) && reader.AtEnd();
}

bool IsTimestamp(absl::string_view field, bool has_zone) {
  FieldReader reader(field);
  return IsInfinity(field) ||
         (TakeDate(reader) && reader.Take(' ') && TakeTime(reader) &&
          (!has_zone || TakeZone(reader)) && EndsDate(reader));
}

// Hexadecimal digits, with these signs at any place.
bool IsHexWithSigns(absl::string_view field, size_t digits,
                    absl::string_view signs) {
  size_t found = 0;
  for (const char c : field) {
    if (IsHexDigit(c)) {
      ++found;
    } else if (signs.find(c) == absl::string_view::npos) {
      return false;
    }
  }
  return found == digits;
}

bool IsBytea(absl::string_view field) {
  if (absl::StartsWith(field, "\\x")) {
    field.remove_prefix(2);
    return field.size() % 2 == 0 &&
           std::all_of(field.begin(), field.end(), IsHexDigit);
  }
  // The older form: backslashes doubled, or in front of three octal digits.
  const auto is_octal = [&field](size_t place, char greatest) {
    return place < field.size() && field[place] >= '0' &&
           field[place] <= greatest;
  };
  for (size_t i = 0; i < field.size(); ++i) {
    if (field[i] != '\\') continue;
    if (i + 1 < field.size() && field[i + 1] == '\\') {
      ++i;
    } else if (is_octal(i + 1, '3') && is_octal(i + 2, '7') &&
               is_octal(i + 3, '7')) {
      i += 3;
    } else {
      return false;
    }
  }
  return true;
}

bool IsAddress(absl::string_view field) {
  constexpr size_t kMaxBytes = 64;
  if (field.size() > kMaxBytes) return false;
  const size_t slash = field.find('/');
  const std::string address(field.substr(0, slash));
  unsigned char buffer[16];
  const bool is_v6 = address.find(':') != std::string::npos;
  if (inet_pton(is_v6 ? AF_INET6 : AF_INET, address.c_str(), buffer) != 1) {
    return false;
  }
  if (slash == absl::string_view::npos) return true;
  uint32_t bits = 0;
  return absl::SimpleAtoi(field.substr(slash + 1), &bits) &&
         bits <= (is_v6 ? 128 : 32);
}

bool IsBits(absl::string_view field, const ColumnType& type) {
  if (field.find_first_not_of("01") != absl::string_view::npos) return false;
  if (type.length == 0) return true;
  return type.kind == Kind::kBit ? field.size() == type.length
                                 : field.size() <= type.length;
}

// Spaces beyond the length are dropped by the server.
bool HasLength(absl::string_view field, uint32_t length,
               const TextEncoding* encoding) {
  if (length == 0 || field.size() <= length || encoding == nullptr) return true;
  while (!field.empty() && field.back() == ' ') field.remove_suffix(1);
  if (encoding->family == EncodingFamily::kSingleByte) {
    return field.size() <= length;
  }
  if (encoding->family != EncodingFamily::kUtf8) return true;
  const auto is_begin = [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  };
  return std::count_if(field.begin(), field.end(), is_begin) <=
         static_cast<int64_t>(length);
}

bool IsLogPosition(absl::string_view field) {
  const size_t slash = field.find('/');
  const auto is_part = [](absl::string_view part) {
    return !part.empty() && part.size() <= 8 &&
           std::all_of(part.begin(), part.end(), IsHexDigit);
  };
  return slash != absl::string_view::npos && is_part(field.substr(0, slash)) &&
         is_part(field.substr(slash + 1));
}

bool IsJson(absl::string_view field, bool is_jsonb,
            const TextEncoding* encoding) {
  // Bytes of characters that look like quotes: not judged.
  const bool has_ascii_trails =
      encoding != nullptr && encoding->family == EncodingFamily::kAsciiTrail;
  if (has_ascii_trails && std::any_of(field.begin(), field.end(), [](char c) {
        return static_cast<signed char>(c) < 0;
      })) {
    return true;
  }
  return IsJsonText(field, is_jsonb);
}

}  // namespace

bool IsTextOf(const ColumnType& type, absl::string_view field,
              const TextEncoding* encoding) {
  switch (type.kind) {
    case Kind::kUnjudged:
      return true;
    case Kind::kSmallint:
      return IsInteger<int16_t>(field);
    case Kind::kInteger:
      return IsInteger<int32_t>(field);
    case Kind::kBigint:
      return IsInteger<int64_t>(field);
    case Kind::kOid:
      return IsOid(field);
    case Kind::kNumeric:
    case Kind::kReal:
    case Kind::kDoublePrecision:
      return IsDecimal(field);
    case Kind::kBoolean:
      return IsBoolean(field);
    case Kind::kDate:
      return IsDate(field);
    case Kind::kTime:
    case Kind::kTimeWithZone:
      return IsTime(field, type.kind == Kind::kTimeWithZone);
    case Kind::kTimestamp:
    case Kind::kTimestampWithZone:
      return IsTimestamp(field, type.kind == Kind::kTimestampWithZone);
    case Kind::kUuid:
      return IsHexWithSigns(field, 32, "-{}");
    case Kind::kJson:
    case Kind::kJsonb:
      return IsJson(field, type.kind == Kind::kJsonb, encoding);
    case Kind::kBytea:
      return IsBytea(field);
    case Kind::kInet:
    case Kind::kCidr:
      return IsAddress(field);
    case Kind::kMacaddr:
      return IsHexWithSigns(field, 12, ":-.");
    case Kind::kMacaddr8:
      return IsHexWithSigns(field, 16, ":-.");
    case Kind::kBit:
    case Kind::kVarbit:
      return IsBits(field, type);
    case Kind::kVarchar:
    case Kind::kBpchar:
      return HasLength(field, type.length, encoding);
    case Kind::kLogPosition:
      return IsLogPosition(field);
  }
  return true;
}

}  // namespace pgark
