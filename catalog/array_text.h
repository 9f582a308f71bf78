#ifndef PGARK_CATALOG_ARRAY_TEXT_H_
#define PGARK_CATALOG_ARRAY_TEXT_H_

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "archive/dump_id.h"

namespace pgark {

// Text of arrays with one dimension as the server's array_out writes it:
// {a,"b c",NULL}. Quotes and backslashes are resolved; a bare NULL is an
// element without value. "" is an empty array, as catalogs' NULLs read.
// Returns FAILED_PRECONDITION for text that is no such array.
absl::StatusOr<std::vector<std::optional<std::string>>> ParseArray(
    absl::string_view text);

// The same where NULL elements cannot occur; one reads as "".
absl::StatusOr<std::vector<std::string>> ParseTextArray(absl::string_view text);

// oid[] ("{1,2}") and oidvector or int2vector ("1 2").
absl::StatusOr<std::vector<Oid>> ParseOidArray(absl::string_view text);
absl::StatusOr<std::vector<Oid>> ParseOidVector(absl::string_view text);

// The text of an array of these elements, every one in quotes where the server
// would quote it.
std::string FormatTextArray(const std::vector<std::string>& elements);

// "{1,2}", for queries.
std::string FormatOidArray(std::span<const Oid> oids);

}  // namespace pgark

#endif  // PGARK_CATALOG_ARRAY_TEXT_H_
