#ifndef PGARK_TOOLS_ARCHIVE_JSON_H_
#define PGARK_TOOLS_ARCHIVE_JSON_H_

#include <nlohmann/json.hpp>

#include "absl/functional/function_ref.h"
#include "archive/archive_header.h"
#include "archive/toc.h"

namespace pgark {

// The data of `list --output=json`: header, and the wanted entries in order.
nlohmann::json ListingAsJson(const ArchiveHeader& header, const Toc& toc,
                             absl::FunctionRef<bool(const TocEntry&)> wanted);

// {"schema":..,"name":..,"type":..} as everywhere in our JSON.
nlohmann::json ObjectAsJson(const TocEntry& entry);

}  // namespace pgark

#endif  // PGARK_TOOLS_ARCHIVE_JSON_H_
