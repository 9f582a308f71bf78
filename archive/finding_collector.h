#ifndef PGARK_ARCHIVE_FINDING_COLLECTOR_H_
#define PGARK_ARCHIVE_FINDING_COLLECTOR_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "archive/dump_id.h"
#include "archive/finding.h"
#include "base/mutex.h"

namespace pgark {

// A region of the file, [begin, end). `file` is the file of a directory
// archive, or the member of a tar, in which it lies; it lives as long as what
// is called with the region.
struct FileRegion {
  uint64_t begin = 0;
  uint64_t end = 0;
  absl::string_view file = {};
};

// Gathers the findings of all threads and hands them on in the order of the
// file. Keeps a bounded number of each code, the first ones of the file, so
// that a file cannot fill the memory with them; the rest is counted. Neither
// depends on the order of the calls.
//
// thread-safe
class FindingCollector {
 public:
  static constexpr uint64_t kMaxKeptPerCode = 1000;

  // `message` may hold names from the archive: control characters are escaped
  // here, and overlong text is cut.
  void Add(FindingCode code, FileRegion region, std::optional<DumpId> entry,
           absl::string_view message);

  // The number of findings of a code so far, kept or not.
  uint64_t count(FindingCode code) const;
  uint64_t count(Severity severity) const;

  // Hands everything to `sink`, sorted by file, offset, then severity, then
  // code, then entry; a note at the end for what was not kept.
  void Deliver(FindingSink& sink);

 private:
  mutable Mutex mutex_;
  std::array<uint64_t, kFindingCodeCount> counts_ ABSL_GUARDED_BY(mutex_) = {};
  // By code.
  std::array<std::vector<Finding>, kFindingCodeCount> findings_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace pgark

#endif  // PGARK_ARCHIVE_FINDING_COLLECTOR_H_
