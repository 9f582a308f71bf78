#include "archive/data_area_checker.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/parallel_for.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

using Code = FindingCode;

// Small blocks are checked together, since each start costs a read.
constexpr uint64_t kMinStretchBytes = uint64_t{4} << 20;

// Reading begins at known places all over the file: large enough to make
// calls rare, small enough for many threads.
constexpr size_t kReadBytes = 256 << 10;

// For a look at a block's header.
constexpr size_t kPeekBytes = 64;

}  // namespace

absl::StatusOr<std::vector<CheckedBlock>> DataAreaChecker::Run() {
  RETURN_IF_ERROR(FindStarts());
  std::vector<Stretch> stretches = PlanStretches();
  // The largest first, so that no thread is left with one at the end.
  std::stable_sort(stretches.begin(), stretches.end(),
                   [this](const Stretch& a, const Stretch& b) {
                     return StartOrEnd(a.last) - starts_[a.first] >
                            StartOrEnd(b.last) - starts_[b.first];
                   });
  RETURN_IF_ERROR(ParallelFor(
      context_.options.jobs, stretches.size(),
      [&](size_t number) { return CheckStretch(stretches[number]); }));
  MutexLock lock(mutex_);
  std::sort(blocks_.begin(), blocks_.end(),
            [](const CheckedBlock& a, const CheckedBlock& b) {
              return a.header.begin < b.header.begin;
            });
  return std::move(blocks_);
}

absl::Status DataAreaChecker::FindStarts() {
  if (begin_ < end_) starts_.push_back(begin_);
  if (context_.index != nullptr) {
    AddIndexStarts(context_.index->blocks);
    AddIndexStarts(context_.index->segments);
  }
  if (context_.contents != nullptr) {
    RETURN_IF_ERROR(AddStoredOffsets());
    if (context_.options.jobs > 1) RETURN_IF_ERROR(AddScannedStarts());
  }
  std::sort(starts_.begin(), starts_.end());
  starts_.erase(std::unique(starts_.begin(), starts_.end()), starts_.end());
  return absl::OkStatus();
}

void DataAreaChecker::AddIndexStarts(const std::vector<IndexBlock>& blocks) {
  for (const IndexBlock& block : blocks) {
    if (block.begin >= begin_ && block.begin < end_) {
      starts_.push_back(block.begin);
    }
  }
}

// An offset counts only if the block of that entry begins there.
absl::Status DataAreaChecker::AddStoredOffsets() {
  const ArchiveContents& contents = *context_.contents;
  for (size_t i = 0; i < contents.toc.size(); ++i) {
    const TocEntry& entry = contents.toc.entries()[i];
    const DataOffset& offset = contents.offsets[i];
    if (!entry.has_data || offset.state != DataOffsetState::kSet) continue;
    bool is_right = offset.position >= begin_ && offset.position < end_;
    if (is_right) {
      ArchiveInput input(source_, offset.position, kPeekBytes);
      BlockWalker walker(input, context_.IntegerSize(),
                         context_.options.limits);
      const absl::StatusOr<std::optional<BlockHeader>> header =
          walker.NextBlock();
      if (!header.ok() && !IsAboutContents(header.status())) {
        return header.status();
      }
      is_right =
          header.ok() && header->has_value() && (*header)->id == entry.id.value;
    }
    if (is_right) {
      starts_.push_back(offset.position);
    } else {
      context_.findings.Add(
          Code::kOffsetWrong, contents.EntryRegion(i), entry.id,
          absl::StrCat("the entry's block does not begin at offset ",
                       offset.position, ", where it should"));
    }
  }
  return context_.Advance(0);
}

// Without offsets one thread would have to do everything: a look at the
// framing alone finds the blocks.
absl::Status DataAreaChecker::AddScannedStarts() {
  size_t data_entries = 0;
  for (const TocEntry& entry : context_.contents->toc.entries()) {
    data_entries += entry.has_data ? 1 : 0;
  }
  if (starts_.size() > data_entries / 2) return absl::OkStatus();
  ArchiveInput input(source_, begin_, kReadBytes);
  BlockWalker walker(input, context_.IntegerSize(), context_.options.limits);
  // One start for each entry: padding and repeated blocks shall cost nothing.
  const Toc& toc = context_.contents->toc;
  std::vector<bool> is_found(toc.size(), false);
  while (true) {
    const absl::StatusOr<std::optional<BlockHeader>> header =
        walker.NextBlock();
    // What is wrong is reported when the blocks are checked.
    if (!header.ok()) {
      return IsAboutContents(header.status()) ? absl::OkStatus()
                                              : header.status();
    }
    if (!header->has_value() || (*header)->begin >= end_) {
      return absl::OkStatus();
    }
    const size_t index = toc.IndexOf(DumpId{(*header)->id});
    if (index < toc.size() && !is_found[index]) {
      is_found[index] = true;
      starts_.push_back((*header)->begin);
    }
    RETURN_IF_ERROR(context_.Advance(0));
  }
}

std::vector<DataAreaChecker::Stretch> DataAreaChecker::PlanStretches() const {
  std::vector<Stretch> stretches;
  for (size_t first = 0; first < starts_.size();) {
    size_t last = first + 1;
    while (last < starts_.size() &&
           StartOrEnd(last) - starts_[first] < kMinStretchBytes) {
      ++last;
    }
    stretches.push_back({first, last});
    first = last;
  }
  return stretches;
}

absl::Status DataAreaChecker::CheckStretch(Stretch stretch) {
  BlockChecker checker(context_);
  std::vector<CheckedBlock> blocks;
  for (size_t start = stretch.first; start < stretch.last;) {
    ASSIGN_OR_RETURN(start, WalkFrom(start, stretch.last, checker, &blocks));
  }
  MutexLock lock(mutex_);
  blocks_.insert(blocks_.end(), std::make_move_iterator(blocks.begin()),
                 std::make_move_iterator(blocks.end()));
  return absl::OkStatus();
}

absl::StatusOr<size_t> DataAreaChecker::WalkFrom(
    size_t start, size_t last, BlockChecker& checker,
    std::vector<CheckedBlock>* blocks) {
  ArchiveInput input(source_, starts_[start], kReadBytes);
  BlockWalker walker(input, context_.IntegerSize(), context_.options.limits);
  while (true) {
    const uint64_t position = walker.position();
    if (position >= StartOrEnd(last)) return last;
    // The next place where a block is known to begin.
    while (start < last && starts_[start] <= position) ++start;
    const uint64_t limit = StartOrEnd(start);
    const absl::StatusOr<std::optional<BlockHeader>> header =
        walker.NextBlock();
    if (!header.ok() && !IsAboutContents(header.status())) {
      return header.status();
    }
    if (!header.ok() || !header->has_value()) {
      ReportGap({position, limit}, header.ok(),
                header.ok() ? "an index in a wrong place, or cut"
                            : header.status().message());
      return start;
    }
    ASSIGN_OR_RETURN(const bool is_whole,
                     checker.Check(walker, **header, limit, blocks));
    if (!is_whole) return start;
  }
}

void DataAreaChecker::ReportGap(FileRegion region, bool is_index,
                                absl::string_view message) {
  if (region.end == end_) {
    // Whether something is missing is known when all is done.
    tail_ = Tail{region, is_index};
    return;
  }
  context_.findings.Add(
      Code::kBytesUnclaimed, region, std::nullopt,
      absl::StrCat("octets that belong to no block: ", message));
}

}  // namespace pgark
