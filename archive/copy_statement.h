#ifndef PGARK_ARCHIVE_COPY_STATEMENT_H_
#define PGARK_ARCHIVE_COPY_STATEMENT_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace pgark {

// Returns the names of the columns of a COPY statement of an archive, unquoted
// ("COPY s.t (a, "b,c") FROM stdin;\n" has a and b,c; "COPY s.t  FROM
// stdin;\n" none; WITH OIDS is one more, named "oid", in front of the others),
// or nothing when it is no such statement.
std::optional<std::vector<std::string>> ParseCopyColumnNames(
    absl::string_view copy_statement);

// The same, how many they are.
std::optional<size_t> ParseCopyColumns(absl::string_view copy_statement);

}  // namespace pgark

#endif  // PGARK_ARCHIVE_COPY_STATEMENT_H_
