#ifndef PGARK_ARCHIVE_SECTION_H_
#define PGARK_ARCHIVE_SECTION_H_

#include <cstdint>

namespace pgark {

// The part of an archive that an entry belongs to. The values are on disk;
// never renumber.
enum class Section : int32_t {
  kNone = 1,  // follows the section of the nearest entry before it
  kPreData = 2,
  kData = 3,
  kPostData = 4,
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_SECTION_H_
