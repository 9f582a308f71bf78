#include "archive/pipe_recorder.h"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

#include "base/status_macros.h"

namespace pgark {
namespace {

using Code = FindingCode;

// Chunks that are no frames are heads and ends of zlib streams.
constexpr size_t kSmallPayload = 32;

// What the records may take, about.
constexpr size_t kMaxMemory = size_t{64} << 20;

}  // namespace

absl::StatusOr<size_t> PipeRecorder::Read(std::span<char> buffer) {
  ASSIGN_OR_RETURN(const size_t count, source_.Read(buffer));
  if (is_stopped_) return count;
  retained_.erase(0, taken_);
  taken_ = 0;
  retained_.append(buffer.data(), count);
  return count;
}

absl::string_view PipeRecorder::Take(uint64_t end) {
  if (is_stopped_ || end <= retained_begin_) return absl::string_view();
  const size_t size = static_cast<size_t>(
      std::min<uint64_t>(end - retained_begin_, retained_.size() - taken_));
  const absl::string_view octets(retained_.data() + taken_, size);
  taken_ += size;
  retained_begin_ += size;
  return octets;
}

void PipeRecorder::TakeContents(uint64_t end) {
  contents_digest_.Update(Take(end));
  contents_end_ = end;
}

void PipeRecorder::BeginBlock(uint64_t begin, bool keeps_chunk) {
  if (is_stopped_) return;
  keeps_chunk_ = keeps_chunk;
  blocks_.emplace_back();
  blocks_.back().begin = begin;
  memory_ += sizeof(Block);
}

void PipeRecorder::TakeFraming(uint64_t end) {
  const absl::string_view octets = Take(end);
  if (blocks_.empty() || is_stopped_) return;
  blocks_.back().framing.append(octets.data(), octets.size());
  memory_ += octets.size();
}

void PipeRecorder::TakeChunk(uint64_t end) {
  if (is_stopped_) return;
  if (chunk_size_ == 0) chunk_begin_ = retained_begin_;
  const absl::string_view octets = Take(end);
  chunk_digest_.Update(octets);
  chunk_size_ += octets.size();
  if (chunk_start_.size() < kSmallPayload) {
    const absl::string_view start =
        octets.substr(0, kSmallPayload - chunk_start_.size());
    chunk_start_.append(start.data(), start.size());
  }
  if (!keeps_chunk_) return;
  kept_[chunk_begin_].append(octets.data(), octets.size());
  memory_ += octets.size();
  CheckMemory();
}

void PipeRecorder::EndChunk() {
  if (is_stopped_) return;
  Block& block = blocks_.back();
  Chunk chunk;
  chunk.offset = chunk_begin_;
  chunk.size = chunk_size_;
  chunk.digest = chunk_digest_.Get();
  chunk.framing_place = block.framing.size();
  chunk.payload_begin = block.small_payloads.size();
  if (chunk_size_ <= kSmallPayload) block.small_payloads += chunk_start_;
  block.chunks.push_back(chunk);
  memory_ += sizeof(Chunk) + chunk_start_.size();
  chunk_digest_.Reset();
  chunk_size_ = 0;
  chunk_start_.clear();
  keeps_chunk_ = false;
  CheckMemory();
}

void PipeRecorder::CheckMemory() {
  if (memory_ <= kMaxMemory) return;
  is_complete_ = false;
  Stop();
}

const std::string* PipeRecorder::FindKept(uint64_t offset) const {
  const auto found = kept_.find(offset);
  return found == kept_.end() ? nullptr : &found->second;
}

void PipeRecorder::Stop() {
  is_stopped_ = true;
  retained_ = std::string();
  taken_ = 0;
  if (is_complete_) return;
  blocks_ = std::vector<Block>();
  kept_.clear();
}

void PipeRecorder::Compare(const ArchiveIndex& index,
                           FindingCollector& findings) const {
  if (index.toc_end != contents_end_ ||
      index.toc_digest != contents_digest_.Get()) {
    findings.Add(Code::kTocDigestWrong, {0, contents_end_}, std::nullopt,
                 "header and contents list are not what was written");
  }
  std::unordered_map<uint64_t, const Block*> by_begin;
  for (const Block& block : blocks_) by_begin.try_emplace(block.begin, &block);
  for (const std::vector<IndexBlock>* blocks :
       {&index.blocks, &index.segments}) {
    for (const IndexBlock& block : *blocks) {
      const auto found = by_begin.find(block.begin);
      if (found != by_begin.end()) {
        CheckBlock(block, *found->second, findings);
      } else {
        findings.Add(Code::kIndexMismatch, {block.begin, block.end},
                     block.entry(), "no block begins where the index says");
      }
    }
  }
}

void PipeRecorder::CheckBlock(const IndexBlock& indexed, const Block& recorded,
                              FindingCollector& findings) const {
  DigestStream framing;
  size_t framing_done = 0;
  const auto add_framing = [&](size_t end) {
    framing.Update(absl::string_view(recorded.framing)
                       .substr(framing_done, end - framing_done));
    framing_done = end;
  };
  std::vector<const IndexFrame*> frames;
  for (const IndexStream& stream : indexed.streams) {
    for (const IndexFrame& frame : stream.frames) frames.push_back(&frame);
  }
  size_t next_frame = 0;
  for (const Chunk& chunk : recorded.chunks) {
    add_framing(chunk.framing_place);
    if (next_frame < frames.size() &&
        frames[next_frame]->offset == chunk.offset &&
        frames[next_frame]->stored_bytes == chunk.size) {
      if (frames[next_frame]->stored_digest != chunk.digest) {
        findings.Add(Code::kStoredDigestWrong,
                     {chunk.offset, chunk.offset + chunk.size}, indexed.entry(),
                     "a frame is not what was written");
      }
      ++next_frame;
    } else if (chunk.size <= kSmallPayload) {
      framing.Update(absl::string_view(recorded.small_payloads)
                         .substr(chunk.payload_begin, chunk.size));
    } else {
      findings.Add(Code::kIndexMismatch,
                   {chunk.offset, chunk.offset + chunk.size}, indexed.entry(),
                   "a chunk that the index does not have");
    }
  }
  add_framing(recorded.framing.size());
  if (next_frame != frames.size() || framing.Get() != indexed.framing_digest) {
    findings.Add(Code::kFramingDigestWrong, {indexed.begin, indexed.end},
                 indexed.entry(),
                 "the octets between the frames of the block are not those "
                 "that were written");
  }
}

}  // namespace pgark
