#ifndef PGARK_PROTOCOL_SQL_KEYWORDS_H_
#define PGARK_PROTOCOL_SQL_KEYWORDS_H_

#include <span>

namespace pgark {

// A word that cannot be an identifier everywhere without quotes: what
// pg_get_keywords() lists with a catcode other than U.
struct SqlKeyword {
  const char* word;
  // The first release whose client programs quote the word; 0 = all that are
  // supported (13 and later).
  int first_release;
};

// All of them, sorted by their bytes: 151 of releases 13 to 15, 156 of 16, 164
// of 17 and 18. No word was ever taken off the list.
std::span<const SqlKeyword> SqlKeywords();

}  // namespace pgark

#endif  // PGARK_PROTOCOL_SQL_KEYWORDS_H_
