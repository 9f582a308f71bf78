#ifndef PGARK_ARCHIVE_ARCHIVE_LAYOUT_H_
#define PGARK_ARCHIVE_ARCHIVE_LAYOUT_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace pgark {

// How header, contents list and data of an archive lie on disk. The header's
// format octet alone does not tell the last two apart.
enum class ArchiveLayout : uint8_t {
  kCustom,     // one file, the data in blocks
  kDirectory,  // a directory: toc.dat, and a file for each table and object
  kTar,        // the same files, not compressed, as members of a tar
};

// "custom", "directory", "tar".
inline absl::string_view ArchiveLayoutName(ArchiveLayout layout) {
  switch (layout) {
    case ArchiveLayout::kCustom:
      return "custom";
    case ArchiveLayout::kDirectory:
      return "directory";
    case ArchiveLayout::kTar:
      return "tar";
  }
  return "";
}

}  // namespace pgark

#endif  // PGARK_ARCHIVE_ARCHIVE_LAYOUT_H_
