#ifndef PGARK_ARCHIVE_DATA_OFFSET_H_
#define PGARK_ARCHIVE_DATA_OFFSET_H_

#include <cstdint>

namespace pgark {

// What an entry of a custom archive says about its block. The states are on
// disk; never renumber.
enum class DataOffsetState : uint8_t {
  kNotSet = 1,  // there may be a block; it must be searched
  kSet = 2,
  kNoData = 3,
};

struct DataOffset {
  DataOffsetState state = DataOffsetState::kNoData;
  uint64_t position = 0;  // of the block's type octet if set, else 0

  friend bool operator==(const DataOffset&, const DataOffset&) = default;
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_DATA_OFFSET_H_
