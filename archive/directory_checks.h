#ifndef PGARK_ARCHIVE_DIRECTORY_CHECKS_H_
#define PGARK_ARCHIVE_DIRECTORY_CHECKS_H_

#include <cstddef>
#include <vector>

#include "archive/directory_archive.h"
#include "archive/validation_context.h"

namespace pgark {

// The members of an entry's data.
struct EntryMembers {
  size_t entry = 0;  // its place in the contents list
  std::vector<DataMember> members;
};

// Compares the files of a directory with the contents list and the lists of
// large objects: each entry with data has its own, and nothing else is there.
// Returns the data that can be looked at, in the order of the contents list,
// or a status as ValidateArchive(). `contents_file` is the name of toc.dat as
// it was read.
// REQUIRES: context.contents, those of the archive.
absl::StatusOr<std::vector<EntryMembers>> CheckDirectoryFiles(
    const DirectoryArchive& archive, absl::string_view contents_file,
    ValidationContext& context);

// Adds the finding for a file that is missing or of a wrong type.
void ReportFileProblem(const FoundFile& file, FileRegion region,
                       std::optional<DumpId> entry, FindingCollector& findings);

}  // namespace pgark

#endif  // PGARK_ARCHIVE_DIRECTORY_CHECKS_H_
