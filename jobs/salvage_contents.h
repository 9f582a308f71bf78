#ifndef PGARK_JOBS_SALVAGE_CONTENTS_H_
#define PGARK_JOBS_SALVAGE_CONTENTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "archive/archive_header.h"
#include "archive/data_offset.h"
#include "archive/read_limits.h"
#include "archive/toc_entry.h"
#include "base/file_source.h"
#include "jobs/salvage_loss.h"

namespace pgark {

// Header and contents list of a custom archive, as far as they can be read.
struct SalvagedContents {
  ArchiveHeader header;
  std::vector<TocEntry> entries;    // in the order of the file
  std::vector<DataOffset> offsets;  // beside them
  uint64_t data_begin = 0;          // where the contents list ends
  std::vector<SalvageLoss> losses;  // what could not be read
};

// Reads the contents of a custom archive that may be damaged anywhere. Where
// an entry cannot be read, the next place is looked for at which one begins. Of
// a header that cannot be read the usual is assumed where that leads to
// entries. Entries that contradict themselves so that no program could restore
// them are losses too; settings of the session (encoding, strings, search path)
// that are lost become those that every database of today has.
//
// `contents_end` is where the contents list ends if somebody knows, 0
// otherwise. Returns DATA_LOSS when nothing at all could be read, or what the
// source says.
absl::StatusOr<SalvagedContents> SalvageContents(
    const RandomAccessSource& source, uint64_t contents_end,
    const ReadLimits& limits);

// Removes the entries that verify would refuse, and makes them losses.
// `entry_begins` goes with the entries.
void DropContradictions(const ArchiveHeader& header,
                        std::vector<uint64_t>& entry_begins,
                        SalvagedContents* contents);

}  // namespace pgark

#endif  // PGARK_JOBS_SALVAGE_CONTENTS_H_
