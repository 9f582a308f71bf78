#ifndef PGARK_ARCHIVE_ARCHIVE_LISTING_H_
#define PGARK_ARCHIVE_ARCHIVE_LISTING_H_

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "archive/archive_header.h"
#include "archive/toc.h"

namespace pgark {

struct ListingOptions {
  // Whose pg_restore is imitated, as its major version. Up to 15 the
  // compression line shows the level, from 16 on the method.
  int release = 18;
  // Every entry, wanted or not, with its dependencies.
  bool verbose = false;
  // What the Format line says: CUSTOM, DIRECTORY or TAR. The header alone
  // does not tell the last two apart.
  absl::string_view format_name = "CUSTOM";
};

// Returns what `pg_restore -l` prints, octet for octet. `wanted` decides for
// each entry. The time of creation has no zone in the archive; as there, it is
// taken as one in the zone of this process (TZ).
std::string FormatListing(const ArchiveHeader& header, const Toc& toc,
                          absl::FunctionRef<bool(const TocEntry&)> wanted,
                          const ListingOptions& options);

// One entry's line, with "\n".
std::string FormatListingLine(const TocEntry& entry);

}  // namespace pgark

#endif  // PGARK_ARCHIVE_ARCHIVE_LISTING_H_
