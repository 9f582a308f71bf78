#ifndef PGARK_ARCHIVE_LARGE_OBJECT_TALLY_H_
#define PGARK_ARCHIVE_LARGE_OBJECT_TALLY_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "archive/archive_contents.h"
#include "archive/dump_id.h"
#include "archive/finding_collector.h"
#include "base/mutex.h"

namespace pgark {

// Compares the large objects that have data with those that the contents list
// creates (BLOB and BLOB METADATA entries): each must have the other.
// Before archive version 1.12 the data itself creates them, and nothing is
// compared; nor in an archive of data alone (pg_dump --section=data up to 16),
// which is for a database that has the objects.
//
// thread-safe
class LargeObjectTally {
 public:
  // `contents` and `findings` must outlive this.
  LargeObjectTally(const ArchiveContents& contents, FindingCollector& findings);

  // The block of `entry`, which lies in `region`, holds these objects.
  void AddData(DumpId entry, FileRegion region, std::span<const Oid> oids);
  // All blocks have been added: reports what has no data.
  void Finish();

 private:
  struct Listed {
    Oid oid;
    uint32_t entry_index;  // in the contents list
  };

  const ArchiveContents& contents_;
  FindingCollector& findings_;
  bool is_compared_ = false;
  std::vector<Listed> listed_;  // sorted by oid; constant after construction
  Mutex mutex_;
  std::vector<bool> has_data_ ABSL_GUARDED_BY(mutex_);  // beside listed_
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_LARGE_OBJECT_TALLY_H_
