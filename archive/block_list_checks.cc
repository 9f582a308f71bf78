#include "archive/block_list_checks.h"

#include <cstddef>
#include <optional>

#include "absl/strings/str_cat.h"

namespace pgark {
namespace {

using Code = FindingCode;

// Whether an entry may have a block: it has data, and its offset does not say
// that there is none.
bool ExpectsBlock(const ArchiveContents& contents, size_t index) {
  return contents.toc.entries()[index].has_data &&
         contents.offsets[index].state != DataOffsetState::kNoData;
}

}  // namespace

bool CheckBlockList(const std::vector<CheckedBlock>& blocks,
                    ValidationContext& context) {
  const ArchiveContents& contents = *context.contents;
  FindingCollector& findings = context.findings;
  std::vector<bool> has_block(contents.toc.size(), false);
  std::optional<size_t> last_index;
  bool order_is_reported = false;
  for (const CheckedBlock& block : blocks) {
    const FileRegion region = {block.header.begin, block.summary.end};
    const DumpId id = block.summary.id;
    const size_t index = contents.toc.IndexOf(id);
    if (has_block[index]) {
      findings.Add(Code::kBlockRepeated, region, id,
                   "the entry has a block before this one");
      continue;
    }
    has_block[index] = true;
    if (!ExpectsBlock(contents, index)) {
      findings.Add(Code::kBlockUnexpected, region, id,
                   "a block, although the entry says that it has none: it "
                   "would not be restored");
    }
    if (last_index.has_value() && index < *last_index && !order_is_reported) {
      order_is_reported = true;
      findings.Add(Code::kBlockOrder, region, id,
                   "blocks are not in the order of the contents list: the "
                   "archive cannot be restored through a pipe");
    }
    last_index = index;
  }
  bool is_complete = true;
  for (size_t i = 0; i < contents.toc.size(); ++i) {
    if (has_block[i] || !ExpectsBlock(contents, i)) continue;
    is_complete = false;
    findings.Add(Code::kBlockMissing, contents.EntryRegion(i),
                 contents.toc.entries()[i].id,
                 "the entry's data is not in the archive");
  }
  return is_complete;
}

}  // namespace pgark
