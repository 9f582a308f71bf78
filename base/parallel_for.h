#ifndef PGARK_BASE_PARALLEL_FOR_H_
#define PGARK_BASE_PARALLEL_FOR_H_

#include <cstddef>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"

namespace pgark {

// Calls `work` with each number below `count`, in this order, on up to
// `thread_count` threads (with 1 or less, on the calling one). After the first
// failure no further call begins; returns that failure, of several the one with
// the smallest number.
absl::Status ParallelFor(int thread_count, size_t count,
                         absl::FunctionRef<absl::Status(size_t)> work);

}  // namespace pgark

#endif  // PGARK_BASE_PARALLEL_FOR_H_
