#ifndef PGARK_CATALOG_OTHER_OBJECTS_H_
#define PGARK_CATALOG_OTHER_OBJECTS_H_

namespace pgark {

// The kinds that few databases have.
struct OtherObjects {};

}  // namespace pgark

#endif  // PGARK_CATALOG_OTHER_OBJECTS_H_
