#ifndef PGARK_JOBS_RESTORE_LARGE_OBJECTS_H_
#define PGARK_JOBS_RESTORE_LARGE_OBJECTS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "archive/dump_id.h"
#include "archive/toc_entry.h"

namespace pgark {

// The SQL of large objects: what BLOB METADATA entries, which hold a list of
// numbers, and the ACLs of such groups stand for.

// Returns the objects of a BLOB METADATA entry, one a line of its definition.
// Returns DATA_LOSS with the entry when a line is no object's number.
absl::StatusOr<std::vector<Oid>> ParseLargeObjects(const TocEntry& metadata);

// "SELECT pg_catalog.lo_create('70001');\n"
std::string CreateLargeObject(Oid oid);
// What creates all of them, in one statement.
std::string CreateLargeObjects(const std::vector<Oid>& oids);
// The statement that removes it, with newline. With `if_exists` it does
// nothing where there is no such object.
std::string UnlinkLargeObject(Oid oid, bool if_exists);

// The ACL of a group is written for one of its objects. Returns its
// statements, each repeated for every one of `oids`, and each with a newline;
// a text "\n" alone separates what belongs to different statements. What names
// no large object comes once.
// Returns RESOURCE_EXHAUSTED when that would be more than 256 MiB: both sizes
// come from the archive.
absl::StatusOr<std::vector<std::string>> ExpandLargeObjectAcl(
    absl::string_view definition, const std::vector<Oid>& oids);

}  // namespace pgark

#endif  // PGARK_JOBS_RESTORE_LARGE_OBJECTS_H_
