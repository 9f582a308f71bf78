#ifndef PGARK_JOBS_COPY_TASK_H_
#define PGARK_JOBS_COPY_TASK_H_

#include <cstdint>
#include <string>
#include <vector>

#include "archive/dump_id.h"
#include "catalog/dump_plan.h"

namespace pgark {

// What a dump worker takes: piece `piece` of `piece_count` of one entry's
// data. The pieces of an entry, one behind the other, are its data.
struct CopyTask {
  DumpId entry;
  int piece = 0;
  int piece_count = 1;
  // Table data: the COPY statement. Empty for large objects.
  std::string copy_statement;
  // Table data: the relation, quoted, to lock in the worker's session.
  std::string qualified_name;
  bool is_foreign = false;  // a foreign table
  // Table data as INSERT statements: how; points into the plan.
  const InsertShape* insert = nullptr;
  // Large objects: the OIDs of this piece, ascending.
  std::vector<Oid> large_objects;
  // For progress; what is read may be more or less.
  uint64_t estimated_bytes = 0;
  // The rows may come in another order the next time: never read again once
  // something was written.
  bool has_unstable_order = false;
  // "public.orders, piece 2 of 7": for messages.
  std::string description;

  bool is_first() const { return piece == 0; }
  bool is_last() const { return piece == piece_count - 1; }
};

struct CopyTaskOptions {
  // Tables larger than this (with TOAST) are read in several pieces of about
  // this size; 0 = never. The pieces depend on nothing else, least of all on
  // the number of workers: the same database gives the same archive.
  uint64_t piece_bytes = uint64_t{64} << 20;
  // Large objects in one piece of a BLOBS entry.
  int large_objects_per_piece = 1000;
};

// Cuts the data of a plan into tasks, in the order of the plan's entries.
//
// A piece of a table is a range of block numbers whose limits are multiples of
// a power of two, chosen from the table's bytes per block; the last piece has
// no upper limit, so that no row is ever left out. `plan` must outlive the
// tasks.
std::vector<CopyTask> MakeCopyTasks(const DumpPlan& plan,
                                    const CopyTaskOptions& options);

}  // namespace pgark

#endif  // PGARK_JOBS_COPY_TASK_H_
