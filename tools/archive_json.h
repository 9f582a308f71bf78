#ifndef PGARK_TOOLS_ARCHIVE_JSON_H_
#define PGARK_TOOLS_ARCHIVE_JSON_H_

#include <nlohmann/json.hpp>

#include "absl/functional/function_ref.h"
#include "archive/readable_archive.h"
#include "archive/toc.h"

namespace pgark {

// The data of `list --output=json`: header, and the wanted entries in order.
// `toc` is the archive's, in the order in which it is listed.
nlohmann::json ListingAsJson(const Archive& archive, const Toc& toc,
                             absl::FunctionRef<bool(const TocEntry&)> wanted);

// {"schema":..,"name":..,"type":..} as everywhere in our JSON.
nlohmann::json ObjectAsJson(const TocEntry& entry);

}  // namespace pgark

#endif  // PGARK_TOOLS_ARCHIVE_JSON_H_
