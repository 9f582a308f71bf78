#ifndef PGARK_JOBS_ENTRY_SQL_H_
#define PGARK_JOBS_ENTRY_SQL_H_

#include <span>

#include "absl/status/status.h"
#include "archive/archive_header.h"
#include "archive/toc.h"
#include "base/byte_sink.h"
#include "jobs/restore_options.h"

namespace pgark {

// Writes the SQL of some entries, in the order in which they are given: each
// with the heading, the settings and the owner that a script of pg_restore has
// for it, but without what frames a script. Of table data, which is not SQL, a
// comment tells the COPY statement; entries without any SQL are left out.
//
// Returns what RestoreStatements returns, with the entry, or what `sink` fails
// with.
absl::Status WriteEntrySql(const ArchiveHeader& header, const Toc& toc,
                           std::span<const TocEntry* const> entries,
                           const RestoreOptions& options, ByteSink& sink);

}  // namespace pgark

#endif  // PGARK_JOBS_ENTRY_SQL_H_
