#ifndef PGARK_ARCHIVE_BLOCK_LIST_CHECKS_H_
#define PGARK_ARCHIVE_BLOCK_LIST_CHECKS_H_

#include <vector>

#include "archive/block_checker.h"
#include "archive/validation_context.h"

namespace pgark {

// Compares the blocks of a file, in its order, with the contents list: one
// block for each entry with data and none for the others, in the same order
// (otherwise the archive cannot be restored through a pipe). Returns whether
// no block is missing.
// REQUIRES: context.contents.
bool CheckBlockList(const std::vector<CheckedBlock>& blocks,
                    ValidationContext& context);

}  // namespace pgark

#endif  // PGARK_ARCHIVE_BLOCK_LIST_CHECKS_H_
