#include "archive/block_walker.h"

#include "archive/archive_index.h"
#include "gtest/gtest.h"
#include "tests/support/archive_builder.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

// The blocks as text: "1:7[abc,de]" is a data block of id 7 with two chunks,
// "3:9{5[x]6[]}" one of two large objects.
absl::StatusOr<std::string> Walk(BlockWalker& walker) {
  std::string text;
  const auto chunks = [&]() -> absl::Status {
    text += "[";
    bool first = true;
    while (true) {
      auto length = walker.NextChunk();
      if (!length.ok()) return length.status();
      if (!length->has_value()) break;
      if (!first) text += ",";
      first = false;
      while (true) {
        auto piece = walker.ReadPiece();
        if (!piece.ok()) return piece.status();
        if (piece->empty()) break;
        text.append(piece->data(), piece->size());
      }
    }
    text += "]";
    return absl::OkStatus();
  };
  while (true) {
    auto block = walker.NextBlock();
    if (!block.ok()) return block.status();
    if (!block->has_value()) return text;
    text += std::to_string(static_cast<int>((*block)->type)) + ":" +
            std::to_string((*block)->id);
    if ((*block)->type == BlockType::kData) {
      absl::Status status = chunks();
      if (!status.ok()) return status;
      continue;
    }
    text += "{";
    while (true) {
      auto oid = walker.NextLargeObject();
      if (!oid.ok()) return oid.status();
      if (!oid->has_value()) break;
      text += std::to_string(**oid);
      absl::Status status = chunks();
      if (!status.ok()) return status;
    }
    text += "}";
  }
}

absl::StatusOr<std::string> WalkFile(const std::string& file, uint64_t begin,
                                     const ReadLimits& limits = {}) {
  const auto source = MakeMemorySource(file);
  ArchiveInput input(*source, begin, 64);
  BlockWalker walker(input, 4, limits);
  return Walk(walker);
}

ArchiveBuilder SampleBuilder() {
  ArchiveBuilder builder;
  builder.AddTableData(7, "a", {"abc", "de"});
  builder.AddDataBlock(0, {"padding"});
  builder.AddLargeObjects(9, {{5, {"x"}}, {4'000'000'001u, {}}});
  builder.AddTableData(8, "b", {});
  return builder;
}

constexpr char kSampleText[] =
    "1:7[abc,de]1:0[padding]3:9{5[x]4000000001[]}1:8[]";

TEST(BlockWalkerTest, WalksThroughEverything) {
  ArchiveBuilder builder = SampleBuilder();
  const std::string file = builder.Build();
  auto text = WalkFile(file, builder.data_offset());
  ASSERT_OK(text);
  EXPECT_EQ(*text, kSampleText);
}

TEST(BlockWalkerTest, APipeGivesTheSame) {
  ArchiveBuilder builder = SampleBuilder();
  const std::string data = builder.Build().substr(builder.data_offset());
  for (size_t piece : {1, 2, 3, 1000}) {
    const auto stream = MakeMemoryStream(data, piece);
    ArchiveInput input(*stream, 64);
    BlockWalker walker(input, 4, {});
    auto text = Walk(walker);
    ASSERT_OK(text);
    EXPECT_EQ(*text, kSampleText);
  }
}

TEST(BlockWalkerTest, SkipsWhatIsNotRead) {
  ArchiveBuilder builder = SampleBuilder();
  const std::string file = builder.Build();
  const auto source = MakeMemorySource(file);
  ArchiveInput input(*source, builder.data_offset(), 64);
  BlockWalker walker(input, 4, {});
  ASSERT_OK_AND_ASSIGN(auto block, walker.NextBlock());
  ASSERT_TRUE(block.has_value());
  ASSERT_OK(walker.NextChunk().status());
  ASSERT_OK_AND_ASSIGN(block, walker.NextBlock());
  ASSERT_OK_AND_ASSIGN(block, walker.NextBlock());
  EXPECT_EQ(block->id, 9);
  EXPECT_EQ(block->begin, builder.BlockOffset(9));
  ASSERT_OK_AND_ASSIGN(std::optional<Oid> oid, walker.NextLargeObject());
  EXPECT_EQ(oid, 5u);
  ASSERT_OK_AND_ASSIGN(oid, walker.NextLargeObject());
  EXPECT_EQ(oid, 4'000'000'001u);
  ASSERT_OK_AND_ASSIGN(block, walker.NextBlock());
  EXPECT_EQ(block->id, 8);
  ASSERT_OK(walker.SkipBlock());
  EXPECT_EQ(walker.position(), file.size());
  ASSERT_OK_AND_ASSIGN(block, walker.NextBlock());
  EXPECT_FALSE(block.has_value());
}

TEST(BlockWalkerTest, StopsInFrontOfAnIndex) {
  ArchiveBuilder builder = SampleBuilder();
  const std::string file = builder.Build();
  auto text = WalkFile(file + std::string(kIndexMagic) + "and so on",
                       builder.data_offset());
  ASSERT_OK(text);
  EXPECT_EQ(*text, kSampleText);
}

TEST(BlockWalkerTest, EveryCutWithinABlockIsDataLoss) {
  ArchiveBuilder builder = SampleBuilder();
  const std::string file = builder.Build();
  const uint64_t begin = builder.BlockOffset(9);
  for (uint64_t size = begin + 1; size < builder.BlockOffset(8); ++size) {
    EXPECT_THAT(WalkFile(file.substr(0, size), begin),
                FailsAt(absl::StatusCode::kDataLoss, size));
  }
}

TEST(BlockWalkerTest, RefusesWhatNoWriterWrites) {
  struct Case {
    std::string block;
    uint64_t offset;
  };
  const auto bytes = [] { return ArchiveBytes(); };
  const std::vector<Case> cases = {
      {bytes().Octet(2).Int(7).Int(0).bytes(), 0},
      {bytes().Octet(0).Int(7).Int(0).bytes(), 0},
      {bytes().Octet(1).Int(7).Int(-5).bytes(), 6},
      {bytes().Octet(1).Raw(std::string("\2\7\0\0\0", 5)).Int(0).bytes(), 1},
      {bytes().Octet(3).Int(7).Int(5).Int(-1).bytes(), 11},
  };
  for (const Case& test : cases) {
    EXPECT_THAT(WalkFile(test.block, 0),
                FailsAt(absl::StatusCode::kDataLoss, test.offset));
  }
}

TEST(BlockWalkerTest, ALongChunkHitsTheLimit) {
  ReadLimits limits;
  limits.max_chunk_bytes = 4;
  const std::string block =
      ArchiveBytes().Octet(1).Int(7).Str("12345").Int(0).bytes();
  EXPECT_THAT(WalkFile(block, 0, limits),
              FailsAt(absl::StatusCode::kResourceExhausted, 6));
}

}  // namespace
}  // namespace pgark
