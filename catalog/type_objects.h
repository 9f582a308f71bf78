#ifndef PGARK_CATALOG_TYPE_OBJECTS_H_
#define PGARK_CATALOG_TYPE_OBJECTS_H_

#include "archive/dump_id.h"

namespace pgark {

// A row of pg_type.
struct TypeObject {
  DumpId id;
};

}  // namespace pgark

#endif  // PGARK_CATALOG_TYPE_OBJECTS_H_
