#ifndef PGARK_CATALOG_INSERT_SHAPE_H_
#define PGARK_CATALOG_INSERT_SHAPE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "catalog/relation_objects.h"
#include "catalog/toc_builder.h"

namespace pgark {

// How a value stands in an INSERT statement (docs/objects.md, "INSERT
// statements").
enum class InsertValueForm : uint8_t {
  kDefault,  // DEFAULT: a generated column, of which no value is read
  kNumber,   // bare, where it looks like a number: NaN is quoted
  kBits,     // B'101'
  kBoolean,  // true, false
  kText,     // in quotes
};

// How the rows of one table become INSERT statements.
struct InsertShape {
  // INSERT INTO s.t (a, b) OVERRIDING SYSTEM VALUE VALUES
  std::string begin;
  // What is written, in order; all but kDefault take a value that is read.
  // Without any, a row is the statement INSERT INTO s.t DEFAULT VALUES.
  std::vector<InsertValueForm> values;
  // Behind the last row: " ON CONFLICT DO NOTHING;\n".
  std::string end;
  int rows_per_statement = 1;
  SqlStyle style;
  // What the rows are read in: DumpPlan::encoding.
  std::string encoding;
};

// `target`: the relation that takes the rows (LoadTarget() in
// table_data_ddl.h). REQUIRES: context.options.inserts has a value.
InsertShape MakeInsertShape(const DdlContext& context,
                            const RelationObject& relation,
                            const RelationObject& target);

}  // namespace pgark

#endif  // PGARK_CATALOG_INSERT_SHAPE_H_
