#ifndef PGARK_CATALOG_TABLE_DATA_SELECTION_H_
#define PGARK_CATALOG_TABLE_DATA_SELECTION_H_

#include <string>

#include "archive/dump_id.h"
#include "catalog/read_context.h"

namespace pgark {

// Whether a relation can have rows, or a sequence's value, in the dump: not
// views and partitioned tables, foreign tables whose server was not asked for,
// unlogged tables where they are left out, tables whose rows are excluded.
bool HoldsRows(const ReadContext& context, const RelationObject& relation);

// The same, and the options and its selection want them.
bool DumpsRows(const ReadContext& context, const RelationObject& relation);

// Adds the object that stands for what a relation holds: kTableData,
// kSequenceSet or kRefreshMaterializedView. Does nothing for relations that
// hold nothing themselves (views, partitioned tables, foreign tables whose
// server was not asked for), for unlogged tables where they are left out, for
// tables whose rows are excluded. `condition` is the "WHERE ..." of an
// extension's configuration table; an object that is there already gets it.
void AddTableData(ReadContext& context, DumpId relation, std::string condition);

// Adds them for every relation whose rows are wanted by the options, and lets a
// refresh need those that its view reads, through other views, too. A
// materialized view that reads one that is not populated counts as not
// populated itself.
//
// REQUIRES: pg_depend's edges were added.
void CollectTableData(ReadContext& context);

}  // namespace pgark

#endif  // PGARK_CATALOG_TABLE_DATA_SELECTION_H_
