#ifndef PGARK_ARCHIVE_ARCHIVE_CONTENTS_H_
#define PGARK_ARCHIVE_ARCHIVE_CONTENTS_H_

#include <cstddef>
#include <cstdint>
#include <string>
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
  // Where they stand: "" for the custom format, else "toc.dat", and the offset
  // of the header there.
  std::string file_name;
  uint64_t header_begin = 0;
  ArchiveHeader header;
  Toc toc;
  // Beside each entry of the contents list.
  std::vector<DataOffset> offsets;
  std::vector<uint64_t> entry_begins;
  // Directories and tars: the file names of the entries.
  std::vector<std::string> file_names;
  uint64_t toc_begin = 0;   // = end of the header
  uint64_t data_begin = 0;  // = end of the contents list
  // Of the ENCODING entry; nullptr when there is none that we know.
  const TextEncoding* encoding = nullptr;

  FileRegion HeaderRegion() const {
    return {header_begin, toc_begin, file_name};
  }
  FileRegion TocRegion() const { return {toc_begin, data_begin, file_name}; }
  FileRegion EntryRegion(size_t index) const {
    const bool is_last = index + 1 == entry_begins.size();
    return {entry_begins[index], is_last ? data_begin : entry_begins[index + 1],
            file_name};
  }
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_ARCHIVE_CONTENTS_H_
