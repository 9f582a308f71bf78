#include "archive/block_validation.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "archive/archive_input.h"
#include "archive/block_list_checks.h"
#include "archive/index_checker.h"
#include "archive/pipe_recorder.h"
#include "base/status_macros.h"

namespace pgark {
namespace {

using Code = FindingCode;

// What is left of a pipe once it is read: its end, and the blocks that may be
// segments of the index.
class EndOfFile : public RandomAccessSource {
 public:
  EndOfFile(const PipeRecorder& recorder, uint64_t begin, std::string data)
      : recorder_(recorder), begin_(begin), data_(std::move(data)) {}

  absl::StatusOr<size_t> ReadAt(uint64_t offset,
                                std::span<char> buffer) const override {
    const std::string* const octets =
        offset < begin_ ? recorder_.FindKept(offset) : &data_;
    if (octets == nullptr) {
      return WithOffset(absl::DataLossError("the index names a wrong place"),
                        offset);
    }
    const uint64_t place = offset < begin_ ? 0 : offset - begin_;
    if (place >= octets->size()) return size_t{0};
    return octets->copy(buffer.data(), buffer.size(),
                        static_cast<size_t>(place));
  }
  uint64_t size() const override { return begin_ + data_.size(); }

 private:
  const PipeRecorder& recorder_;
  const uint64_t begin_;
  const std::string data_;
};

}  // namespace

absl::Status BlockValidation::CheckFile(const RandomAccessSource& source) {
  summary_.file_bytes = source.size();
  RETURN_IF_ERROR(LoadIndex(source));
  absl::Status contents_status;
  {
    ArchiveInput input(source, 0);
    contents_status = LoadContents(input, ArchiveFormat::kCustom);
  }
  if (!contents_status.ok() && !IsAboutContents(contents_status)) {
    return contents_status;
  }
  if (context_.index != nullptr) {
    RETURN_IF_ERROR(CheckTocDigest(source, context_));
  }
  // What we cannot read may come from damage, if an index says so.
  if (absl::IsUnimplemented(contents_status) &&
      context_.findings.count(Severity::kError) == 0) {
    return contents_status;
  }
  CheckContentsAndIndex();
  if (!context_.Includes(VerifyLevel::kBlocks)) return absl::OkStatus();
  if (context_.contents == nullptr && context_.index == nullptr) {
    context_.findings.Add(Code::kNotChecked, {0, source.size()}, std::nullopt,
                          "without a contents list the data was not looked at");
    return absl::OkStatus();
  }
  return CheckFileBlocks(source);
}

absl::Status BlockValidation::LoadIndex(const RandomAccessSource& source) {
  absl::StatusOr<ArchiveIndex> index =
      ReadIndex(source, context_.options.limits);
  index_status_ = index.status();
  if (index.ok()) {
    index_ = *std::move(index);
    context_.index = &index_;
    for (const IndexBlock& block : index_.blocks) {
      context_.index_blocks.try_emplace(block.id, &block);
    }
    for (const IndexBlock& segment : index_.segments) {
      context_.index_segments.try_emplace(segment.begin, &segment);
    }
    return absl::OkStatus();
  }
  if (absl::IsNotFound(index_status_)) return absl::OkStatus();
  if (!IsAboutContents(index_status_)) return index_status_;
  const uint64_t offset = GetOffset(index_status_).value_or(0);
  context_.findings.Add(absl::IsUnimplemented(index_status_)
                            ? Code::kNotChecked
                            : CodeForStatus(index_status_, Code::kIndexDamaged),
                        {offset, source.size()}, std::nullopt,
                        index_status_.message());
  return absl::OkStatus();
}

void BlockValidation::CheckContentsAndIndex() {
  CheckIndexPresence();
  CheckContents();
  if (context_.contents != nullptr && context_.index != nullptr) {
    CheckIndexBlocks(context_);
  }
}

void BlockValidation::CheckIndexPresence() {
  if (!context_.is_ours || !absl::IsNotFound(index_status_)) return;
  context_.findings.Add(
      Code::kIndexMissing, {summary_.file_bytes, summary_.file_bytes},
      std::nullopt,
      "pgark wrote this archive with an index at its end, which is not there");
}

absl::Status BlockValidation::CheckFileBlocks(
    const RandomAccessSource& source) {
  uint64_t data_end = source.size();
  if (context_.index != nullptr) {
    RETURN_IF_ERROR(CheckBlockDigests(source, context_));
    data_end = index_.data_end();
  }
  DataAreaChecker checker(source, DataBegin(), data_end, context_);
  ASSIGN_OR_RETURN(const std::vector<CheckedBlock> blocks, checker.Run());
  bool is_complete = true;
  FinishBlocks(blocks, &is_complete);
  if (checker.tail().has_value()) CheckTail(*checker.tail(), is_complete);
  return absl::OkStatus();
}

void BlockValidation::CheckTail(const DataAreaChecker::Tail& tail,
                                bool is_complete) {
  const auto add = [&](Code code, absl::string_view message) {
    context_.findings.Add(code, tail.region, std::nullopt, message);
  };
  if (context_.index != nullptr) {
    add(Code::kBytesUnclaimed,
        "octets in front of the index that belong to no "
        "block");
  } else if (tail.is_index) {
    // With a footer this has been reported, or is of a newer version.
    if (absl::IsNotFound(index_status_)) {
      add(Code::kIndexDamaged, "the index is cut, or its footer is damaged");
    }
  } else if (!is_complete) {
    add(Code::kBlockDamaged, "these octets are no block");
  } else if (tail.region.begin == DataBegin()) {
    // What a contents list leaves over that claims fewer entries than it has.
    add(Code::kBytesUnclaimed,
        "octets behind the contents list that are no block");
  } else {
    add(Code::kTrailingBytes, "octets behind the last block");
  }
}

void BlockValidation::FinishBlocks(const std::vector<CheckedBlock>& blocks,
                                   bool* is_complete) {
  if (context_.contents != nullptr) {
    *is_complete = CheckBlockList(blocks, context_);
  }
  if (context_.large_objects != nullptr) context_.large_objects->Finish();
  for (const CheckedBlock& block : blocks) {
    summary_.data.push_back(block.summary);
  }
}

absl::Status BlockValidation::CheckPipe(SequentialSource& source) {
  PipeRecorder recorder(source);
  ArchiveInput input(recorder);
  absl::Status status = LoadContents(input, ArchiveFormat::kCustom);
  if (absl::IsUnimplemented(status) ||
      (!status.ok() && !IsAboutContents(status))) {
    return status;
  }
  if (status.ok()) {
    recorder.TakeContents(input.position());
    if (context_.Includes(VerifyLevel::kBlocks)) {
      RETURN_IF_ERROR(CheckPipeBlocks(input, recorder));
    } else {
      index_status_ = absl::UnknownError("the index was not looked at");
    }
  } else {
    context_.findings.Add(Code::kNotChecked,
                          {input.position(), input.position()}, std::nullopt,
                          "without a contents list the data was not looked at");
  }
  recorder.Stop();
  RETURN_IF_ERROR(Drain(input));
  summary_.file_bytes = input.position();
  ReportPossibleSegments();
  CheckContentsAndIndex();
  return absl::OkStatus();
}

absl::Status BlockValidation::CheckPipeBlocks(ArchiveInput& input,
                                              PipeRecorder& recorder) {
  BlockWalker walker(input, context_.IntegerSize(), context_.options.limits);
  BlockChecker checker(context_, &recorder);
  std::vector<CheckedBlock> blocks;
  bool is_whole = true;
  bool is_broken = false;
  uint64_t end = 0;  // of the blocks
  while (is_whole) {
    end = input.position();
    const absl::StatusOr<std::optional<BlockHeader>> header =
        walker.NextBlock();
    if (!header.ok()) {
      if (!IsAboutContents(header.status())) return header.status();
      is_broken = true;
      break;
    }
    if (!header->has_value()) break;
    ASSIGN_OR_RETURN(is_whole, checker.Check(walker, **header,
                                             BlockChecker::kNoLimit, &blocks));
  }
  recorder.Stop();
  CheckStoredOffsets(blocks);
  bool is_complete = true;
  FinishBlocks(blocks, &is_complete);
  if (!is_whole) {
    context_.findings.Add(Code::kNotChecked,
                          {input.position(), input.position()}, std::nullopt,
                          "behind this place nothing was checked, since a pipe "
                          "cannot be searched");
    return absl::OkStatus();
  }
  if (is_broken) {
    RETURN_IF_ERROR(Drain(input));
    CheckTail({{end, input.position()}, false}, is_complete);
    return absl::OkStatus();
  }
  return CheckPipeIndex(input, recorder);
}

// What stands behind the last block of a pipe.
absl::Status BlockValidation::CheckPipeIndex(ArchiveInput& input,
                                             const PipeRecorder& recorder) {
  const uint64_t begin = input.position();
  std::string rest;
  while (rest.size() <= context_.options.limits.max_index_bytes) {
    ASSIGN_OR_RETURN(const absl::string_view piece,
                     input.ReadSome(ArchiveInput::kDefaultBufferBytes));
    if (piece.empty()) break;
    rest.append(piece.data(), piece.size());
    RETURN_IF_ERROR(context_.Advance(piece.size()));
  }
  if (rest.empty()) return absl::OkStatus();
  if (!recorder.is_complete()) {
    // Not even its segments have been kept.
    index_status_ = absl::ResourceExhaustedError(
        "the archive has too many chunks to compare them with the index in "
        "one pass");
    context_.findings.Add(Code::kNotChecked, {begin, input.position()},
                          std::nullopt, index_status_.message());
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(LoadIndex(EndOfFile(recorder, begin, std::move(rest))));
  if (absl::IsNotFound(index_status_)) {
    context_.findings.Add(Code::kIndexDamaged, {begin, input.position()},
                          std::nullopt,
                          "the index is cut, or its footer is damaged");
  }
  if (context_.index != nullptr) recorder.Compare(index_, context_.findings);
  return absl::OkStatus();
}

void BlockValidation::ReportPossibleSegments() {
  // Without its index an archive of ours has a worse finding.
  if (context_.is_ours && context_.index == nullptr) return;
  for (const FileRegion& region : context_.possible_segments) {
    if (context_.FindIndexSegment(region.begin) != nullptr) continue;
    ReportUnknownBlock(kIndexSegmentId.value, region, context_.findings);
  }
}

void BlockValidation::CheckStoredOffsets(
    const std::vector<CheckedBlock>& blocks) {
  for (const CheckedBlock& block : blocks) {
    const size_t index = contents_.toc.IndexOf(block.summary.id);
    const DataOffset& offset = contents_.offsets[index];
    if (offset.state == DataOffsetState::kSet &&
        offset.position != block.header.begin) {
      context_.findings.Add(
          Code::kOffsetWrong, contents_.EntryRegion(index), block.summary.id,
          absl::StrCat("the entry's block begins at ", block.header.begin,
                       ", not at offset ", offset.position));
    }
  }
}

void BlockValidation::Judge() {
  summary_.has_index = context_.index != nullptr;
  if (!summary_.header.has_value()) return;
  const ArchiveHeader& header = *summary_.header;
  if (summary_.has_index && summary_.is_clean() &&
      context_.Includes(VerifyLevel::kBlocks)) {
    summary_.checksums = ChecksumStrength::kEverything;
  } else if (context_.Includes(VerifyLevel::kStreams) &&
             header.compression != CompressionMethod::kNone &&
             context_.streams_without_checksum == 0) {
    summary_.checksums = ChecksumStrength::kStreams;
  }
  StockRestore& stock = summary_.stock;
  stock.oldest_release = header.version.OldestPgRestore();
  stock.from_file = summary_.is_clean();
  stock.in_parallel = stock.from_file;
  stock.from_pipe =
      stock.from_file && context_.findings.count(Code::kBlockOrder) == 0;
}

}  // namespace pgark
