#ifndef PGARK_ARCHIVE_ARCHIVE_CONTENTS_H_
#define PGARK_ARCHIVE_ARCHIVE_CONTENTS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "archive/archive_header.h"
#include "archive/data_offset.h"
#include "archive/finding_collector.h"
#include "archive/text_encoding.h"
#include "archive/toc.h"

namespace pgark {

// Header and contents list of an archive with the places of their parts, as
// the checks of the validator need them. Immutable.
//
// thread-safe
struct ArchiveContents {
  ArchiveHeader header;
  Toc toc;
  // Beside each entry of the contents list.
  std::vector<DataOffset> offsets;
  std::vector<uint64_t> entry_begins;
  uint64_t toc_begin = 0;   // = end of the header
  uint64_t data_begin = 0;  // = end of the contents list
  // Of the ENCODING entry; nullptr when there is none that we know.
  const TextEncoding* encoding = nullptr;

  FileRegion HeaderRegion() const { return {0, toc_begin}; }
  FileRegion EntryRegion(size_t index) const {
    return {entry_begins[index], index + 1 < entry_begins.size()
                                     ? entry_begins[index + 1]
                                     : data_begin};
  }
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_ARCHIVE_CONTENTS_H_
