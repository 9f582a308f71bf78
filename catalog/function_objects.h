#ifndef PGARK_CATALOG_FUNCTION_OBJECTS_H_
#define PGARK_CATALOG_FUNCTION_OBJECTS_H_

#include "archive/dump_id.h"

namespace pgark {

// A row of pg_proc that is no aggregate.
struct FunctionObject {
  DumpId id;
};

// A row of pg_proc with one of pg_aggregate.
struct AggregateObject {
  DumpId id;
};

}  // namespace pgark

#endif  // PGARK_CATALOG_FUNCTION_OBJECTS_H_
