#ifndef PGARK_PROTOCOL_SQL_TEXT_H_
#define PGARK_PROTOCOL_SQL_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace pgark {

// Quoting, pure: no connection is needed.

// The encodings a client can use whose characters may hold a byte that is a
// backslash when it stands alone. In all others, and in those that a server
// can use, bytes below 0x80 are always characters of their own.
enum class ClientEncoding {
  kAsciiSafe,  // UTF8, SQL_ASCII, LATIN1, EUC_*, ...
  kSjis,       // SJIS, SHIFT_JIS_2004
  kTwoByte,    // BIG5, GBK, UHC: a high byte and another one
  kJohab,
  kGb18030,
};

// Returns the encoding for a name as client_encoding reports it.
ClientEncoding ClientEncodingFromName(absl::string_view client_encoding);

// How identifiers and literals are written.
struct SqlStyle {
  // The PostgreSQL release whose pg_dump is imitated: decides which keywords
  // need quotes (protocol/sql_keywords.h).
  int release = 18;
  bool quote_all_identifiers = false;
  // Whether literals are read with standard_conforming_strings on.
  bool standard_strings = true;
  // What the texts are encoded in; matters without standard_strings only.
  ClientEncoding encoding = ClientEncoding::kAsciiSafe;
};

// x -> x or "x": bare only if it matches [a-z_][a-z0-9_]* and is not a keyword
// other than an unreserved one.
std::string QuoteIdentifier(absl::string_view name, const SqlStyle& style);
// schema.name, both quoted as needed. An empty schema gives the name alone.
std::string QuoteQualified(absl::string_view schema, absl::string_view name,
                           const SqlStyle& style);
// 'x' with quotes doubled; backslashes doubled only without standard strings.
// Never an E prefix: for text that is stored in an archive or a script.
std::string QuoteLiteral(absl::string_view text, const SqlStyle& style);
// For statements that we send ourselves: ' E'x'' with a blank before it when
// there is a backslash, otherwise 'x'. Right whatever the session's setting of
// standard_conforming_strings; `encoding` is the session's client_encoding.
std::string QuoteLiteralForQuery(
    absl::string_view text,
    ClientEncoding encoding = ClientEncoding::kAsciiSafe);
// $tag$text$tag$ with pg_dump's choice of tag: `$`, lengthened by characters
// of a rotating _XXXXXXX as long as the text contains it.
std::string DollarQuote(absl::string_view text);

// Whether `word` must be quoted as an identifier although its letters would
// not ask for it, in the pg_dump of `release`.
bool IsQuotedKeyword(absl::string_view word, int release);

}  // namespace pgark

#endif  // PGARK_PROTOCOL_SQL_TEXT_H_
