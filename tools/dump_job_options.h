#ifndef PGARK_TOOLS_DUMP_JOB_OPTIONS_H_
#define PGARK_TOOLS_DUMP_JOB_OPTIONS_H_

#include "absl/status/statusor.h"
#include "jobs/dump_job.h"
#include "tools/dump_flags.h"

namespace pgark {

// Turns the flags into the job's options. Returns INVALID_ARGUMENT for values
// and combinations that make no sense: those that pg_dump refuses, and ours.
absl::StatusOr<DumpJobOptions> ResolveDumpFlags(const DumpFlags& flags);

}  // namespace pgark

#endif  // PGARK_TOOLS_DUMP_JOB_OPTIONS_H_
