#ifndef PGARK_JOBS_TARGET_CONTENTS_H_
#define PGARK_JOBS_TARGET_CONTENTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "protocol/connection.h"

namespace pgark {

// How many objects of a kind a database holds.
struct ObjectCount {
  std::string kind;  // "table", "function", "large object"
  uint64_t count = 0;
};

// What users have in a database, and what would be lost with it.
struct TargetContents {
  std::string host;  // or the directory of the socket
  std::string port;
  std::string database;
  // Kinds that are there, the biggest number first.
  std::vector<ObjectCount> objects;
  uint64_t size_bytes = 0;  // on disk; of an empty database that of templates

  // Nothing but extensions, what belongs to them, and the schema public.
  bool empty() const { return objects.empty(); }
  // "12 tables, 3 views and a function"; "nothing" when empty.
  std::string Describe() const;
};

// Counts the objects that users have made in the session's database. What
// stands in pg_catalog, information_schema or a temporary schema is not
// counted, as no dump has it, nor what extensions own; the schema public is
// not, what is in it is. Returns what the queries return.
absl::StatusOr<TargetContents> ReadTargetContents(Connection& connection);

}  // namespace pgark

#endif  // PGARK_JOBS_TARGET_CONTENTS_H_
