#ifndef PGARK_JOBS_CONTENT_DIGEST_H_
#define PGARK_JOBS_CONTENT_DIGEST_H_

#include <cstdint>
#include <map>
#include <stop_token>
#include <unordered_map>
#include <vector>

#include "absl/status/status.h"
#include "archive/digest.h"
#include "archive/dump_id.h"
#include "archive/row_digest.h"
#include "archive/toc_entry.h"
#include "jobs/job_observer.h"
#include "jobs/restore_data_source.h"

namespace pgark {

// What a large object holds.
struct LargeObjectDigest {
  uint64_t bytes = 0;
  Digest128 digest;

  friend bool operator==(const LargeObjectDigest&,
                         const LargeObjectDigest&) = default;
};

// What the data of a database is, short enough to be compared.
struct ContentDigests {
  std::unordered_map<DumpId, RowDigest> tables;  // by the TABLE DATA entry
  std::map<Oid, LargeObjectDigest> large_objects;
};

struct ContentDigestOptions {
  // Threads, where the source reads in any order.
  int jobs = 1;
  std::stop_token stop;
};

// Reads the data of these entries (TABLE DATA and BLOBS, in the order of the
// archive) and adds their digests to *digests. `observer` gets the decoded
// bytes. Returns what the source returns, CANCELLED when it is to stop.
absl::Status DigestContents(const std::vector<const TocEntry*>& entries,
                            EntryDataSource& source,
                            const ContentDigestOptions& options,
                            JobObserver& observer, ContentDigests* digests);

}  // namespace pgark

#endif  // PGARK_JOBS_CONTENT_DIGEST_H_
