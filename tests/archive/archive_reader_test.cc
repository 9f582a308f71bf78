#include "archive/archive_reader.h"

#include <thread>

#include "gtest/gtest.h"
#include "tests/support/archive_builder.h"
#include "tests/support/archive_data.h"
#include "tests/support/status_matchers.h"
#include "tests/support/stock_stream.h"

namespace pgark {
namespace {

absl::StatusOr<std::unique_ptr<ArchiveReader>> Open(
    const std::string& archive, const ReadLimits& limits = {}) {
  return ArchiveReader::Open(MakeMemorySource(archive), limits);
}

absl::StatusOr<std::unique_ptr<SequentialArchiveReader>> OpenPipe(
    const std::string& archive, size_t piece_bytes = 1000) {
  return SequentialArchiveReader::Open(MakeMemoryStream(archive, piece_bytes));
}

constexpr char kRows[] = "1\tone\n2\ttwo\n\\.\n\n\n";

// Chunks of one stream, cut every `chunk_bytes`.
std::vector<std::string> Chunks(const std::string& stream, size_t chunk_bytes) {
  std::vector<std::string> chunks;
  for (size_t i = 0; i < stream.size(); i += chunk_bytes) {
    chunks.push_back(stream.substr(i, chunk_bytes));
  }
  return chunks;
}

// Two tables and a block of large objects, compressed as pg_dump does.
ArchiveBuilder SampleBuilder(int version, CompressionMethod method) {
  ArchiveBuilder builder(version, method);
  const auto stream = [&](const std::string& raw, size_t chunk_bytes) {
    return Chunks(StockStream(method, raw), chunk_bytes);
  };
  builder.AddEntry(BuiltEntry{.dump_id = 1, .tag = "orders"});
  builder.AddTableData(11, "orders", stream(RowText(200'000), 4096));
  builder.AddLargeObjects(12, {{16001, stream("large", 4096)},
                               {16002, stream("", 4096)},
                               {4'000'000'001u, stream(RowText(50'000), 900)}});
  builder.AddTableData(13, "items", stream(kRows, 10));
  return builder;
}

struct Case {
  int version;
  CompressionMethod method;
};

class ReaderTest : public testing::TestWithParam<Case> {
 protected:
  ArchiveBuilder builder_ =
      SampleBuilder(GetParam().version, GetParam().method);
  const ArchiveData want_ = {{{11, 0}, RowText(200'000)},
                             {{12, 16001}, "large"},
                             {{12, 16002}, ""},
                             {{12, 4'000'000'001u}, RowText(50'000)},
                             {{13, 0}, kRows}};
};

TEST_P(ReaderTest, ReadsDataByStoredOffsets) {
  ASSERT_OK_AND_ASSIGN(const auto reader, Open(builder_.Build()));
  EXPECT_EQ(reader->toc().size(), 4u);
  ASSERT_OK_AND_ASSIGN(const BlockHeader block, reader->FindBlock({12}));
  EXPECT_EQ(block.begin, builder_.BlockOffset(12));
  EXPECT_EQ(block.type, BlockType::kLargeObjects);
  ASSERT_OK_AND_ASSIGN(const ArchiveData data, ReadAllData(*reader));
  EXPECT_TRUE(data == want_);
}

TEST_P(ReaderTest, FindsBlocksWithoutStoredOffsets) {
  builder_.set_offsets = false;
  ASSERT_OK_AND_ASSIGN(const auto reader, Open(builder_.Build()));
  EXPECT_EQ(reader->StoredOffset({13}).state, DataOffsetState::kNotSet);
  ASSERT_OK_AND_ASSIGN(const BlockHeader block, reader->FindBlock({13}));
  EXPECT_EQ(block.begin, builder_.BlockOffset(13));
  ASSERT_OK_AND_ASSIGN(const ArchiveData data, ReadAllData(*reader));
  EXPECT_TRUE(data == want_);
}

TEST_P(ReaderTest, APipeGivesTheSame) {
  const std::string archive = builder_.Build();
  for (size_t piece : {1, 999, 1'000'000}) {
    ASSERT_OK_AND_ASSIGN(const auto reader, OpenPipe(archive, piece));
    EXPECT_EQ(reader->toc().size(), 4u);
    ASSERT_OK_AND_ASSIGN(const ArchiveData data, ReadAllData(*reader));
    EXPECT_TRUE(data == want_);
  }
}

TEST_P(ReaderTest, ThreadsShareOneReader) {
  builder_.set_offsets = false;
  ASSERT_OK_AND_ASSIGN(const auto reader, Open(builder_.Build()));
  std::vector<absl::StatusOr<ArchiveData>> results(4);
  std::vector<std::thread> threads;
  threads.reserve(results.size());
  for (auto& result : results) {
    threads.emplace_back([&] { result = ReadAllData(*reader); });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& result : results) {
    ASSERT_OK(result);
    EXPECT_TRUE(*result == want_);
  }
}

std::vector<Case> AllCases() {
  std::vector<Case> cases;
  for (int version = 10; version <= 16; ++version) {
    cases.push_back({version, CompressionMethod::kNone});
    cases.push_back({version, CompressionMethod::kGzip});
    if (version < 15) continue;
    cases.push_back({version, CompressionMethod::kLz4});
    cases.push_back({version, CompressionMethod::kZstd});
  }
  return cases;
}

INSTANTIATE_TEST_SUITE_P(Versions, ReaderTest, testing::ValuesIn(AllCases()),
                         [](const testing::TestParamInfo<Case>& test) {
                           return "V1_" + std::to_string(test.param.version) +
                                  CompressionMethodName(test.param.method);
                         });

class BrokenArchiveTest : public testing::Test {
 protected:
  ArchiveBuilder builder_;
};

TEST_F(BrokenArchiveTest, AMissingBlockIsDataLoss) {
  builder_.AddTableData(7, "a", {kRows});
  builder_.AddEntry(BuiltEntry{.dump_id = 8,
                               .had_dumper = 1,
                               .desc = "TABLE DATA",
                               .section = 3,
                               .offset_flag = 1});
  const std::string archive = builder_.Build();
  ASSERT_OK_AND_ASSIGN(const auto reader, Open(archive));
  const auto data = reader->OpenData({8});
  EXPECT_THAT(data, FailsAt(absl::StatusCode::kDataLoss, archive.size()));
  EXPECT_EQ(GetContext(data.status(), ContextKey::kObject),
            "8 TABLE DATA public.t");
  ASSERT_OK_AND_ASSIGN(const auto pipe, OpenPipe(archive));
  EXPECT_THAT(ReadAllData(*pipe),
              FailsAt(absl::StatusCode::kDataLoss, archive.size()));
}

TEST_F(BrokenArchiveTest, AnEntryMarkedEmptyNeedsNoBlock) {
  builder_.AddTableData(7, "a", {kRows});
  builder_.AddEntry(BuiltEntry{
      .dump_id = 8, .had_dumper = 1, .desc = "TABLE DATA", .section = 3});
  const std::string archive = builder_.Build();
  ASSERT_OK_AND_ASSIGN(const auto reader, Open(archive));
  EXPECT_THAT(reader->OpenData({8}), StatusIs(absl::StatusCode::kNotFound));
  ASSERT_OK_AND_ASSIGN(const auto pipe, OpenPipe(archive));
  ASSERT_OK_AND_ASSIGN(const ArchiveData data, ReadAllData(*pipe));
  EXPECT_EQ(data.size(), 1u);
}

TEST_F(BrokenArchiveTest, EntriesWithoutDataAreNotFound) {
  builder_.AddEntry(BuiltEntry{.dump_id = 5});
  ASSERT_OK_AND_ASSIGN(const auto reader, Open(builder_.Build()));
  EXPECT_THAT(reader->FindBlock({5}), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(reader->FindBlock({6}), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(BrokenArchiveTest, AnOffsetToAnothersBlockIsDataLoss) {
  builder_.AddTableData(7, "a", {kRows});
  builder_.AddTableData(8, "b", {kRows});
  builder_.Build();
  builder_.entries[1].offset = builder_.BlockOffset(7);
  const std::string archive = builder_.Build();
  ASSERT_OK_AND_ASSIGN(const auto reader, Open(archive));
  EXPECT_THAT(reader->FindBlock({8}),
              FailsAt(absl::StatusCode::kDataLoss, builder_.BlockOffset(7)));
  // A pipe reader does not look at offsets.
  ASSERT_OK_AND_ASSIGN(const auto pipe, OpenPipe(archive));
  EXPECT_OK(ReadAllData(*pipe));
}

TEST_F(BrokenArchiveTest, AnOffsetOutsideOfTheDataAreaIsDataLoss) {
  for (uint64_t offset :
       {uint64_t{1}, uint64_t{1'000'000}, uint64_t{1} << 62}) {
    ArchiveBuilder builder;
    builder.AddTableData(7, "a", {kRows}).offset = offset;
    ASSERT_OK_AND_ASSIGN(const auto reader, Open(builder.Build()));
    EXPECT_THAT(reader->FindBlock({7}),
                FailsAt(absl::StatusCode::kDataLoss,
                        builder.FieldOffset(7, "dump_id")));
  }
}

TEST_F(BrokenArchiveTest, ABlockOfTheWrongTypeIsDataLoss) {
  BuiltEntry& entry = builder_.AddLargeObjects(7, {{1, {"x"}}});
  entry.desc = "TABLE DATA";
  const std::string archive = builder_.Build();
  ASSERT_OK_AND_ASSIGN(const auto reader, Open(archive));
  EXPECT_THAT(reader->OpenData({7}),
              FailsAt(absl::StatusCode::kDataLoss, builder_.BlockOffset(7)));
  ASSERT_OK_AND_ASSIGN(const auto pipe, OpenPipe(archive));
  EXPECT_THAT(pipe->NextData(),
              FailsAt(absl::StatusCode::kDataLoss, builder_.BlockOffset(7)));
}

TEST_F(BrokenArchiveTest, PaddingAndRepeatedBlocksArePassedOver) {
  builder_.AddDataBlock(0, {"padding"});
  builder_.AddTableData(7, "a", {kRows});
  builder_.AddDataBlock(999, {"padding"});
  builder_.AddDataBlock(7, {"again"});
  builder_.AddTableData(8, "b", {kRows});
  builder_.set_offsets = false;
  const std::string archive = builder_.Build();
  const ArchiveData want = {{{7, 0}, kRows}, {{8, 0}, kRows}};
  ASSERT_OK_AND_ASSIGN(const auto reader, Open(archive));
  ASSERT_OK_AND_ASSIGN(ArchiveData data, ReadAllData(*reader));
  EXPECT_EQ(data, want);
  ASSERT_OK_AND_ASSIGN(const auto pipe, OpenPipe(archive));
  ASSERT_OK_AND_ASSIGN(data, ReadAllData(*pipe));
  EXPECT_EQ(data, want);
}

TEST_F(BrokenArchiveTest, WhatFollowsTheLastBlockIsIgnored) {
  builder_.AddTableData(7, "a", {kRows});
  builder_.AddRaw("junk");
  builder_.set_offsets = false;
  const std::string archive = builder_.Build();
  ASSERT_OK_AND_ASSIGN(const auto reader, Open(archive));
  EXPECT_OK(ReadAllData(*reader));
  ASSERT_OK_AND_ASSIGN(const auto pipe, OpenPipe(archive));
  EXPECT_OK(ReadAllData(*pipe));
}

TEST_F(BrokenArchiveTest, JunkBeforeAWantedBlockIsDataLossInOrder) {
  builder_.AddRaw("junk");
  builder_.AddTableData(7, "a", {kRows});
  const std::string archive = builder_.Build();
  ASSERT_OK_AND_ASSIGN(const auto reader, Open(archive));
  EXPECT_OK(ReadAllData(*reader));
  ASSERT_OK_AND_ASSIGN(const auto pipe, OpenPipe(archive));
  EXPECT_THAT(pipe->NextData(),
              FailsAt(absl::StatusCode::kDataLoss, builder_.data_offset()));
}

TEST_F(BrokenArchiveTest, ADamagedStreamNamesOffsetAndEntry) {
  ArchiveBuilder builder(16, CompressionMethod::kGzip);
  std::string stream = StockStream(CompressionMethod::kGzip, RowText(100'000));
  stream[stream.size() / 2] = static_cast<char>(stream[stream.size() / 2] ^ 8);
  builder.AddTableData(7, "a", {stream});
  const std::string archive = builder.Build();
  ASSERT_OK_AND_ASSIGN(const auto reader, Open(archive));
  const auto data = ReadAllData(*reader);
  EXPECT_THAT(data, StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_GE(GetOffset(data.status()).value_or(0), builder.BlockOffset(7));
  EXPECT_EQ(GetContext(data.status(), ContextKey::kObject),
            "7 TABLE DATA public.a");
}

TEST_F(BrokenArchiveTest, ACutStreamIsDataLossWithEveryMethod) {
  for (CompressionMethod method :
       {CompressionMethod::kGzip, CompressionMethod::kLz4,
        CompressionMethod::kZstd}) {
    ArchiveBuilder builder(16, method);
    std::string stream = StockStream(method, kRows);
    stream.pop_back();
    builder.AddTableData(7, "a", {stream});
    ASSERT_OK_AND_ASSIGN(const auto reader, Open(builder.Build()));
    ASSERT_OK_AND_ASSIGN(const auto block, reader->OpenData({7}));
    absl::StatusOr<absl::string_view> piece = block->Next();
    while (piece.ok() && !piece->empty()) piece = block->Next();
    EXPECT_THAT(piece, StatusIs(absl::StatusCode::kDataLoss));
    EXPECT_EQ(block->Next().status(), piece.status());
  }
}

TEST_F(BrokenArchiveTest, AnUnknownMethodCanBeListedButNotRead) {
  builder_.compression = 9;
  builder_.AddTableData(7, "a", {kRows});
  const std::string archive = builder_.Build();
  ASSERT_OK_AND_ASSIGN(const auto reader, Open(archive));
  EXPECT_EQ(reader->toc().size(), 1u);
  EXPECT_OK(reader->FindBlock({7}));
  EXPECT_THAT(reader->OpenData({7}),
              StatusIs(absl::StatusCode::kUnimplemented));
  EXPECT_THAT(reader->NewFrameReader(),
              StatusIs(absl::StatusCode::kUnimplemented));
  ASSERT_OK_AND_ASSIGN(const auto pipe, OpenPipe(archive));
  ASSERT_OK(pipe->NextData());
  EXPECT_THAT(pipe->OpenData(), StatusIs(absl::StatusCode::kUnimplemented));
}

TEST_F(BrokenArchiveTest, AContentsListOfADirectoryIsUnimplemented) {
  builder_.format = 3;
  EXPECT_THAT(Open(builder_.Build()),
              StatusIs(absl::StatusCode::kUnimplemented));
}

TEST_F(BrokenArchiveTest, HiddenFramesAreCounted) {
  ArchiveBuilder builder(16, CompressionMethod::kZstd);
  const std::string frame = StockStream(CompressionMethod::kZstd, "row\n");
  builder.AddTableData(7, "a", {frame, frame + frame});
  ASSERT_OK_AND_ASSIGN(const auto reader, Open(builder.Build()));
  ASSERT_OK_AND_ASSIGN(const auto block, reader->OpenData({7}));
  ArchiveData data;
  ASSERT_OK(ReadBlockData(*block, {7}, &data));
  EXPECT_EQ((data[{7, 0}]), "row\nrow\nrow\n");
  EXPECT_EQ(block->hidden_bytes(), 4u);
}

TEST_F(BrokenArchiveTest, UnwantedDataIsSkippedUndecoded) {
  ArchiveBuilder builder(16, CompressionMethod::kGzip);
  builder.AddTableData(7, "a", {"this is no zlib stream"});
  builder.AddLargeObjects(
      8, {{1, {"nor is this"}},
          {2, {StockStream(CompressionMethod::kGzip, "wanted")}}});
  builder.AddTableData(9, "b", {StockStream(CompressionMethod::kGzip, kRows)});
  ASSERT_OK_AND_ASSIGN(const auto pipe, OpenPipe(builder.Build()));
  ASSERT_OK_AND_ASSIGN(std::optional<DumpId> id, pipe->NextData());
  EXPECT_EQ(id, DumpId{7});
  ASSERT_OK_AND_ASSIGN(id, pipe->NextData());
  ASSERT_OK_AND_ASSIGN(DataReader * block, pipe->OpenData());
  EXPECT_TRUE(block->has_large_objects());
  ASSERT_OK_AND_ASSIGN(std::optional<Oid> oid, block->NextLargeObject());
  ASSERT_OK_AND_ASSIGN(oid, block->NextLargeObject());
  EXPECT_EQ(oid, 2u);
  ASSERT_OK_AND_ASSIGN(const absl::string_view piece, block->Next());
  EXPECT_EQ(piece, "wanted");
  ASSERT_OK_AND_ASSIGN(id, pipe->NextData());
  EXPECT_EQ(id, DumpId{9});
  ASSERT_OK_AND_ASSIGN(id, pipe->NextData());
  EXPECT_EQ(id, std::nullopt);
  ASSERT_OK_AND_ASSIGN(id, pipe->NextData());
  EXPECT_EQ(id, std::nullopt);
}

}  // namespace
}  // namespace pgark
