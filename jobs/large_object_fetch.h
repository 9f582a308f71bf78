#ifndef PGARK_JOBS_LARGE_OBJECT_FETCH_H_
#define PGARK_JOBS_LARGE_OBJECT_FETCH_H_

#include <span>

#include "absl/status/status.h"
#include "archive/dump_id.h"
#include "jobs/restore_data_source.h"
#include "protocol/connection.h"

namespace pgark {

// Reads large objects in the order given, many in a round trip, and gives
// their bytes to `consumer`; holes read as zeros. Memory stays bounded however
// large an object is. Returns what the server says (NOT_FOUND with the
// object's number for one that is not there) or what `consumer` fails with.
absl::Status FetchLargeObjects(Connection& connection,
                               std::span<const Oid> oids,
                               LargeObjectConsumer& consumer);

}  // namespace pgark

#endif  // PGARK_JOBS_LARGE_OBJECT_FETCH_H_
