#include "archive/data_block.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "base/status_macros.h"

namespace pgark {

absl::Status CheckBlockType(const BlockHeader& block, const TocEntry& entry) {
  const bool is_objects = block.type == BlockType::kLargeObjects;
  const bool wrong = entry.kind == EntryKind::kBlobs       ? !is_objects
                     : entry.kind == EntryKind::kTableData ? is_objects
                                                           : false;
  if (!wrong) return absl::OkStatus();
  return WithObject(
      WithOffset(absl::DataLossError("the entry's block has a wrong type"),
                 block.begin),
      DescribeEntry(entry));
}

absl::StatusOr<BlockHeader> ReadBlockOf(const TocEntry& entry,
                                        BlockWalker& walker) {
  const uint64_t begin = walker.position();
  const auto fail = [&entry, begin](absl::Status status) {
    return WithObject(WithOffset(std::move(status), begin),
                      DescribeEntry(entry));
  };
  absl::StatusOr<std::optional<BlockHeader>> block = walker.NextBlock();
  if (!block.ok()) return fail(std::move(block).status());
  if (!block->has_value()) {
    return fail(absl::DataLossError("the entry's data is missing"));
  }
  if ((*block)->id != entry.id.value) {
    return fail(absl::DataLossError(
        absl::StrCat("the block there is that of entry ", (*block)->id)));
  }
  RETURN_IF_ERROR(CheckBlockType(**block, entry));
  return **block;
}

}  // namespace pgark
