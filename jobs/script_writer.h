#ifndef PGARK_JOBS_SCRIPT_WRITER_H_
#define PGARK_JOBS_SCRIPT_WRITER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "archive/archive_header.h"
#include "archive/toc.h"
#include "base/byte_sink.h"
#include "jobs/restore_data_source.h"
#include "jobs/restore_options.h"

namespace pgark {

// What becomes a script. Borrowed: everything must outlive the call.
struct ScriptSource {
  const ArchiveHeader& header;
  const Toc& toc;
  EntryDataSource& data;
};

// Writes the archive as a script for psql, byte for byte as the pg_restore -f
// (and so the pg_dump -F p) of the imitated release does: the release of the
// program that made the archive, or options.as_release. The \restrict frame is
// there whatever the release.
//
// Returns warnings for the user, or
//   what EntryDataSource and SelectEntries() return, with the entry attached,
//   DATA_LOSS for COPY data without its end marker (psql would take the rest
//   of the script as rows), or that goes on behind it (psql would execute it),
//   INVALID_ARGUMENT for a restrict key with other characters than letters and
//   digits, or a database name with a line break under -C,
//   what `sink` fails with.
// On failure the script is incomplete, and has no end.
absl::StatusOr<std::vector<std::string>> WriteScript(
    const ScriptSource& source, const RestoreOptions& options, ByteSink& sink);

}  // namespace pgark

#endif  // PGARK_JOBS_SCRIPT_WRITER_H_
