#ifndef PGARK_JOBS_SQL_TOKENS_H_
#define PGARK_JOBS_SQL_TOKENS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace pgark {

// A word, literal or sign of SQL text. It knows nothing of grammar.
struct SqlToken {
  enum class Kind {
    kWord,        // a bare word or number, also a Unicode one
    kQuotedName,  // "x"
    kLiteral,     // 'x', E'x', $tag$x$tag$
    kSign,        // one octet
  };
  Kind kind = Kind::kSign;
  size_t begin = 0;  // octets of the text, [begin, end)
  size_t end = 0;
};

// Takes text apart; comments and white space are left out. Literals and names
// in quotes that do not end go to the end of the text. `standard_strings`: a
// backslash is nothing special in '...' (it always is in E'...').
std::vector<SqlToken> TokenizeSql(absl::string_view text,
                                  bool standard_strings);

// Whether the token is the bare word `word` (in capitals), in any case.
bool IsSqlWord(absl::string_view text, const SqlToken& token,
               absl::string_view word);
// Whether it is that sign.
bool IsSqlSign(absl::string_view text, const SqlToken& token, char sign);
// The name that a token stands for: quotes taken away, bare words in lower
// case. "" for signs and literals.
std::string SqlName(absl::string_view text, const SqlToken& token);
// The value of a plain literal, 'it''s': "it's". "" for other tokens.
std::string SqlLiteralValue(absl::string_view text, const SqlToken& token);

}  // namespace pgark

#endif  // PGARK_JOBS_SQL_TOKENS_H_
