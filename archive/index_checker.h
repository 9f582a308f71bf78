#ifndef PGARK_ARCHIVE_INDEX_CHECKER_H_
#define PGARK_ARCHIVE_INDEX_CHECKER_H_

#include "absl/status/status.h"
#include "archive/archive_index.h"
#include "archive/validation_context.h"
#include "base/file_source.h"

namespace pgark {

// Compares a file with the digests of its index. Needs neither header nor
// contents list, and decodes nothing. A status as Validate().

// Header and contents list.
absl::Status CheckTocDigest(const RandomAccessSource& source,
                            ValidationContext& context);

// All blocks and segments, their framing and their frames, on options.jobs
// threads.
absl::Status CheckBlockDigests(const RandomAccessSource& source,
                               ValidationContext& context);

// Compares the list of blocks in the index with the contents list.
void CheckIndexBlocks(ValidationContext& context);

}  // namespace pgark

#endif  // PGARK_ARCHIVE_INDEX_CHECKER_H_
