#ifndef PGARK_ARCHIVE_FIELD_CHECKS_H_
#define PGARK_ARCHIVE_FIELD_CHECKS_H_

#include "absl/strings/string_view.h"
#include "archive/column_type.h"
#include "archive/text_encoding.h"

namespace pgark {

// Whether `field`, unescaped and not NULL, is a text that the server's output
// function makes of a value of that type, under the settings that pg_dump
// makes (DateStyle ISO); spellings that the input function takes as well are
// accepted where they are common ("1e3" as numeric, capitals in a uuid). True
// for what is not judged: kUnjudged, and lengths in encodings whose characters
// are not counted here. `encoding` may be nullptr.
bool IsTextOf(const ColumnType& type, absl::string_view field,
              const TextEncoding* encoding);

// Whether `text` is one JSON value, as RFC 8259 and the server's parser have
// it; with `is_jsonb` also without \u0000 and halves of surrogate pairs.
// Takes constant time a byte, and memory of a bit a level of nesting.
bool IsJsonText(absl::string_view text, bool is_jsonb);

}  // namespace pgark

#endif  // PGARK_ARCHIVE_FIELD_CHECKS_H_
