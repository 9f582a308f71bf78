#ifndef PGARK_JOBS_LARGE_OBJECT_FETCH_H_
#define PGARK_JOBS_LARGE_OBJECT_FETCH_H_

#include <span>

#include "absl/status/status.h"
#include "archive/dump_id.h"
#include "jobs/restore_data_source.h"
#include "protocol/connection.h"

namespace pgark {

// Reads large objects, `oids` ascending, and gives their bytes to `consumer`;
// holes read as zeros. Who may read pg_largeobject gets all of them with one
// statement, others some with each. Memory stays bounded however large an
// object is. Returns what the server says (NOT_FOUND with the
// object's number for one that is not there) or what `consumer` fails with.
absl::Status FetchLargeObjects(Connection& connection,
                               std::span<const Oid> oids,
                               LargeObjectConsumer& consumer);

}  // namespace pgark

#endif  // PGARK_JOBS_LARGE_OBJECT_FETCH_H_
