#ifndef PGARK_CATALOG_SETTING_TEXT_H_
#define PGARK_CATALOG_SETTING_TEXT_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "protocol/sql_text.h"

namespace pgark {

// How a literal is written.
using LiteralQuoting = std::string (*)(absl::string_view text,
                                       const SqlStyle& style);

// "work_mem=64MB", an element of proconfig or setconfig, as it stands behind
// SET: "work_mem TO '64MB'". The parameters whose values are lists of names
// (search_path, ...) get one literal an element; a list that cannot be split
// stays one literal. Returns nothing for an element without '='.
std::optional<std::string> FormatSetting(absl::string_view element,
                                         const SqlStyle& style,
                                         LiteralQuoting quote = QuoteLiteral);

// Whether the value of that parameter is a list of names (in any case).
bool IsListSetting(absl::string_view name, int release);

// The text of a reloptions array as it stands inside WITH (...), every name
// with `prefix` ("toast." or "") before it: "fillfactor='70', buffering=auto".
// Returns "" for an empty array, FAILED_PRECONDITION for text that is no array.
// Names that begin with "pg_" are the server's own and are left out.
absl::StatusOr<std::string> FormatReloptions(absl::string_view array,
                                             absl::string_view prefix,
                                             const SqlStyle& style);

}  // namespace pgark

#endif  // PGARK_CATALOG_SETTING_TEXT_H_
