#include "jobs/table_rows.h"

#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "archive/archive_writer.h"
#include "archive/frame_encoder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/jobs/restore_test_data.h"

namespace pgark {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr int kFrames = 50;
constexpr int kRowsPerFrame = 100;

// Counts what is read of a file.
class CountingSource : public RandomAccessSource {
 public:
  CountingSource(std::string bytes, std::atomic<uint64_t>* count)
      : source_(MakeMemorySource(std::move(bytes))), count_(count) {}

  absl::StatusOr<size_t> ReadAt(uint64_t offset,
                                std::span<char> buffer) const override {
    auto size = source_->ReadAt(offset, buffer);
    if (size.ok()) *count_ += *size;
    return size;
  }
  uint64_t size() const override { return source_->size(); }

 private:
  const std::unique_ptr<RandomAccessSource> source_;
  std::atomic<uint64_t>* const count_;
};

// Row `n`, from 1, long enough that frames are larger than buffers.
std::string Row(int n) { return absl::StrCat(n, "\t", std::string(500, 'x')); }

// An archive of three tables; the middle one has 50 frames of 100 rows.
std::string MakeArchive(bool with_index) {
  ArchiveHeader header = MakeHeader("17.1");
  std::vector<TocEntry> entries = SessionEntries();
  entries.push_back(MakeTable(1, "t"));
  for (const int id : {10, 11, 12}) {
    entries.push_back(MakeTableData(id, absl::StrCat("t", id), 1));
    entries.back().copy_statement = "COPY app.t (a, b) FROM stdin;\n";
  }
  StringSink sink;
  auto writer = *ArchiveWriter::Create(sink, header, Toc(std::move(entries)),
                                       {.write_index = with_index});
  auto encoder = *FrameEncoder::Create({.method = CompressionMethod::kNone});
  for (const int id : {10, 11, 12}) {
    EXPECT_TRUE(writer->BeginBlock({id}).ok());
    EncodedFrame frame;
    for (int i = 0; i < kFrames; ++i) {
      std::string raw;
      for (int row = 1; row <= kRowsPerFrame; ++row) {
        absl::StrAppend(&raw, Row(i * kRowsPerFrame + row), "\n");
      }
      EXPECT_TRUE(encoder->Encode(&raw, kRowsPerFrame, &frame).ok());
      EXPECT_TRUE(writer->AppendFrame(frame).ok());
    }
    EXPECT_TRUE(encoder->EncodeCopy(kCopyEndMarker, 0, &frame).ok());
    EXPECT_TRUE(writer->AppendFrame(frame).ok());
    EXPECT_TRUE(writer->EndBlock().ok());
  }
  EXPECT_TRUE(writer->Finish().ok());
  return sink.TakeData();
}

class TableRowsTest : public ::testing::Test {
 protected:
  void OpenFile(bool with_index) {
    ArchiveSource source;
    source.random_access =
        std::make_unique<CountingSource>(MakeArchive(with_index), &bytes_read_);
    archive_ = *OpenArchive(std::move(source));
    bytes_read_ = 0;
  }
  void OpenPipe() {
    ArchiveSource source;
    source.sequential = MakeMemoryStream(MakeArchive(true), 1000);
    archive_ = *OpenArchive(std::move(source));
  }
  // The first column of the rows.
  std::vector<std::string> Read(const RowRange& range) {
    std::vector<std::string> rows;
    const TocEntry& entry = *archive_.get().toc().Find({11});
    status_ =
        ReadTableRows(archive_, entry, range, [&rows](absl::string_view row) {
          rows.emplace_back(row.substr(0, row.find('\t')));
          return absl::OkStatus();
        });
    return rows;
  }

  std::atomic<uint64_t> bytes_read_ = 0;
  ReadingArchive archive_;
  absl::Status status_;
};

TEST_F(TableRowsTest, WithTheIndexOnlyTheFramesAreReadThatHoldTheRows) {
  OpenFile(true);
  const uint64_t frame_bytes = kRowsPerFrame * (Row(4000).size() + 1);
  EXPECT_THAT(Read({4000, 4001}), ElementsAre("4000", "4001"));
  EXPECT_TRUE(status_.ok()) << status_;
  EXPECT_LE(bytes_read_, 2 * frame_bytes);
  bytes_read_ = 0;
  EXPECT_THAT(Read({102, 103}), ElementsAre("102", "103"));
  EXPECT_LE(bytes_read_, frame_bytes);
}

TEST_F(TableRowsTest, WithoutTheIndexOnlyTheBlockIsReadUpToTheRows) {
  OpenFile(false);
  EXPECT_THAT(Read({2, 3}), ElementsAre("2", "3"));
  EXPECT_TRUE(status_.ok()) << status_;
  const uint64_t block_bytes =
      uint64_t{kFrames} * kRowsPerFrame * (Row(1000).size() + 1);
  EXPECT_LT(bytes_read_, block_bytes / 4);
  bytes_read_ = 0;
  EXPECT_EQ(Read({}).size(), size_t{kFrames} * kRowsPerFrame);
  EXPECT_LT(bytes_read_, block_bytes + block_bytes / 2);
}

TEST_F(TableRowsTest, APipeGivesTheSameRows) {
  OpenPipe();
  EXPECT_THAT(Read({5000, 6000}), ElementsAre("5000"));
  EXPECT_TRUE(status_.ok()) << status_;
}

TEST_F(TableRowsTest, ARangeBehindTheLastRowIsEmpty) {
  for (const bool with_index : {false, true}) {
    OpenFile(with_index);
    EXPECT_THAT(Read({5001, 5002}), IsEmpty());
    EXPECT_TRUE(status_.ok()) << status_;
  }
}

TEST_F(TableRowsTest, InsertStatementsAreNoRows) {
  OpenFile(true);
  TocEntry entry = *archive_.get().toc().Find({11});
  entry.copy_statement.reset();
  const absl::Status status = ReadTableRows(
      archive_, entry, {}, [](absl::string_view) { return absl::OkStatus(); });
  EXPECT_TRUE(absl::IsUnimplemented(status));
}

}  // namespace
}  // namespace pgark
