#ifndef PGARK_ARCHIVE_LARGE_OBJECT_LIST_H_
#define PGARK_ARCHIVE_LARGE_OBJECT_LIST_H_

#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "archive/dump_id.h"

namespace pgark {

// Returns the object numbers that the definition of a BLOB METADATA entry
// holds, one a line, each line ended, in the order of the list; nothing when
// it is no such list (0 is no object's number).
std::optional<std::vector<Oid>> ParseLargeObjectList(
    absl::string_view definition);

}  // namespace pgark

#endif  // PGARK_ARCHIVE_LARGE_OBJECT_LIST_H_
