#ifndef PGARK_CATALOG_DUMP_PLAN_H_
#define PGARK_CATALOG_DUMP_PLAN_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "archive/toc_entry.h"
#include "catalog/dump_options.h"
#include "catalog/insert_shape.h"
#include "catalog/relation_locking.h"
#include "protocol/connection.h"

namespace pgark {

// How the rows of one TABLE DATA entry are read.
struct TableDataSource {
  DumpId entry;
  Oid relation = 0;
  std::string qualified_name;  // quoted: s.t
  // "(a, b)" as in the entry's COPY statement, "" for no columns.
  std::string columns;
  // The whole statement when the table is read in one piece: COPY s.t (a, b)
  // TO stdout, or COPY (SELECT ... condition) TO stdout.
  std::string copy_statement;
  // Whether it may be cut by ctid ranges: relkind r, access method heap, no
  // condition, server 14 or later.
  bool can_split = false;
  // pg_relation_size() of table and TOAST after the lock, in bytes; blocks of
  // the table itself.
  uint64_t heap_blocks = 0;
  uint64_t total_bytes = 0;
  // A session reads it only where AllowForeignTables() (protocol/session.h).
  bool is_foreign = false;
  // How the rows are written when they are INSERT statements.
  std::optional<InsertShape> insert;
  // Rows may come in another order the next time: foreign tables, conditions.
  bool has_unstable_order = false;
};

// How the large objects of one BLOBS entry are read.
struct LargeObjectSource {
  DumpId entry;
  std::vector<Oid> oids;  // ascending
  // What they take on disk: their share of pg_largeobject, as if all were
  // alike. Their contents may be more or less.
  uint64_t estimated_bytes = 0;
};

// Everything that a dump job needs: the contents list in order, and where the
// data comes from.
struct DumpPlan {
  std::vector<TocEntry> entries;
  std::vector<TableDataSource> table_data;       // in the entries' order
  std::vector<LargeObjectSource> large_objects;  // likewise
  std::string database_name;
  std::string server_version_text;
  int server_version_number = 0;
  std::string encoding;  // of the client, hence of all text
  bool standard_strings = true;
  bool is_standby = false;
  // What the user should know: circular foreign keys, ...
  std::vector<std::string> warnings;
};

// Reads the catalogs over a connection whose session is set up and whose
// snapshot is taken, locks what it reads, sorts, and writes the DDL.
//
// Returns NOT_FOUND for patterns without a match, DEADLINE_EXCEEDED when a
// lock is not granted within options.lock_wait_timeout (naming the table),
// PERMISSION_DENIED with all that the role may not read (read_rights.h),
// ABORTED without a SQLSTATE when a table changed under the snapshot in a way
// that needs a new one (relation_locking.h),
// UNIMPLEMENTED for a server of a release that we do not know, and naming the
// object when the database holds a kind that we do not dump, INVALID_ARGUMENT
// for statistics as an older release, or what the server says.
absl::StatusOr<DumpPlan> PlanDump(Connection& connection,
                                  const DumpOptions& options,
                                  const WaitListener& listener = {});

}  // namespace pgark

#endif  // PGARK_CATALOG_DUMP_PLAN_H_
