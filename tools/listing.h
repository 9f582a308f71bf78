#ifndef PGARK_TOOLS_LISTING_H_
#define PGARK_TOOLS_LISTING_H_

#include <string>

#include "tools/report.h"
#include "tools/selection_flags.h"

namespace pgark {

struct ListFlags {
  CommonOptions common;
  SelectionFlags selection;
  int as_release = 0;  // 0 = that of the program that made the archive
};

// Prints what is in the archive at `path`, for `list` and `restore -l`.
// Returns the program's exit code.
int ListArchive(const std::string& path, const ListFlags& flags);

}  // namespace pgark

#endif  // PGARK_TOOLS_LISTING_H_
