#include "archive/sequential_archive_reader.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "archive/block_data_reader.h"
#include "archive/data_block.h"
#include "archive/header_codec.h"
#include "archive/toc_codec.h"
#include "base/status_context.h"
#include "base/status_macros.h"

namespace pgark {

SequentialArchiveReader::SequentialArchiveReader(
    std::unique_ptr<SequentialSource> source, const ReadLimits& limits)
    : source_(std::move(source)), limits_(limits), input_(*source_) {}

absl::StatusOr<std::unique_ptr<SequentialArchiveReader>>
SequentialArchiveReader::Open(std::unique_ptr<SequentialSource> source,
                              const ReadLimits& limits) {
  std::unique_ptr<SequentialArchiveReader> reader(
      new SequentialArchiveReader(std::move(source), limits));
  RETURN_IF_ERROR(reader->ReadContents());
  return reader;
}

absl::Status SequentialArchiveReader::ReadContents() {
  ASSIGN_OR_RETURN(header_, DecodeHeader(input_, limits_));
  if (header_.format != ArchiveFormat::kCustom) {
    return absl::UnimplementedError(
        "this is the contents list of a directory or tar archive");
  }
  ASSIGN_OR_RETURN(DecodedToc toc, DecodeToc(input_, header_, limits_));
  for (size_t i = 0; i < toc.entries.size(); ++i) {
    if (!toc.entries[i].has_data) continue;
    const bool required = toc.offsets[i].state != DataOffsetState::kNoData;
    awaited_.emplace(toc.entries[i].id, required);
    if (required) ++required_count_;
  }
  toc_ = Toc(std::move(toc.entries));
  walker_ =
      std::make_unique<BlockWalker>(input_, header_.integer_size, limits_);
  return absl::OkStatus();
}

absl::Status SequentialArchiveReader::Drain() {
  constexpr uint64_t kPieceBytes = ArchiveInput::kDefaultBufferBytes;
  while (true) {
    ASSIGN_OR_RETURN(const absl::string_view bytes,
                     input_.ReadSome(kPieceBytes));
    if (bytes.empty()) return absl::OkStatus();
  }
}

absl::StatusOr<std::optional<DumpId>> SequentialArchiveReader::End() {
  if (required_count_ > 0) {
    for (const TocEntry& entry : toc_.entries()) {
      const auto awaited = awaited_.find(entry.id);
      if (awaited == awaited_.end() || !awaited->second) continue;
      return WithObject(
          WithOffset(absl::DataLossError("the entry's data is missing"),
                     input_.position()),
          DescribeEntry(entry));
    }
  }
  ended_ = true;
  RETURN_IF_ERROR(Drain());
  return std::optional<DumpId>();
}

absl::StatusOr<std::optional<DumpId>> SequentialArchiveReader::NextData() {
  data_.reset();
  block_.reset();
  while (!ended_) {
    RETURN_IF_ERROR(walker_->SkipBlock());
    absl::StatusOr<std::optional<BlockHeader>> block = walker_->NextBlock();
    if (!block.ok()) {
      // Behind the last block anything may follow, as for stock pg_restore.
      if (absl::IsDataLoss(block.status()) && required_count_ == 0) {
        return End();
      }
      return std::move(block).status();
    }
    if (!block->has_value()) return End();
    // Blocks of no entry are padding; the first of several counts.
    const auto awaited = awaited_.find(DumpId{(*block)->id});
    if (awaited == awaited_.end()) continue;
    if (awaited->second) --required_count_;
    const DumpId id = awaited->first;
    awaited_.erase(awaited);
    RETURN_IF_ERROR(CheckBlockType(**block, *toc_.Find(id)));
    block_ = **block;
    return std::optional<DumpId>(id);
  }
  return std::optional<DumpId>();
}

absl::StatusOr<DataReader*> SequentialArchiveReader::OpenData() {
  if (!block_.has_value()) {
    return absl::FailedPreconditionError("there is no current block");
  }
  if (data_ == nullptr) {
    ASSIGN_OR_RETURN(std::unique_ptr<Decompressor> decompressor,
                     MakeDecompressor(header_.compression, limits_));
    data_ = std::make_unique<BlockDataReader>(
        *walker_, block_->type, std::move(decompressor),
        DescribeEntry(*toc_.Find(DumpId{block_->id})));
  }
  return data_.get();
}

// Offsets are not known in a pipe.
std::string SequentialArchiveReader::DescribeData(DumpId) const {
  return "Data Pos: 0";
}

}  // namespace pgark
