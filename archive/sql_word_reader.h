#ifndef PGARK_ARCHIVE_SQL_WORD_READER_H_
#define PGARK_ARCHIVE_SQL_WORD_READER_H_

#include <string>

#include "absl/strings/string_view.h"

namespace pgark {

// Eats words, names and signs from the front of a statement that a server
// wrote, as far as the statements of archives need it. Each function skips
// white space first and returns false, having eaten no more, when something
// else stands there.
//
// thread-compatible
class SqlWordReader {
 public:
  explicit SqlWordReader(absl::string_view text) : text_(text) {}

  // A key word, in any case.
  bool Word(absl::string_view word);
  bool Sign(char sign);
  // A name, bare or in double quotes; *name, unless null, receives it
  // unquoted.
  bool Name(std::string* name = nullptr);
  // A name with any number of names in front of it: "public"."t".
  bool QualifiedName();
  // Any text in parentheses.
  bool Parenthesised();
  // Goes on to the next `,` or `)` that stands in no parentheses and no
  // quotes, and stays in front of it; false when there is none.
  bool SkipToSeparator();
  bool AtEnd();

 private:
  void SkipSpaces();
  bool QuotedName(std::string* name);
  // Moves behind the literal or quoted name that begins at *place.
  bool SkipQuoted(size_t* place) const;

  absl::string_view text_;
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_SQL_WORD_READER_H_
