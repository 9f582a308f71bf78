#include "protocol/sql_text.h"

#include <algorithm>
#include <cstddef>
#include <span>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "protocol/sql_keywords.h"

namespace pgark {
namespace {

// Names as pg_encoding_to_char() spells them; client_encoding reports these.
struct NamedEncoding {
  const char* name;
  ClientEncoding encoding;
};
constexpr NamedEncoding kUnsafeEncodings[] = {
    {"BIG5", ClientEncoding::kTwoByte},
    {"GB18030", ClientEncoding::kGb18030},
    {"GBK", ClientEncoding::kTwoByte},
    {"JOHAB", ClientEncoding::kJohab},
    {"SHIFT_JIS_2004", ClientEncoding::kSjis},
    {"SJIS", ClientEncoding::kSjis},
    {"UHC", ClientEncoding::kTwoByte},
};

bool IsBareStart(char c) { return (c >= 'a' && c <= 'z') || c == '_'; }
bool IsBare(char c) { return IsBareStart(c) || (c >= '0' && c <= '9'); }

// The length that the character at `text[at]` claims. The caller cuts it at
// the end of the text.
size_t ClaimedLength(absl::string_view text, size_t at,
                     ClientEncoding encoding) {
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead < 0x80) return 1;
  switch (encoding) {
    case ClientEncoding::kAsciiSafe:
      return 1;
    case ClientEncoding::kSjis:
      return lead >= 0xa1 && lead <= 0xdf ? 1 : 2;  // half-width kana are one
    case ClientEncoding::kTwoByte:
      return 2;
    case ClientEncoding::kJohab:
      return lead == 0x8f ? 3 : 2;
    case ClientEncoding::kGb18030:
      return at + 1 < text.size() && text[at + 1] >= '0' && text[at + 1] <= '9'
                 ? 4
                 : 2;
  }
  return 1;
}

// Appends `text` with every quote, and if asked every backslash, doubled. A
// character cut off by the end of the text, or one whose second byte is a
// quote, is none: its first byte stands alone then, so that a quote is always
// seen as one.
void AppendDoubled(absl::string_view text, bool double_backslashes,
                   ClientEncoding encoding, std::string* out) {
  out->reserve(out->size() + text.size() + 2);
  for (size_t i = 0; i < text.size();) {
    const size_t length = ClaimedLength(text, i, encoding);
    const absl::string_view character = text.substr(i, length);
    if (length > 1 && character.size() == length &&
        !absl::StrContains(character, '\'')) {
      out->append(character.data(), length);
      i += length;
      continue;
    }
    const char c = text[i++];
    if (c == '\'' || (c == '\\' && double_backslashes)) out->push_back(c);
    out->push_back(c);
  }
}

}  // namespace

ClientEncoding ClientEncodingFromName(absl::string_view client_encoding) {
  for (const NamedEncoding& row : kUnsafeEncodings) {
    if (absl::EqualsIgnoreCase(client_encoding, row.name)) return row.encoding;
  }
  return ClientEncoding::kAsciiSafe;
}

bool IsQuotedKeyword(absl::string_view word, int release) {
  const std::span<const SqlKeyword> keywords = SqlKeywords();
  const auto found =
      std::lower_bound(keywords.begin(), keywords.end(), word,
                       [](const SqlKeyword& row, absl::string_view wanted) {
                         return row.word < wanted;
                       });
  return found != keywords.end() && found->word == word &&
         found->first_release <= release;
}

std::string QuoteIdentifier(absl::string_view name, const SqlStyle& style) {
  if (!style.quote_all_identifiers && !name.empty() && IsBareStart(name[0]) &&
      std::all_of(name.begin(), name.end(), IsBare) &&
      !IsQuotedKeyword(name, style.release)) {
    return std::string(name);
  }
  std::string quoted = "\"";
  for (char c : name) {
    if (c == '"') quoted.push_back(c);
    quoted.push_back(c);
  }
  quoted.push_back('"');
  return quoted;
}

std::string QuoteQualified(absl::string_view schema, absl::string_view name,
                           const SqlStyle& style) {
  if (schema.empty()) return QuoteIdentifier(name, style);
  return absl::StrCat(QuoteIdentifier(schema, style), ".",
                      QuoteIdentifier(name, style));
}

std::string QuoteLiteral(absl::string_view text, const SqlStyle& style) {
  std::string quoted = "'";
  AppendDoubled(text, !style.standard_strings, style.encoding, &quoted);
  quoted.push_back('\'');
  return quoted;
}

std::string QuoteLiteralForQuery(absl::string_view text,
                                 ClientEncoding encoding) {
  const bool has_backslash = absl::StrContains(text, '\\');
  std::string quoted = has_backslash ? " E'" : "'";
  AppendDoubled(text, has_backslash, encoding, &quoted);
  quoted.push_back('\'');
  return quoted;
}

std::string DollarQuote(absl::string_view text) {
  // Without its closing $: so a text that ends in the tag's beginning does not
  // run into the delimiter.
  static constexpr char kSuffixes[] = "_XXXXXXX";
  std::string delimiter = "$";
  for (size_t i = 0; absl::StrContains(text, delimiter); ++i) {
    delimiter.push_back(kSuffixes[i % (sizeof(kSuffixes) - 1)]);
  }
  delimiter.push_back('$');
  return absl::StrCat(delimiter, text, delimiter);
}

}  // namespace pgark
