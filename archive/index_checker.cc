#include "archive/index_checker.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <span>
#include <unordered_set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "archive/digest.h"
#include "base/parallel_for.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

using Code = FindingCode;

// What a thread reads at once, and what it takes as one task at least.
constexpr size_t kBufferBytes = 1 << 20;
constexpr uint64_t kTaskBytes = uint64_t{16} << 20;

// Computes digests of parts of a file.
class RegionDigester {
 public:
  RegionDigester(const RandomAccessSource& source, ValidationContext& context)
      : source_(source), context_(context), buffer_(new char[kBufferBytes]) {}

  void Reset() { digest_.Reset(); }
  // Adds the octets of [begin, end), as far as they are there.
  absl::Status Add(uint64_t begin, uint64_t end) {
    while (begin < end) {
      const size_t wanted =
          static_cast<size_t>(std::min<uint64_t>(end - begin, kBufferBytes));
      ASSIGN_OR_RETURN(
          const size_t count,
          source_.ReadAt(begin, std::span<char>(buffer_.get(), wanted)));
      digest_.Update(absl::string_view(buffer_.get(), count));
      if (count < wanted) return absl::OkStatus();
      begin += count;
      RETURN_IF_ERROR(context_.Advance(0));
    }
    return absl::OkStatus();
  }
  Digest128 Get() const { return digest_.Get(); }

 private:
  const RandomAccessSource& source_;
  ValidationContext& context_;
  const std::unique_ptr<char[]> buffer_;
  DigestStream digest_;
};

// A run of frames of one block, or (no frames) the framing of a block.
struct DigestTask {
  const IndexBlock* block = nullptr;
  std::vector<const IndexFrame*> frames;
};

absl::Status CheckFraming(const IndexBlock& block, RegionDigester& digester,
                          ValidationContext& context) {
  digester.Reset();
  uint64_t position = block.begin;
  for (const IndexStream& stream : block.streams) {
    for (const IndexFrame& frame : stream.frames) {
      RETURN_IF_ERROR(digester.Add(position, frame.offset));
      position = frame.offset + frame.stored_bytes;
    }
  }
  RETURN_IF_ERROR(digester.Add(position, block.end));
  if (digester.Get() != block.framing_digest) {
    context.findings.Add(Code::kFramingDigestWrong, {block.begin, block.end},
                         block.entry(),
                         "the octets between the frames of the block are not "
                         "those that were written");
  }
  return absl::OkStatus();
}

absl::Status CheckFrame(const IndexBlock& block, const IndexFrame& frame,
                        RegionDigester& digester, ValidationContext& context) {
  const uint64_t end = frame.offset + frame.stored_bytes;
  digester.Reset();
  RETURN_IF_ERROR(digester.Add(frame.offset, end));
  if (digester.Get() != frame.stored_digest) {
    context.findings.Add(Code::kStoredDigestWrong, {frame.offset, end},
                         block.entry(), "a frame is not what was written");
  }
  return absl::OkStatus();
}

// Adds the tasks of `blocks`.
void PlanTasks(const std::vector<IndexBlock>& blocks,
               std::vector<DigestTask>* out) {
  std::vector<DigestTask>& tasks = *out;
  for (const IndexBlock& block : blocks) {
    tasks.push_back({&block, {}});
    uint64_t task_bytes = kTaskBytes;
    for (const IndexStream& stream : block.streams) {
      for (const IndexFrame& frame : stream.frames) {
        if (task_bytes >= kTaskBytes) {
          tasks.push_back({&block, {}});
          task_bytes = 0;
        }
        tasks.back().frames.push_back(&frame);
        task_bytes += frame.stored_bytes;
      }
    }
  }
}

}  // namespace

absl::Status CheckTocDigest(const RandomAccessSource& source,
                            ValidationContext& context) {
  RegionDigester digester(source, context);
  RETURN_IF_ERROR(digester.Add(0, context.index->toc_end));
  if (digester.Get() != context.index->toc_digest) {
    context.findings.Add(Code::kTocDigestWrong, {0, context.index->toc_end},
                         std::nullopt,
                         "header and contents list are not what was written");
  }
  return absl::OkStatus();
}

absl::Status CheckBlockDigests(const RandomAccessSource& source,
                               ValidationContext& context) {
  std::vector<DigestTask> tasks;
  PlanTasks(context.index->blocks, &tasks);
  PlanTasks(context.index->segments, &tasks);
  return ParallelFor(
      context.options.jobs, tasks.size(), [&](size_t number) -> absl::Status {
        const DigestTask& task = tasks[number];
        RegionDigester digester(source, context);
        if (task.frames.empty()) {
          return CheckFraming(*task.block, digester, context);
        }
        for (const IndexFrame* frame : task.frames) {
          RETURN_IF_ERROR(CheckFrame(*task.block, *frame, digester, context));
        }
        return absl::OkStatus();
      });
}

void CheckIndexBlocks(ValidationContext& context) {
  const ArchiveContents& contents = *context.contents;
  const ArchiveIndex& index = *context.index;
  if (index.toc_end != contents.data_begin) {
    context.findings.Add(
        Code::kIndexMismatch, {contents.toc_begin, contents.data_begin},
        std::nullopt,
        absl::StrCat("the contents list ends at ", contents.data_begin,
                     ", the index says ", index.toc_end));
  }
  std::unordered_set<DumpId> seen;
  for (const IndexBlock& block : index.blocks) {
    const TocEntry* entry = contents.toc.Find(block.id);
    if (entry == nullptr || !entry->has_data || !seen.insert(block.id).second) {
      context.findings.Add(Code::kIndexMismatch, {block.begin, block.end},
                           block.id,
                           "the index has a block that the contents list has "
                           "not, or has it twice");
    }
  }
}

}  // namespace pgark
