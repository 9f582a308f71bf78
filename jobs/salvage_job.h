#ifndef PGARK_JOBS_SALVAGE_JOB_H_
#define PGARK_JOBS_SALVAGE_JOB_H_

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "archive/archive_source.h"
#include "archive/archive_version.h"
#include "archive/compression_spec.h"
#include "base/byte_sink.h"
#include "jobs/job_observer.h"
#include "jobs/salvage_loss.h"

namespace pgark {

struct SalvageOptions {
  // Tables of which rows are lost are left out with all their rows.
  bool whole_tables = false;
  // Nothing: as the damaged archive.
  std::optional<CompressionSpec> compression;
  // "0.1.0": stands in the new archive, which has an index.
  std::string program_version;
};

struct SalvageReport {
  std::vector<SalvageLoss> losses;
  // What is in the new archive.
  uint64_t entries = 0;
  uint64_t whole_tables = 0;
  uint64_t partial_tables = 0;
  uint64_t rows = 0;
  uint64_t large_objects = 0;
  ArchiveVersion version;
  CompressionSpec compression;

  bool nothing_lost() const { return losses.empty(); }
};

// Reads what is whole of a damaged archive, of any format, and writes it as a
// new archive in the custom format to `sink`. The damaged file is read twice:
// what can be saved must be known before the first octet is written.
//
// Rows are saved when their octets can be decoded and COPY would take them;
// large objects when all of them is there (of others an empty one is written,
// so that what refers to them can be restored).
//
// Returns DATA_LOSS when nothing at all could be read, UNIMPLEMENTED for a pipe
// (the file is needed) and for what cannot be written, INVALID_ARGUMENT for a
// compression that the archive's version cannot have, CANCELLED, or what source
// and sink fail with.
absl::StatusOr<SalvageReport> SalvageArchive(ArchiveSource source,
                                             const SalvageOptions& options,
                                             ByteSink& sink,
                                             JobObserver& observer,
                                             const std::stop_token& stop);

}  // namespace pgark

#endif  // PGARK_JOBS_SALVAGE_JOB_H_
