#ifndef PGARK_JOBS_COPY_TASK_READER_H_
#define PGARK_JOBS_COPY_TASK_READER_H_

#include "absl/status/status.h"
#include "jobs/copy_task.h"
#include "jobs/frame_cutter.h"
#include "jobs/job_observer.h"
#include "jobs/task_output.h"
#include "protocol/connection.h"

namespace pgark {

// Reads the rows or large objects of one task over a connection that sees the
// dump's snapshot, cuts them into frames and puts them into `output`. The last
// piece of a table ends with the end marker, as a frame of its own.
//
// Returns what the server says with the task's name attached (UNAVAILABLE when
// the connection was lost: the task may be read again on another one), or what
// `output` returns.
absl::Status ReadCopyTask(Connection& connection, const CopyTask& task,
                          const FrameSizes& sizes, JobObserver& observer,
                          TaskOutput& output);

}  // namespace pgark

#endif  // PGARK_JOBS_COPY_TASK_READER_H_
